package org.unrolled.nn;

import java.util.Map;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.CellBackend;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.RecurrentTrace;
import org.unrolled.nn.backend.Sequence;
import org.unrolled.nn.backend.Weights;
import org.unrolled.nn.kernel.Detached;

/** What runs a {@link RecurrentDecoder}. */
public final class RecurrentDecoderVertex extends TrainedGraphVertex implements StepDecoder {
    private final transient RecurrentConfiguration cell;
    private final transient RecurrentDecoder decoder;
    private final int hidden;
    private transient CellBackend backend;
    private transient Recurrence recurrence;
    private transient Recurrence steps;
    private transient IDropout dropout;
    /** h and c that the pass began from: kept, as their memory would wait for the garbage collector. */
    private final transient INDArray[] began = new INDArray[2];
    private boolean tracing;

    RecurrentDecoderVertex(RecurrentDecoder decoder, ComputationGraph graph, String name, int index, INDArray flat,
                           Map<String, INDArray> table, DataType type) {
        super(decoder, graph, name, index, flat, table, type);
        this.decoder = decoder;
        this.cell = decoder.getCell();
        this.hidden = (int) cell.getNOut();
        this.dropout = cell.getIDropout() == null ? null : cell.getIDropout().clone();
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
        var mask = mask(0);
        if (mask != null) {
            require(mask, "the tokens' mask", batch, inputs[0].size(2));
        }
        var sequence = new Sequence(input(training, workspaces), false, mask, kept(state, 0), kept(state, 1),
            recurrentMask(training, batch), false);
        var out = TimeMajor.sequence(TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch, hidden,
            inputs[0].size(2)));
        recurrence().forward(weights(), sequence, out, training || tracing);
        return out;
    }

    private INDArray input(boolean training, LayerWorkspaceMgr workspaces) {
        var x = inputs[0].castTo(dataType);
        if (!training || dropout == null) {
            return x;
        }
        var copy = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, x.size(0), x.size(1), x.size(2));
        copy.assign(x.permute(2, 0, 1));
        dropout.applyDropout(copy, copy, iteration(), epoch(), workspaces);
        return TimeMajor.sequence(copy);
    }

    private int iteration() {
        return graph.getConfiguration().getIterationCount();
    }

    private int epoch() {
        return graph.getConfiguration().getEpochCount();
    }

    /** h (0) or c (1) out of a packed state, as a view; null if there is none. */
    private INDArray part(INDArray state, int number) {
        return state == null || state.size(1) <= (long) number * hidden ? null
            : state.get(NDArrayIndex.all(), NDArrayIndex.interval((long) number * hidden, (number + 1L) * hidden));
    }

    /** A copy of h (0) or c (1) that outlives workspaces, until the next pass; null if there is none. */
    private INDArray kept(INDArray state, int number) {
        var part = part(state, number);
        if (part == null) {
            return null;
        }
        if (began[number] == null || began[number].size(0) != part.size(0)) {
            began[number] = Detached.get(() -> Nd4j.createUninitialized(dataType, new long[] {part.size(0), hidden}, 'c'));
        }
        return began[number].assign(part);
    }

    private INDArray recurrentMask(boolean training, long batch) {
        double retain = cell.getRecurrentDropOut();
        return !training || retain == 0 ? null : Detached.get(() ->
            Nd4j.rand(dataType, batch, hidden).lt(retain).castTo(dataType).divi(retain));
    }

    private Weights weights() {
        return new Weights(parameter(RecurrentParameters.INPUT), parameter(RecurrentParameters.RECURRENT),
            parameter(RecurrentParameters.BIAS));
    }

    private Recurrence recurrence() {
        var chosen = Backends.choose(dataType);
        if (chosen != backend) {
            backend = chosen;
            recurrence = chosen.create(cell.cell(), dataType, vertexName);
            recurrence.recordGradients(tracing);
            steps = chosen.create(cell.cell(), dataType, vertexName);
        }
        return recurrence;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var x = inputs[0];
        var dx = TimeMajor.create(workspaces, ArrayType.ACTIVATION_GRAD, dataType, x.size(0), x.size(1), x.size(2));
        var given = new Recurrence.Given(epsilon, null, null);
        var weights = new Weights(gradient(RecurrentParameters.INPUT), gradient(RecurrentParameters.RECURRENT),
            gradient(RecurrentParameters.BIAS));
        var before = recurrence.backward(given, weights, TimeMajor.sequence(dx));
        if (dropout != null) {
            dropout.backprop(dx, dx, iteration(), epoch());
        }
        if (inputs.length == 1) {
            return new Pair<>(gradients(), new INDArray[] {TimeMajor.sequence(dx)});
        }
        var dState = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType,
            new long[] {x.size(0), inputs[1].size(1)}, 'c');
        put(before.hidden(), dState, 0);
        if (dState.size(1) > hidden) {
            put(before.cellState(), dState, 1);
        }
        return new Pair<>(gradients(), new INDArray[] {TimeMajor.sequence(dx), dState});
    }

    private void put(INDArray part, INDArray state, int number) {
        state.get(NDArrayIndex.all(), NDArrayIndex.interval((long) number * hidden, (number + 1L) * hidden)).assign(part);
    }

    @Override
    public DecoderState start(int sequences, INDArray... inputs) {
        if (inputs.length > 1) {
            throw new IllegalArgumentException("decoder " + vertexName + " begins from one packed state, given "
                + inputs.length + " arrays");
        }
        var state = inputs.length == 0 ? null : inputs[0];
        if (state != null) {
            require(state, "the initial state", sequences, -1);
            decoder.requireState(state.size(1));
        }
        return Detached.get(() -> {
            var h = state == null ? Nd4j.zeros(dataType, sequences, hidden) : part(state.castTo(dataType), 0).dup('c');
            if (!cell.cell().kind().hasCellState()) {
                return DecoderState.of(h);
            }
            var c = part(state, 1);
            return DecoderState.of(h, c == null ? Nd4j.zeros(dataType, sequences, hidden)
                : c.castTo(dataType).dup('c'));
        });
    }

    @Override
    public Step step(DecoderState state, INDArray vectors) {
        require(vectors, "the tokens' vectors", state.sequences(), cell.getNIn());
        recurrence();
        return Detached.get(() -> {
            int n = state.sequences();
            var x = vectors.castTo(dataType).dup('c').reshape('c', 1, n, cell.getNIn()).permute(1, 2, 0);
            var out = TimeMajor.sequence(Nd4j.createUninitialized(dataType, new long[] {1, n, hidden}, 'c'));
            var c = state.parts().size() > 1 ? state.parts().get(1) : null;
            steps.forward(weights(), Sequence.of(x).from(state.hidden(), c), out, false);
            var h = steps.lastHidden();
            return new Step(c == null ? DecoderState.of(h) : DecoderState.of(h, steps.lastCellState()), h);
        });
    }

    /** Whether passes keep what {@link #trace()} shows; see {@link RecurrentRuntime#tracing}. */
    public void tracing(boolean on) {
        tracing = on;
        if (recurrence != null) {
            recurrence.recordGradients(on);
        }
    }

    /** Hidden states, gates and gradients of the last pass, step by step. */
    public RecurrentTrace trace() {
        if (!tracing || recurrence == null) {
            throw new IllegalStateException("vertex " + vertexName + ": nothing traced: call tracing(true) before the pass");
        }
        return recurrence.trace();
    }
}
