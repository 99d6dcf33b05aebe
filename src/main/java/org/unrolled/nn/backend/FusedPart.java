package org.unrolled.nn.backend;

import java.util.Map;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Memory;

/**
 * Some of the sequences of a batch on their way through all steps, on one thread. Subclasses know one step of one cell.
 * Arrays hold [rows, hidden] without gaps; what the backward pass needs is kept in one array a step.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
abstract class FusedPart<A> {
    final FusedPass<A> pass;
    final Lanes<A> lanes;
    /** Its number among the parts. */
    private final int part;
    /** Number of its first sequence in the batch, number of sequences, and elements of an array. */
    int first;
    int rows;
    int n;
    /** h after each step, raw; the array at {@link #slot}. */
    A[] hidden;
    /** h before the first step. */
    A initial;
    /** dL/dh, gathered on the way back. */
    A dHidden;
    /** Bias blocks repeated for each row, and the sums of their gradients over the steps. */
    A[] bias;
    A[] dBias;
    A[] recorded;
    private boolean startsAtZero;
    private A drop;
    private boolean drops;
    private A temporary;
    private A held;
    private A watch;

    FusedPart(FusedPass<A> pass, int part) {
        this.pass = pass;
        this.part = part;
        this.lanes = pass.lanes;
        int blocks = pass.cell.biasLength() / pass.hidden;
        bias = lanes.rows(blocks);
        dBias = lanes.rows(blocks);
    }

    static <A> FusedPart<A> of(FusedPass<A> pass, int part) {
        return switch (pass.cell.kind()) {
            case TANH, RELU -> new FusedVanilla<>(pass, part);
            case LSTM, LSTM_PEEPHOLE -> new FusedLstm<>(pass, part);
            case GRU_RESET_BEFORE -> new FusedGruBefore<>(pass, part);
            case GRU_RESET_AFTER -> new FusedGruAfter<>(pass, part);
        };
    }

    /** Makes arrays large enough for this pass. */
    abstract void size(int slots);

    /** Sets c before the first step; {@code c} is null for zeros. Only for cells that have one. */
    void cellState(Memory c) {
    }

    /** One step; {@code before} is raw h of the step before. */
    abstract void step(int t, int slot, int slotBefore, A before);

    /** Puts back the cell state of sequences that are padded at this step. */
    void hold(int t, int slot, int slotBefore) {
    }

    /** One step back: takes dL/dh in {@link #dHidden} and leaves there that of the step before. */
    abstract void stepBack(int t, int slot, int slotBefore, A before);

    /** Sets dL/dc after the last step; {@code dc} is null for zeros. */
    void cellGradient(Memory dc) {
    }

    /** Name to array of slot {@code slot}, for traces. */
    abstract Map<String, A> gates(int slot);

    /** c of slot {@code slot}, or null. */
    A cellState(int slot) {
        return null;
    }

    /** dL/dc of the initial state, or null. */
    A cellGradient() {
        return null;
    }

    final int slot(int t) {
        return pass.keep ? t : t & 1;
    }

    /** Position of this part's first row of step t. */
    final long row(int t) {
        return (long) t * pass.batch + first;
    }

    final void forward(int first, int rows, Memory h0, Memory c0, Memory dropout) {
        this.first = first;
        this.rows = rows;
        this.n = rows * pass.hidden;
        int slots = pass.keep ? pass.time : 2;
        hidden = ensure(hidden, slots);
        initial = load(h0, initial);
        startsAtZero = h0 == null;
        drops = dropout != null;
        if (drops) {
            drop = load(dropout, drop);
        }
        watch = clear(watch);
        temporary = lanes.ensure(temporary, n);
        for (int b = 0; b < bias.length; b++) {
            bias[b] = repeat(pass.bias, (long) b * pass.hidden, bias[b]);
        }
        size(slots);
        if (pass.cell.kind().hasCellState()) {
            cellState(c0);
        }
        store(initial, pass.initial(first));
        if (pass.between != null) {
            pass.between.begin(part, first, rows);
        }
        A before = initial;
        int slotBefore = -1;
        for (int i = 0; i < pass.time; i++) {
            int t = pass.step(i);
            int slot = slot(t);
            if (pass.stepwise) {
                pass.projection.project((int) row(t), rows, first);
            }
            if (pass.between != null) {
                pass.between.before(part, t);
            }
            step(t, slot, slotBefore, before);
            A now = hidden[slot];
            if (pass.active == null) {
                write(now, t);
            } else {
                hold(t, slot, slotBefore);
                holdRows(now, before, t);
                lanes.copy(now, 0, temporary, 0, n);
                clearPadded(temporary, t);
                write(temporary, t);
            }
            store(now, pass.after(t, first));
            if (pass.between != null) {
                pass.between.after(part, t);
            }
            before = now;
            slotBefore = slot;
        }
        lanes.watch(watch, before, n);
    }

    private void write(A h, int t) {
        lanes.writeRows(pass.out.memory(), row(t) * pass.out.stride(), pass.out.stride(), h, pass.hidden, n);
    }

    /** Whether all numbers of the last forward pass were finite. */
    final boolean finite() {
        return lanes.sum(watch, n) == 0;
    }

    /** Looks for NaN and infinity in what goes into an activation. */
    final void watch(A preActivation) {
        lanes.watch(watch, preActivation, n);
    }

    private void store(A h, long at) {
        if (drops) {
            lanes.multiply(temporary, h, drop, n);
            lanes.write(pass.states, at, temporary, n);
        } else {
            lanes.write(pass.states, at, h, n);
        }
    }

    /** The state before step t as it enters the recurrent product. */
    final void masked(int t, A into) {
        lanes.read(pass.states, pass.before(t, first), into, n);
    }

    /** Position of the pre-activations of one gate at step t. */
    final long preActivation(int gate, int t) {
        return pass.preActivation(gate, t, first);
    }

    /** Adds h R to the pre-activations of one gate and reads them. */
    final void recur(int gate, int t, A into) {
        long at = preActivation(gate, t);
        if (!(startsAtZero && t == pass.step(0))) {
            pass.tiles.forward(gate, rows, pass.states.address(pass.before(t, first)), pass.hidden, 1,
                pass.planes.address(at));
        }
        lanes.read(pass.planes, at, into, n);
    }

    /** Writes the gradient of a gate's pre-activation. */
    final void gradient(int gate, int t, A from) {
        lanes.write(pass.planes, pass.plane(gate, row(t)), from, n);
        lanes.add(dBias[gate], dBias[gate], from, n);
    }

    /** Sum over the given gates of their gradients at step t times their recurrent weights, transposed; into dHidden. */
    final void back(int t, int gates, A into) {
        long product = products(0);
        for (int gate = 0; gate < gates; gate++) {
            pass.tiles.backward(gate, rows, pass.planes.address(pass.plane(gate, row(t))), gate == 0 ? 0 : 1,
                pass.products.address(product), pass.hidden);
        }
        lanes.read(pass.products, product, into, n);
    }

    /** Applies recurrent dropout to a gradient. */
    final void drop(A gradient) {
        if (drops) {
            lanes.multiply(gradient, gradient, drop, n);
        }
    }

    /** This part's rows in the shared memory for products. */
    final long products(int gate) {
        return ((long) gate * pass.batch + first) * pass.hidden;
    }

    final void backward(Memory dh, Memory dc) {
        dHidden = load(dh, dHidden);
        for (int b = 0; b < bias.length; b++) {
            dBias[b] = clear(dBias[b]);
        }
        if (pass.cell.kind().hasCellState()) {
            cellGradient(dc);
        }
        recorded = pass.record ? ensure(recorded, pass.time) : null;
        if (pass.active != null) {
            held = lanes.ensure(held, n);
        }
        if (pass.between != null) {
            pass.between.beginBack(part);
        }
        for (int i = pass.time - 1; i >= 0; i--) {
            int t = pass.step(i);
            if (given(t, temporary)) {
                if (pass.active != null) {
                    clearPadded(temporary, t);
                }
                lanes.add(dHidden, dHidden, temporary, n);
            }
            if (recorded != null) {
                lanes.copy(dHidden, 0, recorded[t], 0, n);
            }
            if (pass.active != null) {
                takePadded(dHidden, held, t);
            }
            int slotBefore = i == 0 ? -1 : pass.step(i - 1);
            stepBack(t, t, slotBefore, i == 0 ? initial : hidden[slotBefore]);
            if (pass.active != null) {
                lanes.add(dHidden, dHidden, held, n);
            }
        }
        if (pass.between != null) {
            pass.between.finish(part);
        }
    }

    /** Reads what comes to h of step t from outside the recurrence; false if there is nothing. */
    private boolean given(int t, A into) {
        if (pass.between != null) {
            pass.between.gradient(part, t, into);
        } else if (pass.given != null) {
            lanes.readRows(pass.given.memory(), row(t) * pass.given.stride(), pass.given.stride(), into, pass.hidden, n);
        }
        return pass.between != null || pass.given != null;
    }

    /** Moves the rows that are padded at step t from one array to another, leaving zeros behind. */
    final void takePadded(A from, A to, int t) {
        lanes.fill(to, 0, n, 0);
        for (int r = 0; r < rows; r++) {
            if (!pass.active[t * pass.batch + first + r]) {
                lanes.copy(from, r * pass.hidden, to, r * pass.hidden, pass.hidden);
                lanes.fill(from, r * pass.hidden, pass.hidden, 0);
            }
        }
    }

    final void holdRows(A now, A before, int t) {
        for (int r = 0; r < rows; r++) {
            if (!pass.active[t * pass.batch + first + r]) {
                lanes.copy(before, r * pass.hidden, now, r * pass.hidden, pass.hidden);
            }
        }
    }

    private void clearPadded(A a, int t) {
        for (int r = 0; r < rows; r++) {
            if (!pass.active[t * pass.batch + first + r]) {
                lanes.fill(a, r * pass.hidden, pass.hidden, 0);
            }
        }
    }

    /** Adds the sum over rows of an array to {@code total[at...]}. */
    final void addRows(A a, double[] total, int at) {
        for (int row = 0; row < n; row += pass.hidden) {
            lanes.addTo(total, at, a, row, pass.hidden);
        }
    }

    /** Adds this part's gradients of weights that are no matrices: of the bias here, of peepholes in the subclass. */
    void addVectors(double[] dBias, double[] dPeepholes) {
        for (int b = 0; b < this.dBias.length; b++) {
            addRows(this.dBias[b], dBias, b * pass.hidden);
        }
    }

    /** A vector of weights, repeated for each row. */
    final A repeat(Memory weights, long at, A array) {
        A result = lanes.ensure(array, n);
        lanes.read(weights, at, result, pass.hidden);
        for (int r = 1; r < rows; r++) {
            lanes.copy(result, 0, result, r * pass.hidden, pass.hidden);
        }
        return result;
    }

    /** This part's rows of a [batch, hidden] block, zeros if there is none. */
    final A load(Memory block, A array) {
        if (block == null) {
            return clear(array);
        }
        A result = lanes.ensure(array, n);
        lanes.read(block, (long) first * pass.hidden, result, n);
        return result;
    }

    final A clear(A array) {
        A result = lanes.ensure(array, n);
        lanes.fill(result, 0, n, 0);
        return result;
    }

    /** At least {@code count} arrays that hold n elements each. */
    final A[] ensure(A[] arrays, int count) {
        A[] result = arrays != null && arrays.length >= count ? arrays : lanes.rows(count);
        for (int i = 0; i < count; i++) {
            A old = arrays != null && i < arrays.length ? arrays[i] : null;
            result[i] = lanes.ensure(old, n);
        }
        return result;
    }
}
