package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * Some of the sequences of a batch on their way through all steps, on one thread. Subclasses know one step of one cell.
 * Arrays hold [rows, hidden] without gaps; what the backward pass needs is kept in one array a step.
 */
abstract class FusedPart {
    final FusedPass pass;
    /** Its number among the parts. */
    private final int part;
    /** Number of its first sequence in the batch, number of sequences, and elements of an array. */
    int first;
    int rows;
    int n;
    /** h after each step, raw; the array at {@link #slot}. */
    float[][] hidden;
    /** Activations of the gates, by gate and slot. */
    final float[][][] gates;
    /** Gradients of the gates' pre-activations at one step. */
    final float[][] dGates;
    /** h before the first step. */
    float[] initial;
    /** dL/dh, gathered on the way back. */
    float[] dHidden;
    /** Bias blocks repeated for each row, and the sums of their gradients over the steps. */
    float[][] bias;
    float[][] dBias;
    float[][] recorded;
    private boolean startsAtZero;
    private float[] drop;
    private boolean drops;
    private float[] temporary;
    private float[] held;
    private float[] watch;
    private StepProducts tiles;
    private StepProducts panels;
    /** Who multiplies in this pass. */
    StepProducts products;

    FusedPart(FusedPass pass, int part) {
        this.pass = pass;
        this.part = part;
        int blocks = pass.cell.biasLength() / pass.hidden;
        gates = new float[pass.cell.kind().gates().size()][][];
        dGates = new float[pass.gates][];
        bias = new float[blocks][];
        dBias = new float[blocks][];
    }

    static FusedPart of(FusedPass pass, int part) {
        return switch (pass.cell.kind()) {
            case TANH, RELU -> new FusedVanilla(pass, part);
            case LSTM, LSTM_PEEPHOLE -> new FusedLstm(pass, part);
            case GRU_RESET_BEFORE -> new FusedGruBefore(pass, part);
            case GRU_RESET_AFTER -> new FusedGruAfter(pass, part);
        };
    }

    /** Makes the subclass's arrays large enough for this pass. */
    void size(int slots) {
    }

    /** Sets c before the first step; {@code c} is null for zeros. Only for cells that have one. */
    void cellState(Memory c) {
    }

    /** One step; {@code before} is raw h of the step before. */
    abstract void step(int t, int slot, int slotBefore, float[] before);

    /** Puts back the cell state of sequences that are padded at this step. */
    void hold(int t, int slot, int slotBefore) {
    }

    /** One step back: takes dL/dh in {@link #dHidden} and leaves there that of the step before. */
    abstract void stepBack(int t, int slot, int slotBefore, float[] before);

    /** Sets dL/dc after the last step; {@code dc} is null for zeros. */
    void cellGradient(Memory dc) {
    }

    /** c of slot {@code slot}, or null. */
    float[] cellState(int slot) {
        return null;
    }

    /** dL/dc of the initial state, or null. */
    float[] cellGradient() {
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
        products = pass.panels == null ? tileProducts() : panelProducts();
        watch = clear(watch);
        temporary = Lanes.ensure(temporary, n);
        for (int b = 0; b < bias.length; b++) {
            bias[b] = repeat(pass.bias, (long) b * pass.hidden, bias[b]);
        }
        for (int gate = 0; gate < gates.length; gate++) {
            gates[gate] = ensure(gates[gate], slots);
        }
        ensure(dGates, pass.gates);
        size(slots);
        if (pass.cell.kind().hasCellState()) {
            cellState(c0);
        }
        store(initial, pass.initial(first));
        if (pass.between != null) {
            pass.between.begin(part, first, rows);
        }
        float[] before = initial;
        int slotBefore = -1;
        for (int i = 0; i < pass.time; i++) {
            int t = pass.step(i);
            int slot = slot(t);
            products.enter(t, startsAtZero && i == 0 ? null : before);
            if (pass.between != null) {
                pass.between.before(part, t);
            }
            step(t, slot, slotBefore, before);
            float[] now = hidden[slot];
            if (pass.active == null) {
                write(now, t);
            } else {
                hold(t, slot, slotBefore);
                holdRows(now, before, t);
                System.arraycopy(now, 0, temporary, 0, n);
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
        Lanes.watch(watch, before, n);
    }

    private StepProducts tileProducts() {
        tiles = tiles == null ? new TileProducts(this) : tiles;
        return tiles;
    }

    private StepProducts panelProducts() {
        panels = panels == null ? new PanelProducts(this, PanelKernels.chosen()) : panels;
        return panels;
    }

    private void write(float[] h, int t) {
        Lanes.writeRows(pass.out.memory(), row(t) * pass.out.stride(), pass.out.stride(), h, pass.hidden, n);
    }

    /** Whether all numbers of the last forward pass were finite. */
    final boolean finite() {
        return Lanes.sum(watch, n) == 0;
    }

    /** Looks for NaN and infinity in what goes into an activation. */
    final void watch(float[] preActivation) {
        Lanes.watch(watch, preActivation, n);
    }

    private void store(float[] h, long at) {
        if (drops) {
            Lanes.multiply(temporary, h, drop, n);
            pass.states.write(at, temporary, n);
        } else {
            pass.states.write(at, h, n);
        }
    }

    /** The state before step t as it enters the recurrent product. */
    final void masked(int t, float[] into) {
        pass.states.read(pass.before(t, first), into, n);
    }

    /** Whether h is multiplied by a mask before it enters the recurrent product. */
    final boolean drops() {
        return drops;
    }

    /** Writes the gradient of a gate's pre-activation. */
    final void gradient(int gate, int t, float[] from) {
        pass.planes.write(pass.plane(gate, row(t)), from, n);
        Lanes.add(dBias[gate], dBias[gate], from, n);
    }

    /** Applies recurrent dropout to a gradient. */
    final void drop(float[] gradient) {
        if (drops) {
            Lanes.multiply(gradient, gradient, drop, n);
        }
    }

    /** The end of a GRU's step back: dL/dh of the step before through h = u ∘ h' + ... and through the recurrent products. */
    final void carry(float[] u, float[] products) {
        drop(products);
        Lanes.multiply(dHidden, dHidden, u, n);
        Lanes.add(dHidden, dHidden, products, n);
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
            held = Lanes.ensure(held, n);
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
                Lanes.add(dHidden, dHidden, temporary, n);
            }
            if (recorded != null) {
                System.arraycopy(dHidden, 0, recorded[t], 0, n);
            }
            if (pass.active != null) {
                takePadded(dHidden, held, t);
            }
            int slotBefore = i == 0 ? -1 : pass.step(i - 1);
            stepBack(t, t, slotBefore, i == 0 ? initial : hidden[slotBefore]);
            if (pass.active != null) {
                Lanes.add(dHidden, dHidden, held, n);
            }
        }
        if (pass.between != null) {
            pass.between.finish(part);
        }
    }

    /** Reads what comes to h of step t from outside the recurrence; false if there is nothing. */
    private boolean given(int t, float[] into) {
        if (pass.between != null) {
            pass.between.gradient(part, t, into);
        } else if (pass.given != null) {
            Lanes.readRows(pass.given.memory(), row(t) * pass.given.stride(), pass.given.stride(), into, pass.hidden, n);
        }
        return pass.between != null || pass.given != null;
    }

    /** Moves the rows that are padded at step t from one array to another, leaving zeros behind. */
    final void takePadded(float[] from, float[] to, int t) {
        Arrays.fill(to, 0, n, 0);
        for (int r = 0; r < rows; r++) {
            if (!pass.active[t * pass.batch + first + r]) {
                System.arraycopy(from, r * pass.hidden, to, r * pass.hidden, pass.hidden);
                Arrays.fill(from, r * pass.hidden, r * pass.hidden + pass.hidden, 0);
            }
        }
    }

    final void holdRows(float[] now, float[] before, int t) {
        for (int r = 0; r < rows; r++) {
            if (!pass.active[t * pass.batch + first + r]) {
                System.arraycopy(before, r * pass.hidden, now, r * pass.hidden, pass.hidden);
            }
        }
    }

    private void clearPadded(float[] a, int t) {
        for (int r = 0; r < rows; r++) {
            if (!pass.active[t * pass.batch + first + r]) {
                Arrays.fill(a, r * pass.hidden, r * pass.hidden + pass.hidden, 0);
            }
        }
    }

    /** Adds the sum over rows of an array to {@code total[at...]}. */
    final void addRows(float[] a, double[] total, int at) {
        for (int row = 0; row < n; row += pass.hidden) {
            Lanes.addTo(total, at, a, row, pass.hidden);
        }
    }

    /** Adds this part's gradients of weights that are no matrices: of the bias here, of peepholes in the subclass. */
    void addVectors(double[] dBias, double[] dPeepholes) {
        for (int b = 0; b < this.dBias.length; b++) {
            addRows(this.dBias[b], dBias, b * pass.hidden);
        }
    }

    /** A vector of weights, repeated for each row. */
    final float[] repeat(Memory weights, long at, float[] array) {
        float[] result = Lanes.ensure(array, n);
        weights.read(at, result, pass.hidden);
        for (int r = 1; r < rows; r++) {
            System.arraycopy(result, 0, result, r * pass.hidden, pass.hidden);
        }
        return result;
    }

    /** This part's rows of a [batch, hidden] block, zeros if there is none. */
    final float[] load(Memory block, float[] array) {
        if (block == null) {
            return clear(array);
        }
        float[] result = Lanes.ensure(array, n);
        block.read((long) first * pass.hidden, result, n);
        return result;
    }

    final float[] clear(float[] array) {
        float[] result = Lanes.ensure(array, n);
        Arrays.fill(result, 0, n, 0);
        return result;
    }

    /** At least {@code count} arrays that hold n elements each. */
    final float[][] ensure(float[][] arrays, int count) {
        float[][] result = arrays != null && arrays.length >= count ? arrays : new float[count][];
        for (int i = 0; i < count; i++) {
            float[] old = arrays != null && i < arrays.length ? arrays[i] : null;
            result[i] = Lanes.ensure(old, n);
        }
        return result;
    }
}
