package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * Matrices [depth, columns] in panels of as many columns as {@link PanelKernel} takes at once, each [depth, columns of a panel] without
 * gaps and the last one filled up with zeros; in a Java array, because that is what vectors of all JDKs read alike. Packed once a pass
 * and multiplied at each step, unlike the matrices that OpenBLAS packs anew for each product.
 */
final class Panels {
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
        int rows = a.rows();
        if (!adds) {
            Arrays.fill(into, 0, rows * columns, 0);
        }
        int first = matrix * each;
        for (int panel = 0; panel < each; panel++) {
            int column = panel * width;
            int b = (first + panel) * width * depth;
            for (int row = 0; row < rows;) {
                int height = kernel.rows(rows - row);
                int at = row * columns + column;
                if (row + height <= rows && column + width <= columns) {
                    kernel.multiply(height, depth, a.blocks(), row * depth, data, b, into, at, columns);
                } else {
                    edge(height, a, row, b, into, at, Math.min(height, rows - row), Math.min(width, columns - column));
                }
                row += height;
            }
        }
    }

    /** A block of which only {@code count} rows and {@code wide} columns belong to the matrix. */
    private void edge(int height, PackedRows a, int row, int b, float[] into, int at, int count, int wide) {
        float[] edge = a.edge(height * width);
        for (int r = 0; r < count; r++) {
            System.arraycopy(into, at + r * columns, edge, r * width, wide);
        }
        kernel.multiply(height, depth, a.blocks(), row * depth, data, b, edge, 0, width);
        for (int r = 0; r < count; r++) {
            System.arraycopy(edge, r * width, into, at + r * columns, wide);
        }
    }
}
