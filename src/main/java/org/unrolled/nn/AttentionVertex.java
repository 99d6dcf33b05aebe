package org.unrolled.nn;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.ScoredAttention;
import org.unrolled.nn.rows.Dropout;

/** What runs an {@link Attention}. */
public final class AttentionVertex extends TrainedGraphVertex implements StepDecoder {
    private final transient AttentionShape shape;
    private final transient Dropout dropout;
    private final transient ScoredAttention whole;
    private final transient ScoredAttention steps;
    private boolean ran;

    AttentionVertex(Attention attention, TrainedVertex.Place place) {
        super(attention, place);
        shape = attention.shape();
        dropout = new Dropout(backend, attention.settings().dropOut());
        whole = backend.scoredAttention(shape, dataType, vertexName);
        steps = backend.scoredAttention(shape, dataType, vertexName);
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
        var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch, shape.outputSize(), time);
        ran = false;
        whole.forward(Attention.weights(this::parameter), new ScoredAttention.Attended(queries, mask(0), memory, mask(1)),
            factors(dropout, training, batch, shape.outputSize(), time), out, training);
        ran = true;
        return out;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var dQueries = gradientOf(inputs[0], workspaces);
        var dMemory = gradientOf(inputs[1], workspaces);
        whole.backward(epsilon, Attention.weights(this::gradient), dQueries, dMemory);
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
        return whole.weights();
    }

    @Override
    public DecoderState start(int sequences, INDArray[] inputs, INDArray[] masks) {
        Preconditions.checkArgument(inputs.length == 1,
                "vertex %s attends to one memory, given %s arrays", vertexName, inputs.length);
        require(inputs[0], "the memory", sequences, shape.memory(), -1);
        return DecoderState.empty(sequences).sharing(steps.prepare(Attention.weights(this::parameter), inputs[0],
            masks == null ? null : masks[0]).toArray(INDArray[]::new));
    }

    @Override
    public Step step(DecoderState state, INDArray queries) {
        require(queries, "the queries", state.sequences(), shape.query());
        var step = steps.step(Attention.weights(this::parameter), queries, state.shared(), state.rows());
        return new Step(state, step.output(), step.weights());
    }
}
