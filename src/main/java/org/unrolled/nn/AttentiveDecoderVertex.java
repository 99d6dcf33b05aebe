package org.unrolled.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.InputFeeding;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.ScoredAttention;
import org.unrolled.nn.rows.Dropout;

/** What runs an {@link AttentiveDecoder}. */
public final class AttentiveDecoderVertex extends RecurrentDecoding {
    private final transient AttentionShape shape;
    private final transient Dropout dropout;
    private final transient InputFeeding whole;
    private final transient InputFeeding steps;
    private final transient ScoredAttention source;
    private boolean ran;

    AttentiveDecoderVertex(AttentiveDecoder decoder, TrainedVertex.Place place) {
        super(decoder, decoder.settings().cell(), place);
        shape = decoder.settings().attention().shape();
        dropout = new Dropout(backend, decoder.settings().attention().settings().dropOut());
        whole = backend.inputFeeding(cell.cell(), shape, dataType, vertexName);
        steps = backend.inputFeeding(cell.cell(), shape, dataType, vertexName);
        source = backend.scoredAttention(shape, dataType, vertexName);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        var sequence = sequence(inputs.length > 2 ? inputs[2] : null, training, workspaces);
        long batch = sequence.batch();
        long time = sequence.time();
        require(inputs[1], "the memory", batch, shape.memory(), -1);
        var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch, shape.outputSize(), time);
        ran = false;
        whole.forward(weights(this::parameter), sequence, new InputFeeding.Source(inputs[1], mask(1)),
            factors(dropout, training, batch, shape.outputSize(), time), out, training);
        ran = true;
        return out;
    }

    private static InputFeeding.FeedingWeights weights(Function<String, INDArray> of) {
        return new InputFeeding.FeedingWeights(RecurrentConfiguration.weights(of), of.apply(AttentiveDecoder.FEED),
            Attention.weights(of));
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var dx = gradientOf(inputs[0], workspaces);
        var dMemory = gradientOf(inputs[1], workspaces);
        var before = whole.backward(epsilon, weights(this::gradient), dx, dMemory);
        dropBack(dx);
        return new Pair<>(gradients(), inputs.length == 2 ? new INDArray[] {dx, dMemory}
            : new INDArray[] {dx, dMemory, packed(before, inputs[2], workspaces)});
    }

    /**
     * Weights of the last pass over whole sequences, shape [batch, target time, source time]; see
     * {@link AttentionVertex#attention()}.
     *
     * @throws IllegalStateException if there was no such pass
     */
    public INDArray attention() {
        requireRun(ran);
        return whole.attention();
    }

    @Override
    public DecoderState start(int sequences, INDArray[] inputs, INDArray[] masks) {
        Preconditions.checkArgument(inputs.length >= 1 && inputs.length <= 2,
                "decoder %s begins from a memory and, optionally, one packed state, given %s arrays", vertexName, inputs.length);
        require(inputs[0], "the memory", sequences, shape.memory(), -1);
        var prepared = source.prepare(Attention.weights(this::parameter), inputs[0], masks == null ? null : masks[0]);
        return state(DecoderState.empty(sequences).sharing(prepared.toArray(INDArray[]::new)),
            Detached.get(() -> Nd4j.zeros(dataType, sequences, shape.outputSize())),
            unpacked(inputs.length > 1 ? inputs[1] : null, sequences));
    }

    /** A state's parts are h, what is fed back, and c if the cell has one. */
    private static DecoderState state(DecoderState before, INDArray fed, Recurrence.State cell) {
        List<INDArray> parts = new ArrayList<>(List.of(cell.hidden(), fed));
        if (cell.cellState() != null) {
            parts.add(cell.cellState());
        }
        return before.with(parts.toArray(INDArray[]::new));
    }

    @Override
    public Step step(DecoderState state, INDArray vectors) {
        require(vectors, "the tokens' vectors", state.sequences(), cell.getNIn());
        var parts = state.parts();
        var next = steps.step(weights(this::parameter), vectors,
            new Recurrence.State(parts.get(0), parts.size() > 2 ? parts.get(2) : null), parts.get(1), state.shared(),
            state.rows());
        return new Step(state(state, next.output(), next.state()), next.output(), next.weights());
    }
}
