package org.unrolled.nn;

import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.LayerBackend;
import org.unrolled.nn.backend.PerBackend;
import org.unrolled.nn.backend.RowLinear;

/** What runs a {@link StepLinear}. */
public final class StepLinearVertex extends TrainedGraphVertex implements StepDecoder {
    private final transient StepLinear.Settings settings;
    private final transient OutputDropout dropout;
    private final transient PerBackend<RowLinear> whole = new PerBackend<>(this::linear);
    private final transient PerBackend<RowLinear> steps = new PerBackend<>(this::linear);

    StepLinearVertex(StepLinear linear, ComputationGraph graph, String name, int index, INDArray flat,
                     Map<String, INDArray> table, DataType type) {
        super(linear, graph, name, index, flat, table, type);
        this.settings = linear.settings();
        dropout = new OutputDropout(settings.dropOut());
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        var x = inputs[0];
        require(x, "its input", -1, settings.nIn(), -1);
        requireMask(mask(0), "its mask", x.size(0), x.size(2));
        var out = TimeMajor.sequence(TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, x.size(0),
            settings.nOut(), x.size(2)));
        whole.on(backend()).forward(weights(this::parameter), x, mask(0),
            dropout.factors(backend(), training, dataType, x.size(0), settings.nOut(), x.size(2)), out, training);
        return out;
    }

    private static RowLinear.MapWeights weights(Function<String, INDArray> of) {
        return new RowLinear.MapWeights(of.apply(StepLinear.MATRIX), of.apply(StepLinear.BIAS));
    }

    private RowLinear linear(LayerBackend chosen) {
        return chosen.stepLinear(settings.nIn(), settings.nOut(), settings.tanh(), dataType, vertexName);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var dx = gradientOf(inputs[0], workspaces);
        whole.last().backward(epsilon, weights(this::gradient), dx);
        return new Pair<>(gradients(), new INDArray[] {dx});
    }

    @Override
    public DecoderState start(int sequences, INDArray[] inputs, INDArray[] masks) {
        return DecoderState.empty(sequences);
    }

    @Override
    public Step step(DecoderState state, INDArray vectors) {
        int n = state.sequences();
        require(vectors, "its input", n, settings.nIn());
        return Detached.get(() -> {
            var x = vectors.castTo(dataType).dup('c').reshape('c', 1, n, settings.nIn());
            var out = Nd4j.createUninitialized(dataType, new long[] {1, n, settings.nOut()}, 'c');
            steps.on(backend()).forward(weights(this::parameter), TimeMajor.sequence(x), null, null, TimeMajor.sequence(out), false);
            return new Step(state, out.reshape('c', n, settings.nOut()), null);
        });
    }
}
