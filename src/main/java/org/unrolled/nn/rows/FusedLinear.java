package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.kernel.Blas;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Precision;
import org.unrolled.nn.kernel.Scratch;
import org.unrolled.nn.kernel.Workers;

/**
 * {@link LinearRows} on native memory. The threads share the rows out, and for the gradient of the weights the columns. The
 * weights are copied into tiles once a pass (see {@link Tiles}), unless there are too few rows for that to pay.
 */
final class FusedLinear<A> implements LinearRows {
    /** Below this many multiplications a second thread costs more than it brings. */
    private static final long WORTH_SPLITTING = 100_000;
    private static final int FEWEST_ROWS = 16;

    private final Lanes<A> lanes;
    private final Precision precision;
    private final Scratch packed = new Scratch();

    FusedLinear(Lanes<A> lanes) {
        this.lanes = lanes;
        this.precision = lanes.precision();
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
                Tiles.multiply(precision, n, columns, in, from.address((long) first * in), in, tiles.address(), 1,
                    to.address((long) first * columns), columns);
            } else {
                Blas.gemm(precision, false, false, n, columns, in, from.address((long) first * in), in, w.address(),
                    columns, 1, to.address((long) first * columns), columns);
            }
        });
    }

    /** W [in, columns] in tiles of columns. */
    private Memory pack(Memory w, int in, int columns, int parts) {
        var tiles = packed.ensure(precision, (long) in * columns);
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
        var tiles = packed.ensure(precision, (long) in * columns);
        int count = (in + Tiles.WIDTH - 1) / Tiles.WIDTH;
        Workers.run(parts, part -> {
            A block = lanes.ensure(null, Tiles.WIDTH * columns);
            A turned = lanes.ensure(null, Tiles.WIDTH * columns);
            for (int tile = part; tile < count; tile += parts) {
                int row = tile * Tiles.WIDTH;
                int width = Math.min(Tiles.WIDTH, in - row);
                lanes.read(w, (long) row * columns, block, width * columns);
                lanes.transpose(block, turned, width, columns);
                lanes.write(tiles, (long) row * columns, turned, width * columns);
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
                Tiles.multiply(precision, n, in, columns, d.address((long) first * columns), columns, tiles.address(), 0,
                    to.address((long) first * in), in);
            });
        }
        if (dWeights != null) {
            var from = Memory.of(x);
            var dw = Memory.of(dWeights);
            Workers.run(parts, part -> {
                int first = Workers.start(columns, parts, part);
                int n = Workers.start(columns, parts, part + 1) - first;
                Blas.gemm(precision, true, false, in, n, rows, from.address(), in, d.address(first), columns, 0,
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
        A sum = lanes.ensure(null, n);
        A row = lanes.ensure(null, n);
        for (int r = 0; r < rows; r++) {
            lanes.read(d, (long) r * columns + first, row, n);
            lanes.add(sum, sum, row, n);
        }
        lanes.write(into, first, sum, n);
    }

    private static int parts(int rows, int in, int columns) {
        return (long) rows * in * columns < WORTH_SPLITTING ? 1 : Workers.count();
    }
}
