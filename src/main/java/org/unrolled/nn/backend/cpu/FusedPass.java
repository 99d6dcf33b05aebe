package org.unrolled.nn.backend.cpu;

import org.unrolled.nn.backend.Cell;
import org.unrolled.nn.backend.Sequence;

/**
 * What the parts of one pass share: sizes and native memory. Rows are numbered {@code t * batch + b}; each gate has a
 * plane of its own, [time · batch, hidden], so that element-wise loops and products run over memory without gaps.
 *
 * <p>States have {@code time + 1} slots: forwards, slot t + 1 holds the state after step t and slot 0 the initial one;
 * backwards, slot t holds the state after step t and slot {@code time} the initial one. The states before all steps
 * are then one matrix in both cases, which the gradient of the recurrent weights needs.
 */
final class FusedPass {
    final Cell cell;
    final int hidden;
    final int gates;
    int batch;
    int time;
    boolean backwards;
    boolean keep;
    boolean record;
    /** [gates][time · batch][hidden]: pre-activations on the way forward, their gradients on the way back. */
    Memory planes;
    /** [time + 1][batch][hidden]: h as it enters the recurrent product, recurrent dropout applied. */
    Memory states;
    /** [time · batch][hidden]: GRU only; r ∘ h, or the gradient of the candidate's recurrent product. */
    Memory extra;
    /** [gates][batch][hidden]: results of recurrent products. */
    Memory products;
    InputProjection projection;
    /** Whether inputs are projected step by step, into the first rows of the planes, which then stay in the cache. */
    boolean stepwise;
    /** Tiles of the recurrent weights, see {@link WeightTiles}. */
    WeightTiles tiles;
    /** The recurrent weights in panels, if this pass multiplies with those; otherwise null. */
    WeightPanels panels;
    Memory recurrent;
    Memory bias;
    SequenceRows.Rows out;
    /** dL/d(out), or null. */
    SequenceRows.Rows given;
    /** By row: whether the step is real; null if all are. */
    boolean[] active;
    /** What happens between the steps, or null. */
    FusedInputFeeding between;

    private final Scratch planesScratch = new Scratch();
    private final Scratch statesScratch = new Scratch();
    private final Scratch extraScratch = new Scratch();
    private final Scratch productsScratch = new Scratch();

    FusedPass(Cell cell) {
        this.cell = cell;
        this.hidden = cell.hiddenSize();
        this.gates = cell.gates();
    }

    void size(Sequence in, boolean keep) {
        this.batch = in.batch();
        this.time = in.time();
        this.backwards = in.backwards();
        this.keep = keep;
        long rows = rows();
        planes = planesScratch.ensure(gates * rows * hidden);
        states = statesScratch.ensure((rows + batch) * hidden);
        products = productsScratch.ensure((long) gates * batch * hidden);
        if (cell.kind() == Cell.Kind.GRU_RESET_BEFORE || cell.kind() == Cell.Kind.GRU_RESET_AFTER) {
            extra = extraScratch.ensure(rows * hidden);
        }
    }

    long rows() {
        return (long) time * batch;
    }

    /** Position of row {@code row} in the plane of a gate. */
    long plane(int gate, long row) {
        return (gate * rows() + row) * hidden;
    }

    /** Position of a gate's pre-activations at step t of the part whose first sequence is {@code first}. */
    long preActivation(int gate, int t, int first) {
        return plane(gate, stepwise ? first : (long) t * batch + first);
    }

    /** Step at place {@code i} of the order in which the sequence is run. */
    int step(int i) {
        return backwards ? time - 1 - i : i;
    }

    /** Position in {@link #states} of the state before step t, for sequence {@code row}. */
    long before(int t, int row) {
        return ((long) (backwards ? t + 1 : t) * batch + row) * hidden;
    }

    /** Position in {@link #states} of the state after step t. */
    long after(int t, int row) {
        return ((long) (backwards ? t : t + 1) * batch + row) * hidden;
    }

    /** Position in {@link #states} of the initial state. */
    long initial(int row) {
        return ((long) (backwards ? time : 0) * batch + row) * hidden;
    }
}
