package org.unrolled.nn;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.Sequence;

/** What runs a {@link RecurrentDecoder}. */
public final class RecurrentDecoderVertex extends RecurrentDecoding {
    private final transient Recurrence whole;
    private final transient Recurrence steps;

    RecurrentDecoderVertex(RecurrentDecoder decoder, TrainedVertex.Place place) {
        super(decoder, decoder.settings().cell(), place);
        steps = backend.recurrence(cell.cell(), dataType, vertexName);
        whole = backend.recurrence(cell.cell(), dataType, vertexName);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        var sequence = sequence(inputs.length > 1 ? inputs[1] : null, training, workspaces);
        var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, sequence.batch(), hidden, sequence.time());
        whole.forward(RecurrentConfiguration.weights(this::parameter), sequence, out, training);
        return out;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var dx = gradientOf(inputs[0], workspaces);
        var before = whole.backward(new Recurrence.Given(epsilon, null, null), RecurrentConfiguration.weights(this::gradient), dx);
        dropBack(dx);
        return new Pair<>(gradients(), inputs.length == 1 ? new INDArray[] {dx}
            : new INDArray[] {dx, packed(before, inputs[1], workspaces)});
    }

    @Override
    public DecoderState start(int sequences, INDArray[] inputs, INDArray[] masks) {
        Preconditions.checkArgument(inputs.length <= 1,
                "decoder %s begins from one packed state, given %s arrays", vertexName, inputs.length);
        var begin = unpacked(inputs.length == 0 ? null : inputs[0], sequences);
        return begin.cellState() == null ? DecoderState.of(begin.hidden())
            : DecoderState.of(begin.hidden(), begin.cellState());
    }

    @Override
    public Step step(DecoderState state, INDArray vectors) {
        require(vectors, "the tokens' vectors", state.sequences(), cell.getNIn());
        return Detached.get(() -> {
            int n = state.sequences();
            var x = vectors.castTo(dataType).dup('c').reshape('c', 1, n, cell.getNIn()).permute(1, 2, 0);
            var out = TimeMajor.sequence(Nd4j.createUninitialized(dataType, new long[] {1, n, hidden}, 'c'));
            var c = state.parts().size() > 1 ? state.parts().get(1) : null;
            steps.forward(RecurrentConfiguration.weights(this::parameter), Sequence.of(x).from(state.hidden(), c), out, false);
            var h = steps.lastHidden();
            return new Step(c == null ? state.with(h) : state.with(h, steps.lastCellState()), h, null);
        });
    }
}
