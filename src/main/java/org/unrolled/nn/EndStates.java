package org.unrolled.nn;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.LayerBackend;

/**
 * The states in which the reading of each sequence of a batch ends: of a bidirectional reading, the first half of the features
 * comes from the last step that the mask leaves in and the second half from the first.
 */
final class EndStates {
    private final LayerBackend backend;
    private final boolean bidirectional;
    /** Time-major rows of the steps where each sequence ends, and where it starts. */
    private int[] ends;
    private int[] starts;

    EndStates(LayerBackend backend, boolean bidirectional) {
        this.backend = backend;
        this.bidirectional = bidirectional;
    }

    /**
     * Picks them.
     *
     * @param sequence shape [batch, size, time]
     * @param mask     shape [batch, time], or null
     * @param out      shape [batch, size], overwritten
     */
    void forward(INDArray sequence, INDArray mask, LayerWorkspaceMgr workspaces, INDArray out) {
        find(mask, (int) sequence.size(0), (int) sequence.size(2));
        long size = sequence.size(1);
        long turn = turn(size);
        var rows = TimeMajor.rows(sequence, out.dataType());
        var picked = workspaces.createUninitialized(ArrayType.FF_WORKING_MEM, out.dataType(), new long[] {sequence.size(0), size}, 'c');
        backend.gather(rows, ends, picked);
        out.get(all(), interval(0, turn)).assign(picked.get(all(), interval(0, turn)));
        if (turn < size) {
            backend.gather(rows, starts, picked);
            out.get(all(), interval(turn, size)).assign(picked.get(all(), interval(turn, size)));
        }
    }

    /**
     * Gives each gradient to the step that its state came from.
     *
     * @param given dL/d(out), of which the first columns count
     * @param dx    dL/d(sequence), overwritten
     */
    void backward(INDArray given, LayerWorkspaceMgr workspaces, INDArray dx) {
        long size = dx.size(1);
        long turn = turn(size);
        var rows = TimeMajor.rows(dx, dx.dataType());
        backend.scatter(part(given, dx, 0, turn, workspaces), ends, false, rows);
        if (turn < size) {
            backend.scatter(part(given, dx, turn, size, workspaces), starts, true, rows);
        }
    }

    /** Time-major rows of the states that were picked last: where each sequence ends, then, if both ways, where each starts. */
    int[] rows() {
        return bidirectional ? IntStream.concat(IntStream.of(ends), IntStream.of(starts)).toArray() : ends;
    }

    private long turn(long size) {
        return bidirectional ? size / 2 : size;
    }

    /** The gradient with zeros in all but the given features. */
    private static INDArray part(INDArray given, INDArray dx, long from, long to, LayerWorkspaceMgr workspaces) {
        var part = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dx.dataType(), new long[] {dx.size(0), dx.size(1)}, 'c')
            .assign(0);
        part.get(all(), interval(from, to)).assign(given.get(all(), interval(from, to)));
        return part;
    }

    private void find(INDArray mask, int batch, int time) {
        ends = new int[batch];
        starts = new int[batch];
        for (int b = 0; b < batch; b++) {
            int end = time - 1;
            int start = 0;
            while (mask != null && end > 0 && mask.getDouble(b, end) == 0) {
                end--;
            }
            while (mask != null && start < end && mask.getDouble(b, start) == 0) {
                start++;
            }
            ends[b] = end * batch + b;
            starts[b] = start * batch + b;
        }
    }
}
