package org.unrolled.nn.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.Kept;
import org.unrolled.nn.backend.Masks;
import org.unrolled.nn.backend.NotFinite;
import org.unrolled.nn.backend.RowLinear;

/** {@link RowLinear} by the fused kernels: rows are split over the threads. */
final class FusedRowLinear implements RowLinear {
    private static final long WORTH_THREADS = 1_000_000;
    /** So many rows go through product and activation together: a block that stays in a core's cache. */
    private static final int BLOCK = 48;

    private final int in;
    private final int out;
    private final boolean squashed;
    private final String vertex;
    private final WeightTiles tiles;
    private final SequenceRows input;
    private final SequenceRows output;
    private final SequenceRows given;
    private final SequenceRows gradient;
    private final Scratch outputs = new Scratch();
    private final Scratch gradients = new Scratch();
    private final List<RowActivation> parts = new ArrayList<>();
    private SequenceRows.Rows x;
    private Memory y;
    private int rows;
    private int threads;
    private boolean kept;

    FusedRowLinear(int in, int out, boolean squashed, String vertex) {
        this.in = in;
        this.out = out;
        this.squashed = squashed;
        this.vertex = vertex;
        tiles = new WeightTiles(in, out);
        input = new SequenceRows();
        output = new SequenceRows();
        given = new SequenceRows();
        gradient = new SequenceRows();
    }

    @Override
    public void forward(MapWeights weights, INDArray array, INDArray mask, INDArray dropout, INDArray result, boolean keep) {
        kept = false;
        rows = (int) (array.size(0) * array.size(2));
        threads = Math.min(rows, (long) rows * in * out < WORTH_THREADS ? 1 : Workers.count());
        x = input.read(array);
        y = outputs.ensure((long) rows * out);
        tiles.use(Dense.columns(weights.matrix()), (int) array.size(2), rows);
        var bias = Dense.columns(weights.bias());
        var into = output.write(result);
        var active = Masks.active(mask);
        var factors = dropout == null ? null : Memory.of(dropout);
        while (parts.size() < threads) {
            parts.add(new RowActivation(out, squashed));
        }
        Workers.run(threads, part -> tiles.pack(part, threads));
        Workers.run(threads, part -> {
            var activation = parts.get(part);
            activation.begin(Math.min(BLOCK, rows), bias, factors, active);
            blocks(part, (row, n) -> {
                tiles.forward(0, n, x.address(row), x.stride(), 0, y.address((long) row * out));
                activation.forward(y, row, n, into, null);
            });
        });
        output.wrote(result);
        if (!parts.stream().limit(threads).allMatch(RowActivation::finite)) {
            throw NotFinite.linear(vertex, array, weights);
        }
        kept = keep;
    }

    private interface Block {
        void run(int row, int count);
    }

    private void blocks(int part, Block body) {
        int to = Workers.start(rows, threads, part + 1);
        for (int row = Workers.start(rows, threads, part); row < to; row += BLOCK) {
            body.run(row, Math.min(BLOCK, to - row));
        }
    }

    @Override
    public void backward(INDArray dOut, MapWeights into, INDArray inputGradient) {
        Kept.require(kept, vertex);
        var dy = gradients.ensure((long) rows * out);
        var dRows = given.read(dOut);
        var dx = gradient.write(inputGradient);
        Workers.run(threads, part -> {
            var activation = parts.get(part);
            activation.beginBack();
            blocks(part, (row, n) -> {
                Lanes.readRows(dRows.memory(), (long) row * dRows.stride(), dRows.stride(), activation.block(), out, n * out);
                activation.backward(activation.block(), row, n, y, dy);
                tiles.backward(0, n, dy.address((long) row * out), 0, dx.address(row), dx.stride());
            });
        });
        var dMatrix = Dense.gradient(into.matrix());
        var memory = Memory.of(dMatrix);
        Workers.run(threads, part -> {
            int from = Workers.start(out, threads, part);
            tiles.gradient(from, Workers.start(out, threads, part + 1) - from, rows, dy.address(from), x.address(0),
                x.stride(), memory.address());
        });
        Dense.wrote(dMatrix, into.matrix());
        var bias = new double[out];
        parts.subList(0, threads).forEach(part -> part.addBiasGradient(bias));
        for (int i = 0; i < out; i++) {
            into.bias().putScalar(i, bias[i]);
        }
        gradient.wrote(inputGradient);
    }
}
