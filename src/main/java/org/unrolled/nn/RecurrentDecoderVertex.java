package org.unrolled.nn;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.PerBackend;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.RecurrentTrace;
import org.unrolled.nn.backend.Sequence;

/** What runs a {@link RecurrentDecoder}. */
public final class RecurrentDecoderVertex extends TrainedGraphVertex implements StepDecoder {
    private final transient RecurrentConfiguration cell;
    private final transient RecurrentDecoder decoder;
    private final transient DecoderCell decoderCell;
    private final int hidden;
    private final transient PerBackend<Recurrence> whole;
    private final transient PerBackend<Recurrence> steps;
    private boolean tracing;

    RecurrentDecoderVertex(RecurrentDecoder decoder, VertexPlace place) {
        super(decoder, place);
        this.decoder = decoder;
        this.cell = decoder.settings().cell();
        this.decoderCell = new DecoderCell(cell, dataType, graph);
        this.hidden = (int) cell.getNOut();
        steps = new PerBackend<>(made -> made.recurrence(cell.cell(), dataType, vertexName));
        whole = new PerBackend<>(made -> {
            var recurrence = made.recurrence(cell.cell(), dataType, vertexName);
            recurrence.recordGradients(tracing);
            return recurrence;
        });
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        require(inputs[0], "the tokens' vectors", -1, cell.getNIn(), -1);
        long batch = inputs[0].size(0);
        var state = inputs.length > 1 ? inputs[1] : null;
        if (state != null) {
            require(state, "the initial state", batch, -1);
            decoder.requireState(state.size(1));
        }
        requireMask(mask(0), "the tokens' mask", batch, inputs[0].size(2));
        var sequence = decoderCell.sequence(inputs[0], mask(0), state, training, workspaces);
        var out = TimeMajor.sequence(TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch, hidden,
            inputs[0].size(2)));
        whole.on(backend()).forward(DecoderCell.weights(this::parameter), sequence, out, training || tracing);
        return out;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var dx = gradientOf(inputs[0], workspaces);
        var before = whole.last().backward(new Recurrence.Given(epsilon, null, null), DecoderCell.weights(this::gradient), dx);
        decoderCell.dropBack(dx);
        return new Pair<>(gradients(), inputs.length == 1 ? new INDArray[] {dx}
            : new INDArray[] {dx, decoderCell.packed(before, inputs[1], workspaces)});
    }

    @Override
    public DecoderState start(int sequences, INDArray[] inputs, INDArray[] masks) {
        if (inputs.length > 1) {
            throw new IllegalArgumentException("decoder " + vertexName + " begins from one packed state, given "
                + inputs.length + " arrays");
        }
        var state = inputs.length == 0 ? null : inputs[0];
        if (state != null) {
            require(state, "the initial state", sequences, -1);
            decoder.requireState(state.size(1));
        }
        var begin = decoderCell.unpacked(state, sequences);
        return begin.cellState() == null ? DecoderState.of(begin.hidden())
            : DecoderState.of(begin.hidden(), begin.cellState());
    }

    @Override
    public Step step(DecoderState state, INDArray vectors) {
        require(vectors, "the tokens' vectors", state.sequences(), cell.getNIn());
        var recurrence = steps.on(backend());
        return Detached.get(() -> {
            int n = state.sequences();
            var x = vectors.castTo(dataType).dup('c').reshape('c', 1, n, cell.getNIn()).permute(1, 2, 0);
            var out = TimeMajor.sequence(Nd4j.createUninitialized(dataType, new long[] {1, n, hidden}, 'c'));
            var c = state.parts().size() > 1 ? state.parts().get(1) : null;
            recurrence.forward(DecoderCell.weights(this::parameter), Sequence.of(x).from(state.hidden(), c), out, false);
            var h = recurrence.lastHidden();
            return new Step(c == null ? state.with(h) : state.with(h, recurrence.lastCellState()), h, null);
        });
    }

    /** Whether passes keep what {@link #trace()} shows; see {@link RecurrentRuntime#tracing}. */
    public void tracing(boolean on) {
        tracing = on;
        if (whole.last() != null) {
            whole.last().recordGradients(on);
        }
    }

    /** Hidden states, gates and gradients of the last pass, step by step. */
    public RecurrentTrace trace() {
        if (!tracing || whole.last() == null) {
            throw new IllegalStateException("vertex " + vertexName + ": nothing traced: call tracing(true) before the pass");
        }
        return whole.last().trace();
    }
}
