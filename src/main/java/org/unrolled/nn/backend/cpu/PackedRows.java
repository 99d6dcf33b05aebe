package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * Rows as {@link PanelKernel} reads them: block after block, each [depth, rows of the block]; a last block that isn't full ends in
 * zeros. Copied once, they are multiplied with many panels. Not for several threads at once.
 */
final class PackedRows {
    private final PanelKernel kernel;
    private float[] blocks;
    private float[] edge;
    private float[] read;
    private int rows;
    private int depth;

    PackedRows(PanelKernel kernel) {
        this.kernel = kernel;
    }

    int rows() {
        return rows;
    }

    int depth() {
        return depth;
    }

    float[] blocks() {
        return blocks;
    }

    /** Room for the results of a block and a panel of which some lie outside the matrix. */
    float[] edge(int size) {
        edge = Lanes.ensure(edge, size);
        return edge;
    }

    /** Takes rows that lie without gaps from element 0 on. */
    PackedRows pack(float[] from, int rows, int depth) {
        this.rows = rows;
        this.depth = depth;
        // No block has more than eight rows.
        blocks = Lanes.ensure(blocks, (rows + 8) * depth);
        for (int row = 0; row < rows;) {
            int height = kernel.rows(rows - row);
            block(from, row * depth, Math.min(height, rows - row), height);
            row += height;
        }
        return this;
    }

    /** The same of rows in native memory, {@code stride} elements from one to the next. */
    PackedRows pack(Memory from, long at, long stride, int rows, int depth) {
        read = Lanes.ensure(read, rows * depth);
        Lanes.readRows(from, at, stride, read, depth, rows * depth);
        return pack(read, rows, depth);
    }

    private void block(float[] from, int at, int count, int height) {
        if (count < height) {
            Arrays.fill(blocks, at, at + height * depth, 0);
        }
        int r = 0;
        for (; r + 4 <= count; r += 4) {
            four(from, at + r * depth, blocks, at + r, height, depth);
        }
        for (; r < count; r++) {
            one(from, at + r * depth, blocks, at + r, height, depth);
        }
    }

    private static void one(float[] from, int fromAt, float[] to, int toAt, int height, int depth) {
        for (int k = 0; k < depth; k++) {
            to[toAt + k * height] = from[fromAt + k];
        }
    }

    private static void four(float[] from, int fromAt, float[] to, int toAt, int height, int depth) {
        for (int k = 0; k < depth; k++) {
            int at = toAt + k * height;
            int row = fromAt + k;
            to[at] = from[row];
            to[at + 1] = from[row + depth];
            to[at + 2] = from[row + 2 * depth];
            to[at + 3] = from[row + 3 * depth];
        }
    }
}
