package org.unrolled.nn;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.Sequence;

/** What decoder vertices with a recurrent cell have in common: packed states, dropout before and between the steps. */
abstract class RecurrentDecoding extends TrainedGraphVertex implements StepDecoder {
    final transient RecurrentConfiguration cell;
    final int hidden;
    private final transient IDropout dropout;
    /** h and c that the pass began from: kept, as their memory would wait for the garbage collector. */
    private final transient INDArray[] began = new INDArray[2];

    RecurrentDecoding(TrainedVertex<?> decoder, RecurrentConfiguration cell, TrainedVertex.Place place) {
        super(decoder, place);
        this.cell = cell;
        this.hidden = (int) cell.getNOut();
        this.dropout = cell.getIDropout() == null ? null : cell.getIDropout().clone();
    }

    /**
     * The batch on its way through the cell, dropout included.
     *
     * @param state packed initial state, or null
     */
    final Sequence sequence(INDArray state, boolean training, LayerWorkspaceMgr workspaces) {
        var vectors = inputs[0];
        require(vectors, "the tokens' vectors", -1, cell.getNIn(), -1);
        requireState(state, vectors.size(0));
        requireMask(mask(0), "the tokens' mask", vectors.size(0), vectors.size(2));
        return new Sequence(dropped(Detached.cast(vectors, dataType), training, workspaces), false, mask(0), kept(state, 0),
            kept(state, 1), cell.recurrentMask(training, dataType, vectors.size(0)), false);
    }

    /** @throws IllegalArgumentException unless the decoder may begin from this state; null is zeros */
    private void requireState(INDArray state, long batch) {
        if (state != null) {
            require(state, "the initial state", batch, -1);
            cell.requireState(state.size(1), vertexName);
        }
    }

    private INDArray dropped(INDArray x, boolean training, LayerWorkspaceMgr workspaces) {
        if (!training || dropout == null) {
            return x;
        }
        var copy = TimeMajor.like(workspaces, ArrayType.ACTIVATIONS, dataType, x).assign(x);
        var created = copy.permute(2, 0, 1);
        dropout.applyDropout(created, created, iteration(), epoch(), workspaces);
        return copy;
    }

    /** Takes the gradient of the vectors, shape [batch, nIn, time] and time-major, back through their dropout, in place. */
    final void dropBack(INDArray gradient) {
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

    /** Gradients of h and c, packed as the given initial state is. */
    final INDArray packed(Recurrence.State gradients, INDArray state, LayerWorkspaceMgr workspaces) {
        var result = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType,
            new long[] {state.size(0), state.size(1)}, 'c');
        part(result, 0).assign(gradients.hidden());
        if (result.size(1) > hidden) {
            part(result, 1).assign(gradients.cellState());
        }
        return result;
    }

    /** h and, for cells that have one, c to begin decoding from; zeros where the packed state has nothing, or is null. */
    final Recurrence.State unpacked(INDArray state, int sequences) {
        requireState(state, sequences);
        return Detached.get(() -> {
            var h = part(state, 0);
            var c = part(state, 1);
            return new Recurrence.State(copyOrZeros(h, sequences),
                cell.cell().kind().hasCellState() ? copyOrZeros(c, sequences) : null);
        });
    }

    private INDArray copyOrZeros(INDArray part, int sequences) {
        return part == null ? Nd4j.zeros(dataType, sequences, hidden) : part.castTo(dataType).dup('c');
    }
}
