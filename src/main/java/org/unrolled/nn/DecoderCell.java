package org.unrolled.nn;

import java.util.function.Function;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.CellWeights;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.Sequence;

/** What decoder vertices with a recurrent cell have in common: packed states, dropout before and between the steps. */
final class DecoderCell {
    private final RecurrentConfiguration cell;
    private final DataType type;
    private final ComputationGraph graph;
    private final int hidden;
    private final IDropout dropout;
    /** h and c that the pass began from: kept, as their memory would wait for the garbage collector. */
    private final INDArray[] began = new INDArray[2];

    DecoderCell(RecurrentConfiguration cell, DataType type, ComputationGraph graph) {
        this.cell = cell;
        this.type = type;
        this.graph = graph;
        this.hidden = (int) cell.getNOut();
        this.dropout = cell.getIDropout() == null ? null : cell.getIDropout().clone();
    }

    /** Parameters or gradients by key. */
    static CellWeights weights(Function<String, INDArray> of) {
        return new CellWeights(of.apply(RecurrentConfiguration.INPUT), of.apply(RecurrentConfiguration.RECURRENT),
            of.apply(RecurrentConfiguration.BIAS));
    }

    /**
     * A batch on its way through the cell, dropout included.
     *
     * @param vectors of the tokens, shape [batch, nIn, time]
     * @param state   packed initial state, or null
     */
    Sequence sequence(INDArray vectors, INDArray mask, INDArray state, boolean training, LayerWorkspaceMgr workspaces) {
        return new Sequence(dropped(Detached.cast(vectors, type), training, workspaces), false, mask, kept(state, 0), kept(state, 1),
            recurrentMask(training, vectors.size(0)), false);
    }

    private INDArray dropped(INDArray x, boolean training, LayerWorkspaceMgr workspaces) {
        if (!training || dropout == null) {
            return x;
        }
        var copy = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, type, x.size(0), x.size(1), x.size(2));
        copy.assign(x.permute(2, 0, 1));
        dropout.applyDropout(copy, copy, iteration(), epoch(), workspaces);
        return TimeMajor.sequence(copy);
    }

    /** Takes the gradient of the vectors, shape [batch, nIn, time] and time-major, back through their dropout, in place. */
    void dropBack(INDArray gradient) {
        if (dropout != null) {
            var created = gradient.permute(2, 0, 1);
            dropout.backprop(created, created, iteration(), epoch());
        }
    }

    private int iteration() {
        return graph.getConfiguration().getIterationCount();
    }

    private int epoch() {
        return graph.getConfiguration().getEpochCount();
    }

    private INDArray recurrentMask(boolean training, long batch) {
        double retain = cell.recurrent().recurrentDropOut();
        return !training || retain == 1 ? null : Detached.get(() ->
            Nd4j.rand(type, batch, hidden).lt(retain).castTo(type).divi(retain));
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
            began[number] = Detached.get(() -> Nd4j.createUninitialized(type, new long[] {part.size(0), hidden}, 'c'));
        }
        return began[number].assign(part);
    }

    /** Gradients of h and c, packed as the given initial state is. */
    INDArray packed(Recurrence.State gradients, INDArray state, LayerWorkspaceMgr workspaces) {
        var result = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, type,
            new long[] {state.size(0), state.size(1)}, 'c');
        part(result, 0).assign(gradients.hidden());
        if (result.size(1) > hidden) {
            part(result, 1).assign(gradients.cellState());
        }
        return result;
    }

    /** h and, for cells that have one, c to begin decoding from; zeros where the packed state has nothing, or is null. */
    Recurrence.State unpacked(INDArray state, int sequences) {
        return Detached.get(() -> {
            var h = part(state, 0);
            var c = part(state, 1);
            return new Recurrence.State(copyOrZeros(h, sequences),
                cell.cell().kind().hasCellState() ? copyOrZeros(c, sequences) : null);
        });
    }

    private INDArray copyOrZeros(INDArray part, int sequences) {
        return part == null ? Nd4j.zeros(type, sequences, hidden) : part.castTo(type).dup('c');
    }
}
