package org.unrolled.nn.backend.cpu;

/**
 * The innermost product of {@link Panels}: a block of rows with one panel of columns, C += A · B. To each number of C the products over
 * the depth are added in their order, by fused multiplication and addition, so that it depends neither on the size of blocks and panels
 * nor on which rows a thread has.
 */
interface PanelKernel {
    /** Width of its vectors. */
    int bits();

    /** Columns of a panel. */
    int columns();

    /** Rows of the next block if so many are left; more than those, if that is faster than a smaller block. */
    int rows(int left);

    /**
     * One block times one panel.
     *
     * @param rows   what {@link #rows} gave
     * @param a      the block from {@code aAt} on, [depth, rows]
     * @param b      the panel from {@code bAt} on, [depth, columns]
     * @param c      the block of the result from {@code cAt} on, {@code stride} elements from row to row
     */
    void multiply(int rows, int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int stride);
}
