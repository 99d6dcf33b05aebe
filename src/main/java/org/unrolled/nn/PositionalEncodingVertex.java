package org.unrolled.nn;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.LayerBackend;
import org.unrolled.nn.rows.Dropout;

/** What runs a {@link PositionalEncoding}. */
final class PositionalEncodingVertex extends PlainGraphVertex implements StepDecoder {
    private final transient PositionalEncoding settings;
    private final transient Dropout dropout;
    private transient LayerBackend ranOn;
    /** Sinusoids of the steps needed so far, [steps, size]. */
    private transient INDArray table;

    PositionalEncodingVertex(PositionalEncoding settings, ComputationGraph graph, String name, int index, DataType type) {
        super(settings, graph, name, index, type);
        this.settings = settings;
        this.dropout = new Dropout(settings.settings().dropOut());
    }

    /** Sinusoids of the first steps, [steps, size]. */
    private INDArray table(int steps, int size) {
        if (table == null || table.size(0) < steps || table.size(1) != size) {
            var values = new double[Math.max(steps, 64)][size];
            for (int t = 0; t < values.length; t++) {
                for (int i = 0; i < size; i++) {
                    double angle = t / Math.pow(10_000, (double) (i / 2 * 2) / size);
                    values[t][i] = i % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
                }
            }
            table = Detached.get(() -> Nd4j.createFromArray(values).castTo(dataType).dup('c'));
        }
        return table.get(NDArrayIndex.interval(0, steps), NDArrayIndex.all());
    }

    private double factor(long size) {
        return settings.settings().scaled() ? Math.sqrt(size) : 1;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        var x = inputs[0];
        if (x.rank() != 3) {
            throw new IllegalArgumentException("vertex " + vertexName + ": the input has " + x.rank()
                + " dimensions, expected [batch, size, time]");
        }
        ranOn = backend();
        var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, x.size(0), x.size(1), x.size(2));
        var rows = TimeMajor.rows(x, dataType);
        var mask = dropout.draw(ranOn, training, dataType, rows.size(0), rows.size(1));
        ranOn.scaleAndShift(rows, factor(x.size(1)), table((int) x.size(2), (int) x.size(1)), mask, TimeMajor.rows(out));
        return TimeMajor.sequence(out);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var d = epsilon;
        var dx = TimeMajor.create(workspaces, ArrayType.ACTIVATION_GRAD, dataType, d.size(0), d.size(1), d.size(2));
        ranOn.scaleAndShift(TimeMajor.rows(d, dataType), factor(d.size(1)), null, dropout.mask(), TimeMajor.rows(dx));
        return new Pair<>(null, new INDArray[] {TimeMajor.sequence(dx)});
    }

    @Override
    public DecoderState start(int sequences, INDArray[] sources, INDArray[] masks) {
        return DecoderState.of(Nd4j.createFromArray(new int[sequences][1]));
    }

    /** The state's part, [sequences, 1], is the number of steps so far. */
    @Override
    public Step step(DecoderState state, INDArray vectors) {
        return Detached.get(() -> {
            int t = state.hidden().getInt(0, 0);
            int size = (int) vectors.size(1);
            var position = table(t + 1, size).get(NDArrayIndex.interval(t, t + 1), NDArrayIndex.all());
            var out = Nd4j.createUninitialized(dataType, new long[] {vectors.size(0), size}, 'c');
            backend().scaleAndShift(vectors.castTo(dataType).dup('c'), factor(size), position, null, out);
            return new Step(state.with(state.hidden().add(1)), out, null);
        });
    }
}
