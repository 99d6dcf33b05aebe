package org.unrolled.nn.backend.cpu;

/** The matrix products of one step of a {@link FusedPart}; arrays hold [rows, hidden] as the part's do. */
interface StepProducts {
    /**
     * Comes before the products of step t.
     *
     * @param before raw h of the step before; null if it is zero
     */
    void enter(int t, float[] before);

    /** into = x W of one gate. */
    void input(int gate, int t, float[] into);

    /** into = x W + h R of one gate. */
    void sum(int gate, int t, float[] into);

    /** into = h R of one gate. */
    void recurrent(int gate, int t, float[] into);

    /** into = x W + s R of one gate for another s than h, which the part has written to {@link FusedPass#extra}, too. */
    void sum(int gate, int t, float[] s, float[] into);

    /** into = sum over the first {@code gates} gates of dG Rᵀ; the part's gradients of step t are written to the planes. */
    void back(int t, int gates, float[] into);

    /**
     * into = d Rᵀ of one gate.
     *
     * @param at where {@code d} lies in native memory as well
     * @param d  may be {@code into}
     */
    void back(int gate, long at, float[] d, float[] into);
}
