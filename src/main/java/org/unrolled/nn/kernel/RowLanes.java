package org.unrolled.nn.kernel;

/**
 * Work on blocks of rows in Java arrays that {@link Lanes} lacks: softmax, layer normalisation, GELU. Blocks are
 * [rows, columns] without gaps from element 0 on. An object keeps small buffers: one a thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface RowLanes<A> {
    /** Work in a precision, for one thread. */
    @SuppressWarnings("unchecked")
    static <A> RowLanes<A> of(Precision precision) {
        return (RowLanes<A>) (precision == Precision.FLOAT ? new FloatRowLanes() : new DoubleRowLanes());
    }

    /** The element-wise work of the same precision. */
    Lanes<A> lanes();

    /**
     * Each row becomes softmax(factor · row) over the columns that may be seen, and exactly 0 elsewhere; a row that may see
     * nothing becomes zeros.
     *
     * @param visible which columns may be seen; null for all
     * @param causal  whether row r sees only the columns 0 to r mod {@code period}
     */
    void softmax(A block, int rows, int columns, double factor, boolean[] visible, boolean causal, int period);

    /** Back through {@link #softmax}: d = factor · p ∘ (d - Σ p ∘ d), the sum over each row. */
    void softmaxBack(A d, A p, int rows, int columns, double factor);

    /**
     * Layer normalisation without gain and bias: each row becomes (x - mean) / √(variance + epsilon).
     *
     * @param inverse where 1 / √(variance + epsilon) of each row goes
     */
    void normalise(A block, int rows, int columns, double epsilon, A inverse);

    /**
     * Back through {@link #normalise}: d = inverse · (d - mean(d) - y · mean(d ∘ y)), means over each row.
     *
     * @param y what {@link #normalise} gave
     */
    void normaliseBack(A d, A y, int rows, int columns, A inverse);

    /** out = gelu(x), in the form with tanh. */
    void gelu(A out, A x, int n);

    /** d = d · gelu'(x). */
    void geluBack(A d, A x, int n);

    /** out = factor · x + plus. */
    void scaleAdd(A out, A x, double factor, A plus, int n);

    /** Σ a[aAt + i] · b[bAt + i]. */
    double dot(A a, int aAt, A b, int bAt, int n);

    /** a[at + i] += factor · b[bAt + i]. */
    void addScaled(A a, int at, A b, int bAt, double factor, int n);

    /** Whether no element is NaN or infinite. */
    boolean finite(A a, int n);
}
