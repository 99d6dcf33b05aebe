package org.unrolled.nn.backend.cpu;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.LinearMap;

/**
 * {@link LinearMap} on native memory. The threads share the rows out, and for the gradient of the weights the columns. The
 * weights are copied into tiles once a pass (see {@link Tiles}), unless there are too few rows for that to pay.
 */
final class FusedLinearMap implements LinearMap {
    /** Below this many multiplications a second thread costs more than it brings. */
    private static final long WORTH_SPLITTING = 100_000;
    private static final int FEWEST_ROWS = 16;

    private final Scratch packed = new Scratch();

    FusedLinearMap() {
    }

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
        boolean tiled = rows >= FEWEST_ROWS;
        var tiles = tiled ? pack(w, in, columns, parts) : null;
        Workers.run(parts, part -> {
            int first = Workers.start(rows, parts, part);
            int n = Workers.start(rows, parts, part + 1) - first;
            for (int r = first; r < first + n; r++) {
                to.copy(b, 0, (long) r * columns, columns);
            }
            if (tiled) {
                Tiles.multiply(n, columns, in, from.address((long) first * in), in, tiles.address(), 1,
                    to.address((long) first * columns), columns);
            } else {
                Blas.gemm(false, false, n, columns, in, from.address((long) first * in), in, w.address(),
                    columns, 1, to.address((long) first * columns), columns);
            }
        });
    }

    /** W [in, columns] in tiles of columns. */
    private Memory pack(Memory w, int in, int columns, int parts) {
        var tiles = packed.ensure((long) in * columns);
        int count = (columns + Tiles.WIDTH - 1) / Tiles.WIDTH;
        Workers.run(parts, part -> {
            for (int tile = part; tile < count; tile += parts) {
                int column = tile * Tiles.WIDTH;
                int width = Math.min(Tiles.WIDTH, columns - column);
                for (int k = 0; k < in; k++) {
                    tiles.copy(w, (long) k * columns + column, (long) column * in + (long) k * width, width);
                }
            }
        });
        return tiles;
    }

    /** Wᵀ [columns, in] in tiles of its columns. */
    private Memory packTransposed(Memory w, int in, int columns, int parts) {
        var tiles = packed.ensure((long) in * columns);
        int count = (in + Tiles.WIDTH - 1) / Tiles.WIDTH;
        Workers.run(parts, part -> {
            var block = new float[Tiles.WIDTH * columns];
            var turned = new float[Tiles.WIDTH * columns];
            for (int tile = part; tile < count; tile += parts) {
                int row = tile * Tiles.WIDTH;
                int width = Math.min(Tiles.WIDTH, in - row);
                w.read((long) row * columns, block, width * columns);
                Lanes.transpose(block, turned, width, columns);
                tiles.write((long) row * columns, turned, width * columns);
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
        var d = Memory.of(dOut);
        if (dx != null) {
            var tiles = packTransposed(Memory.of(weights), in, columns, parts);
            var to = Memory.of(dx);
            Workers.run(parts, part -> {
                int first = Workers.start(rows, parts, part);
                int n = Workers.start(rows, parts, part + 1) - first;
                Tiles.multiply(n, in, columns, d.address((long) first * columns), columns, tiles.address(), 0,
                    to.address((long) first * in), in);
            });
        }
        if (dWeights != null) {
            var from = Memory.of(x);
            var dw = Memory.of(dWeights);
            Workers.run(parts, part -> {
                int first = Workers.start(columns, parts, part);
                int n = Workers.start(columns, parts, part + 1) - first;
                Blas.gemm(true, false, in, n, rows, from.address(), in, d.address(first), columns, 0,
                    dw.address(first), columns);
            });
        }
        if (dBias != null) {
            var db = Memory.of(dBias);
            Workers.run(parts, part -> {
                int first = Workers.start(columns, parts, part);
                sumColumns(d, rows, columns, first, Workers.start(columns, parts, part + 1) - first, db);
            });
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
