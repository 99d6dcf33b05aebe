package org.unrolled.nn.backend.cpu;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.LinearMap;

/**
 * {@link LinearMap} on native memory. The threads share the rows out, and for the gradient of the weights the columns. The
 * weights are copied into tiles once a pass (see {@link Tiles}), unless there are too few rows for that to pay, or OpenBLAS packs tiles
 * as it packs whole matrices.
 */
final class FusedLinearMap implements LinearMap {
    /** Below this many multiplications a second thread costs more than it brings. */
    private static final long WORTH_SPLITTING = 100_000;
    /** Packing pays for itself from so many rows on: if tiles are copies, and if they have to be turned. */
    private static final int FEWEST_ROWS = 16;
    private static final int FEWEST_ROWS_TURNED = 128;

    private final Scratch packed = new Scratch();

    @Override
    public void forward(INDArray x, INDArray weights, INDArray bias, INDArray out) {
        int rows = (int) x.size(0);
        int in = (int) weights.size(0);
        int columns = (int) weights.size(1);
        var from = Memory.of(x);
        var w = Memory.of(weights);
        var b = Memory.of(bias);
        var to = Memory.of(out);
        int parts = parts(rows, in, columns);
        boolean turned = !Dense.liesIn('c', weights);
        boolean pays = OpenBlasCore.unpacked() && rows >= (turned ? FEWEST_ROWS_TURNED : FEWEST_ROWS);
        var tiles = pays ? pack(w, turned, columns, in, parts) : null;
        Workers.split(rows, parts, (part, first, end) -> {
            int n = end - first;
            for (int r = first; r < end; r++) {
                to.copy(b, 0, (long) r * columns, columns);
            }
            if (tiles != null) {
                Tiles.multiply(n, columns, in, from.address((long) first * in), in, tiles.address(), 1,
                    to.address((long) first * columns), columns);
            } else {
                Blas.gemm(false, turned, n, columns, in, from.address((long) first * in), in, w.address(),
                    turned ? in : columns, 1, to.address((long) first * columns), columns);
            }
        });
    }

    /** Tiles of a matrix [depth, columns], which lies so or transposed. */
    private Memory pack(Memory matrix, boolean transposed, int columns, int depth, int parts) {
        var tiles = packed.ensure((long) depth * columns);
        Workers.run(parts, part -> {
            if (transposed) {
                Tiles.turn(matrix, 1, columns, depth, tiles, part, parts);
            } else {
                Tiles.copy(matrix, columns, depth, tiles, part, parts);
            }
        });
        return tiles;
    }

    @Override
    public void backward(INDArray x, INDArray weights, INDArray dOut, INDArray dx, INDArray dWeights, INDArray dBias) {
        int rows = (int) x.size(0);
        int in = (int) weights.size(0);
        int columns = (int) weights.size(1);
        int parts = parts(rows, in, columns);
        boolean turned = !Dense.liesIn('c', weights);
        var d = Memory.of(dOut);
        if (dx != null) {
            var w = Memory.of(weights);
            var tiles = OpenBlasCore.unpacked() ? pack(w, !turned, in, columns, parts) : null;
            var to = Memory.of(dx);
            Workers.split(rows, parts, (part, first, end) -> {
                int n = end - first;
                long from = d.address((long) first * columns);
                if (tiles != null) {
                    Tiles.multiply(n, in, columns, from, columns, tiles.address(), 0, to.address((long) first * in), in);
                } else {
                    Blas.gemm(false, !turned, n, in, columns, from, columns, w.address(), turned ? in : columns, 0,
                        to.address((long) first * in), in);
                }
            });
        }
        if (dWeights != null) {
            var from = Memory.of(x);
            var dw = Memory.of(dWeights);
            Workers.split(columns, parts, (part, first, end) -> {
                int n = end - first;
                if (turned) {
                    Blas.gemm(true, false, n, in, rows, d.address(first), columns, from.address(), in, 0,
                        dw.address((long) first * in), in);
                } else {
                    Blas.gemm(true, false, in, n, rows, from.address(), in, d.address(first), columns, 0,
                        dw.address(first), columns);
                }
            });
        }
        if (dBias != null) {
            var db = Memory.of(dBias);
            Workers.split(columns, parts, (part, first, end) -> sumColumns(d, rows, columns, first, end - first, db));
        }
    }

    private void sumColumns(Memory d, int rows, int columns, int first, int n, Memory into) {
        var sum = new float[n];
        var row = new float[n];
        for (int r = 0; r < rows; r++) {
            d.read((long) r * columns + first, row, n);
            Lanes.add(sum, sum, row, n);
        }
        into.write(first, sum, n);
    }

    private static int parts(int rows, int in, int columns) {
        return (long) rows * in * columns < WORTH_SPLITTING ? 1 : Workers.count();
    }
}
