package org.unrolled.nn.backend.cpu;

import org.unrolled.nn.backend.Cell;

/**
 * Products with a layer's recurrent or input weights, a tile at a time. OpenBLAS multiplies small blocks without packing
 * them first when m · n · k stays below 10⁶, which on AVX-512 is up to twice as fast, so the products are cut into tiles of
 * {@value #WIDTH} columns and {@value #DEPTH} rows. On the way forward the weights, which lie transposed in memory (f order),
 * are copied into such tiles once a pass; on the way back they are used where they lie.
 */
final class WeightTiles {
    private static final int WIDTH = Tiles.WIDTH;
    private static final int DEPTH = Tiles.DEPTH;
    private static final int ROWS = 48;
    /** Packing a matrix takes about as long as tiles save over so many rows, if these come a few at a time. */
    private static final int FEWEST_ROWS = 128;
    /** From so many rows on one product on the way back beats tiles, for which the weights lie too far apart. */
    private static final int MANY_ROWS = 128;

    private final int depth;
    private final int hidden;
    private final int gates;
    private final Scratch scratch = new Scratch();
    private Memory weights;
    private Memory packed;

    /** For weights of shape [depth, gates · hidden]. */
    WeightTiles(Cell cell, int depth) {
        this(depth, cell.gates(), cell.hiddenSize());
    }

    /** For plain weights of shape [depth, columns]: one gate. */
    WeightTiles(int depth, int columns) {
        this(depth, 1, columns);
    }

    private WeightTiles(int depth, int gates, int hidden) {
        this.depth = depth;
        this.hidden = hidden;
        this.gates = gates;
    }

    /** Takes the weights of a pass of so many steps over so many rows; tiles are packed if they pay for themselves. */
    void use(Memory weights, int steps, long rows) {
        this.weights = weights;
        this.packed = OpenBlasCore.unpacked() && steps > 1 && rows >= FEWEST_ROWS ? scratch.ensure((long) gates * hidden * depth) : null;
    }

    /** Takes weights that are used as they lie. */
    void useWhole(Memory weights) {
        this.weights = weights;
        this.packed = null;
    }

    /** Packs the share {@code part} of {@code parts} of the tiles. */
    void pack(int part, int parts) {
        if (packed != null) {
            Tiles.turn(weights, gates, hidden, depth, packed, part, parts);
        }
    }

    /**
     * C = X · W + beta · C for one gate: X [rows, depth] at {@code x}, C [rows, hidden] at {@code c}.
     *
     * @param stride elements from one row of X to the next
     */
    void forward(int gate, int rows, long x, int stride, float beta, long c) {
        long block = weights.address((long) gate * hidden * depth);
        if (packed == null) {
            Blas.multiply(true, rows, hidden, depth, x, stride, block, depth, beta, c, hidden);
            return;
        }
        Tiles.multiply(rows, hidden, depth, x, stride, packed.address((long) gate * hidden * depth), beta, c, hidden);
    }

    /**
     * C = D · Wᵀ + beta · C for one gate: D [rows, hidden] at {@code d}, C [rows, depth] at {@code c}.
     *
     * @param stride elements from one row of C to the next
     */
    void backward(int gate, int rows, long d, float beta, long c, int stride) {
        int bytes = Float.BYTES;
        long block = weights.address((long) gate * hidden * depth);
        if (rows == 1 || rows >= MANY_ROWS || !OpenBlasCore.unpacked()) {
            Blas.multiply(false, rows, depth, hidden, d, hidden, block, depth, beta, c, stride);
            return;
        }
        for (int r = 0; r < rows; r += ROWS) {
            int m = Math.min(ROWS, rows - r);
            for (int column = 0; column < depth; column += WIDTH) {
                int width = Math.min(WIDTH, depth - column);
                for (int k = 0; k < hidden; k += DEPTH) {
                    Blas.gemm(false, false, m, width, Math.min(DEPTH, hidden - k),
                        d + ((long) r * hidden + k) * bytes, hidden,
                        block + ((long) k * depth + column) * bytes, depth,
                        k == 0 ? beta : 1, c + ((long) r * stride + column) * bytes, stride);
                }
            }
        }
    }

    /**
     * dW = Dᵀ · X for some columns of one gate, over all rows of a pass: some rows of D and X after the others, so that they
     * stay in the cache for all tiles of dW.
     *
     * @param from first column of the gate, {@code count} of them
     * @param d    the first of these columns in D [rows, hidden]
     * @param x    X [rows, depth]
     * @param into where the gate's first column goes, dW lying as [gates · hidden, depth]
     */
    void gradient(int from, int count, int rows, long d, long x, int stride, long into) {
        int bytes = Float.BYTES;
        if (!OpenBlasCore.unpacked()) {
            Blas.gemm(true, false, count, depth, rows, d, hidden, x, stride, 0, into + (long) from * depth * bytes, depth);
            return;
        }
        for (int k = 0; k < rows; k += DEPTH) {
            for (int m = 0; m < count; m += ROWS) {
                for (int column = 0; column < depth; column += WIDTH) {
                    Blas.gemm(true, false, Math.min(ROWS, count - m), Math.min(WIDTH, depth - column),
                        Math.min(DEPTH, rows - k), d + ((long) k * hidden + m) * bytes, hidden,
                        x + ((long) k * stride + column) * bytes, stride, k == 0 ? 0 : 1,
                        into + ((long) (from + m) * depth + column) * bytes, depth);
                }
            }
        }
    }
}
