package org.unrolled.nn;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.arrays.Detached;

/** What runs a {@link FinalState}. */
final class FinalStateVertex extends TrainedGraphVertex {
    private final transient FinalState settings;
    /** Time-major rows of the steps where each sequence ends, and where it starts. */
    private transient int[] ends;
    private transient int[] starts;

    FinalStateVertex(FinalState settings, VertexPlace place) {
        super(settings, place);
        this.settings = settings;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        var sequence = inputs[0];
        int batch = (int) sequence.size(0);
        findEnds(batch, (int) sequence.size(2));
        long size = sequence.size(1);
        var out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType,
            new long[] {batch, settings.settings().cellStateOf() == null ? size : 2 * size}, 'c');
        long turn = settings.settings().bidirectional() ? size / 2 : size;
        var rows = TimeMajor.rows(sequence, dataType);
        var picked = workspaces.createUninitialized(ArrayType.FF_WORKING_MEM, dataType, new long[] {batch, size}, 'c');
        backend().gather(rows, ends, picked);
        out.get(all(), interval(0, turn)).assign(picked.get(all(), interval(0, turn)));
        if (turn < size) {
            backend().gather(rows, starts, picked);
            out.get(all(), interval(turn, size)).assign(picked.get(all(), interval(turn, size)));
        }
        if (settings.settings().cellStateOf() != null) {
            var cellState = encoder().finalCellState();
            if (cellState == null || cellState.size(0) != batch || cellState.size(1) != size) {
                throw new IllegalStateException(message("has no cell state of [" + batch + ", " + size
                    + "]: only LSTM layers have one, and it has to be the layer whose output comes in"));
            }
            out.get(all(), interval(size, 2 * size)).assign(cellState);
        }
        return out;
    }

    private void findEnds(int batch, int time) {
        ends = new int[batch];
        starts = new int[batch];
        var m = mask(0);
        for (int b = 0; b < batch; b++) {
            int end = time - 1;
            int start = 0;
            while (m != null && end > 0 && m.getDouble(b, end) == 0) {
                end--;
            }
            while (m != null && start < end && m.getDouble(b, start) == 0) {
                start++;
            }
            ends[b] = end * batch + b;
            starts[b] = start * batch + b;
        }
    }

    private CarriesCellState encoder() {
        if (graph.getLayer(settings.settings().cellStateOf()) instanceof CarriesCellState layer) {
            return layer;
        }
        throw new IllegalStateException(message("is no recurrent layer of this library in this graph"));
    }

    private String message(String what) {
        return "vertex " + vertexName + ": cell state wanted of layer \"" + settings.settings().cellStateOf()
            + "\", which " + what;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        long batch = inputs[0].size(0);
        long size = inputs[0].size(1);
        var created = TimeMajor.create(workspaces, ArrayType.ACTIVATION_GRAD, dataType, batch, size, inputs[0].size(2));
        var rows = TimeMajor.rows(created);
        long turn = settings.settings().bidirectional() ? size / 2 : size;
        backend().scatter(part(0, turn, workspaces), ends, false, rows);
        if (turn < size) {
            backend().scatter(part(turn, size, workspaces), starts, true, rows);
        }
        if (settings.settings().cellStateOf() != null) {
            encoder().finalCellStateGradient(Detached.get(() -> epsilon.get(all(), interval(size, 2 * size)).dup('c')));
        }
        return new Pair<>(null, new INDArray[] {TimeMajor.sequence(created)});
    }

    /** The gradient of h with zeros in all but the given features. */
    private INDArray part(long from, long to, LayerWorkspaceMgr workspaces) {
        var part = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType,
            new long[] {epsilon.size(0), inputs[0].size(1)}, 'c').assign(0);
        part.get(all(), interval(from, to)).assign(epsilon.get(all(), interval(from, to)));
        return part;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] maskArrays, MaskState state, int minibatchSize) {
        super.feedForwardMaskArrays(maskArrays, state, minibatchSize);
        return new Pair<>(null, MaskState.Passthrough);
    }
}
