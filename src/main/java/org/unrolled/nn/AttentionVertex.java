package org.unrolled.nn;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.PerBackend;
import org.unrolled.nn.backend.ScoredAttention;
import org.unrolled.nn.rows.Dropout;

/** What runs an {@link Attention}. */
public final class AttentionVertex extends TrainedGraphVertex implements StepDecoder {
    private final transient AttentionShape shape;
    private final transient Dropout dropout;
    private final transient PerBackend<ScoredAttention> whole;
    private final transient PerBackend<ScoredAttention> steps;
    private boolean ran;

    AttentionVertex(Attention attention, VertexPlace place) {
        super(attention, place);
        shape = attention.shape();
        dropout = new Dropout(attention.settings().dropOut());
        whole = new PerBackend<>(made -> made.scoredAttention(shape, dataType, vertexName));
        steps = new PerBackend<>(made -> made.scoredAttention(shape, dataType, vertexName));
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        var queries = inputs[0];
        var memory = inputs[1];
        require(queries, "the queries", -1, shape.query(), -1);
        long batch = queries.size(0);
        long time = queries.size(2);
        require(memory, "the memory", batch, shape.memory(), -1);
        requireMask(mask(0), "the queries' mask", batch, time);
        requireMask(mask(1), "the memory's mask", batch, memory.size(2));
        var out = TimeMajor.sequence(TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch,
            shape.outputSize(), time));
        ran = false;
        whole.on(backend()).forward(Attention.weights(this::parameter), new ScoredAttention.Attended(queries, mask(0), memory, mask(1)),
            factors(dropout, training, batch, shape.outputSize(), time), out, training);
        ran = true;
        return out;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var dQueries = gradientOf(inputs[0], workspaces);
        var dMemory = gradientOf(inputs[1], workspaces);
        whole.last().backward(epsilon, Attention.weights(this::gradient), dQueries, dMemory);
        return new Pair<>(gradients(), new INDArray[] {dQueries, dMemory});
    }

    /**
     * Weights of the last pass over whole sequences, shape [batch, target time, source time]: each row says how a target
     * step's attention is spread over the source; 0 where the source is masked, all zeros where the target is.
     *
     * @throws IllegalStateException if there was no such pass
     */
    public INDArray attention() {
        requireRun(ran);
        return whole.last().weights();
    }

    @Override
    public DecoderState start(int sequences, INDArray[] inputs, INDArray[] masks) {
        if (inputs.length != 1) {
            throw new IllegalArgumentException("vertex " + vertexName + " attends to one memory, given " + inputs.length
                + " arrays");
        }
        require(inputs[0], "the memory", sequences, shape.memory(), -1);
        var mask = masks == null ? null : masks[0];
        requireMask(mask, "the memory's mask", sequences, inputs[0].size(2));
        return DecoderState.empty(sequences).sharing(steps.on(backend()).prepare(Attention.weights(this::parameter), inputs[0], mask)
            .toArray(INDArray[]::new));
    }

    @Override
    public Step step(DecoderState state, INDArray queries) {
        require(queries, "the queries", state.sequences(), shape.query());
        var step = steps.on(backend()).step(Attention.weights(this::parameter), queries, state.shared(), state.rows());
        return new Step(state, step.output(), step.weights());
    }
}
