package org.unrolled.nn.backend;

import org.unrolled.nn.kernel.Blas;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Precision;
import org.unrolled.nn.kernel.Scratch;

/**
 * Products with the recurrent weights, a few rows at a time. OpenBLAS multiplies small blocks without packing them
 * first when m · n · k stays below 10⁶, so the products are cut into tiles of {@value #WIDTH} columns and
 * {@value #DEPTH} rows. On the way forward the weights, which lie transposed in memory (f order), are copied into such
 * tiles once a pass; on the way back they are used where they lie.
 */
final class RecurrentTiles {
    private static final int WIDTH = 64;
    private static final int DEPTH = 256;
    private static final int ROWS = 48;

    private final int hidden;
    private final int gates;
    private final Precision precision;
    private final Scratch scratch = new Scratch();
    private Memory weights;
    private Memory packed;

    RecurrentTiles(Cell cell, Precision precision) {
        this.hidden = cell.hiddenSize();
        this.gates = cell.gates();
        this.precision = precision;
    }

    /** Takes the weights of this pass; tiles are packed if they pay for themselves. */
    void use(Memory weights, long rows) {
        this.weights = weights;
        this.packed = rows >= 16 ? scratch.ensure(precision, (long) gates * hidden * hidden) : null;
    }

    /** Packs the share {@code part} of {@code parts} of the tiles. */
    <A> void pack(Lanes<A> lanes, int part, int parts) {
        if (packed == null) {
            return;
        }
        int perGate = (hidden + WIDTH - 1) / WIDTH;
        A from = lanes.ensure(null, WIDTH * hidden);
        A to = lanes.ensure(null, WIDTH * hidden);
        for (int tile = part; tile < gates * perGate; tile += parts) {
            int gate = tile / perGate;
            int column = tile % perGate * WIDTH;
            int width = Math.min(WIDTH, hidden - column);
            long at = ((long) gate * hidden + column) * hidden;
            lanes.read(weights, at, from, width * hidden);
            lanes.transpose(from, to, width, hidden);
            lanes.write(packed, at, to, width * hidden);
        }
    }

    /**
     * C = H · R + beta · C for one gate: H [rows, hidden] at {@code h}, C [rows, hidden] at {@code c}.
     */
    void forward(int gate, int rows, long h, double beta, long c) {
        int bytes = precision.bytes();
        long block = weights.address((long) gate * hidden * hidden);
        if (packed == null) {
            if (rows == 1 && precision == Precision.FLOAT) {
                Blas.sgemv(false, hidden, hidden, block, hidden, h, (float) beta, c);
            } else {
                Blas.gemm(precision, false, true, rows, hidden, hidden, h, hidden, block, hidden, beta, c, hidden);
            }
            return;
        }
        long tiles = packed.address((long) gate * hidden * hidden);
        for (int r = 0; r < rows; r += ROWS) {
            int m = Math.min(ROWS, rows - r);
            for (int column = 0; column < hidden; column += WIDTH) {
                int width = Math.min(WIDTH, hidden - column);
                long tile = tiles + (long) column * hidden * bytes;
                for (int k = 0; k < hidden; k += DEPTH) {
                    Blas.gemm(precision, false, false, m, width, Math.min(DEPTH, hidden - k),
                        h + ((long) r * hidden + k) * bytes, hidden, tile + (long) k * width * bytes, width,
                        k == 0 ? beta : 1, c + ((long) r * hidden + column) * bytes, hidden);
                }
            }
        }
    }

    /**
     * C = D · Rᵀ + beta · C for one gate: D [rows, hidden] at {@code d}, C [rows, hidden] at {@code c}.
     */
    void backward(int gate, int rows, long d, double beta, long c) {
        int bytes = precision.bytes();
        long block = weights.address((long) gate * hidden * hidden);
        if (rows == 1 && precision == Precision.FLOAT) {
            Blas.sgemv(true, hidden, hidden, block, hidden, d, (float) beta, c);
            return;
        }
        for (int r = 0; r < rows; r += ROWS) {
            int m = Math.min(ROWS, rows - r);
            for (int column = 0; column < hidden; column += WIDTH) {
                int width = Math.min(WIDTH, hidden - column);
                for (int k = 0; k < hidden; k += DEPTH) {
                    Blas.gemm(precision, false, false, m, width, Math.min(DEPTH, hidden - k),
                        d + ((long) r * hidden + k) * bytes, hidden,
                        block + ((long) k * hidden + column) * bytes, hidden,
                        k == 0 ? beta : 1, c + ((long) r * hidden + column) * bytes, hidden);
                }
            }
        }
    }
}
