package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * Matrices [depth, columns] in panels of as many columns as {@link PanelKernel} takes at once, each [depth, columns of a panel] without
 * gaps and the last one filled up with zeros; in a Java array, because that is what vectors of all JDKs read alike. Packed once a pass
 * and multiplied at each step, unlike the matrices that OpenBLAS packs anew for each product.
 */
final class Panels {
    /** So much of the depth at a time: that of a panel stays in the first-level cache for all rows. */
    private static final int DEPTH = 256;

    private final PanelKernel kernel;
    private final int width;
    private final int depth;
    private final int columns;
    private final int each;
    private final int matrices;
    private float[] data;

    /** Room for so many matrices. */
    Panels(PanelKernel kernel, int matrices, int depth, int columns) {
        this.kernel = kernel;
        this.width = kernel.columns();
        this.depth = depth;
        this.columns = columns;
        this.matrices = matrices;
        this.each = (columns + width - 1) / width;
    }

    /** Whether a Java array holds them all. */
    boolean fits() {
        return (long) matrices * each * width * depth < Integer.MAX_VALUE - 8;
    }

    /** Comes before the first packing, on one thread. */
    void ready() {
        data = Lanes.ensure(data, matrices * each * width * depth);
    }

    /** Packs the share {@code part} of {@code parts} of matrices that lie as they are, [depth, columns], one after the other. */
    void copy(Memory from, int part, int parts) {
        for (int panel = part; panel < matrices * each; panel += parts) {
            int column = panel % each * width;
            int count = Math.min(width, columns - column);
            long at = (long) (panel / each) * depth * columns + column;
            int to = panel * width * depth;
            for (int k = 0; k < depth; k++, to += width) {
                from.read(at + (long) k * columns, data, to, count);
                Arrays.fill(data, to + count, to + width, 0);
            }
        }
    }

    /** The same of matrices that lie transposed, [columns, depth]. */
    void turn(Memory from, int part, int parts) {
        var rows = new float[width * depth];
        var turned = new float[width * depth];
        for (int panel = part; panel < matrices * each; panel += parts) {
            int column = panel % each * width;
            int count = Math.min(width, columns - column);
            from.read(((long) (panel / each) * columns + column) * depth, rows, count * depth);
            Arrays.fill(rows, count * depth, width * depth, 0);
            Lanes.transpose(rows, turned, width, depth);
            System.arraycopy(turned, 0, data, panel * width * depth, width * depth);
        }
    }

    /** C = A · B or C += A · B for one matrix: A as packed, C [rows, columns] from element 0 of {@code into} on. */
    void multiply(int matrix, PackedRows a, float[] into, boolean adds) {
        if (!adds) {
            Arrays.fill(into, 0, a.rows() * columns, 0);
        }
        for (int panel = 0; panel < each; panel++) {
            for (int k = 0; k < depth; k += DEPTH) {
                multiply(matrix * each + panel, panel * width, k, Math.min(DEPTH, depth - k), a, into);
            }
        }
    }

    /** Adds the products over some of the depth for all rows and the columns of one panel, of which the first is {@code column}. */
    private void multiply(int panel, int column, int k, int count, PackedRows a, float[] into) {
        int rows = a.rows();
        int b = (panel * depth + k) * width;
        for (int row = 0; row < rows;) {
            int height = kernel.rows(rows - row);
            int from = row * depth + k * height;
            int at = row * columns + column;
            if (row + height <= rows && column + width <= columns) {
                kernel.multiply(height, count, a.blocks(), from, data, b, into, at, columns);
            } else {
                float[] edge = a.edge(height * width);
                int high = Math.min(height, rows - row);
                int wide = Math.min(width, columns - column);
                copy(into, at, columns, edge, 0, width, high, wide);
                kernel.multiply(height, count, a.blocks(), from, data, b, edge, 0, width);
                copy(edge, 0, width, into, at, columns, high, wide);
            }
            row += height;
        }
    }

    /** Copies a block, from rows {@code stride} elements apart to rows {@code toStride} apart. */
    private static void copy(float[] from, int at, int stride, float[] to, int toAt, int toStride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from, at + r * stride, to, toAt + r * toStride, columns);
        }
    }
}
