package org.unrolled.nn.backend;

import java.util.Map;
import org.unrolled.nn.kernel.Memory;

/**
 * LSTM, with a the candidate, f the forget, o the output and i the input gate:
 * c = f ∘ c' + i ∘ a, h = o ∘ tanh(c), where ' marks the step before. With peepholes f and i see c' and o sees c.
 */
final class FusedLstm<A> extends FusedPart<A> {
    private final boolean peephole;
    private A[] candidate;
    private A[] forget;
    private A[] output;
    private A[] input;
    private A[] cell;
    private A[] squashed;
    private A initialCell;
    private A dCell;
    private A heldCell;
    private final A[] gradients;
    private final A[] peepholes;
    private final A[] dPeepholes;

    FusedLstm(FusedPass<A> pass, int part) {
        super(pass, part);
        peephole = pass.cell.kind() == Cell.Kind.LSTM_PEEPHOLE;
        gradients = lanes.rows(4);
        peepholes = lanes.rows(3);
        dPeepholes = lanes.rows(3);
    }

    @Override
    void size(int slots) {
        candidate = ensure(candidate, slots);
        forget = ensure(forget, slots);
        output = ensure(output, slots);
        input = ensure(input, slots);
        cell = ensure(cell, slots);
        squashed = ensure(squashed, slots);
        ensure(gradients, 4);
        if (peephole) {
            long at = 4L * pass.hidden * pass.hidden;
            for (int k = 0; k < 3; k++) {
                peepholes[k] = repeat(pass.recurrent, at + (long) k * pass.hidden, peepholes[k]);
            }
        }
    }

    @Override
    void cellState(Memory c) {
        initialCell = load(c, initialCell);
    }

    @Override
    void step(int t, int slot, int slotBefore, A before) {
        A a = candidate[slot];
        A f = forget[slot];
        A o = output[slot];
        A i = input[slot];
        A c = cell[slot];
        A cBefore = slotBefore < 0 ? initialCell : cell[slotBefore];
        recur(0, t, a);
        recur(1, t, f);
        recur(2, t, o);
        recur(3, t, i);
        watch(a);
        if (peephole) {
            lanes.addProduct(f, cBefore, peepholes[0], n);
            lanes.addProduct(i, cBefore, peepholes[2], n);
        }
        lanes.tanh(a, bias[0], n);
        lanes.sigmoid(f, bias[1], n);
        lanes.sigmoid(i, bias[3], n);
        lanes.productSum(c, f, cBefore, i, a, n);
        if (peephole) {
            lanes.addProduct(o, c, peepholes[1], n);
        }
        lanes.sigmoid(o, bias[2], n);
        lanes.tanhInto(squashed[slot], c, n);
        lanes.multiply(hidden[slot], o, squashed[slot], n);
    }

    @Override
    void hold(int t, int slot, int slotBefore) {
        holdRows(cell[slot], slotBefore < 0 ? initialCell : cell[slotBefore], t);
    }

    @Override
    void cellGradient(Memory dc) {
        dCell = load(dc, dCell);
        if (pass.active != null) {
            heldCell = lanes.ensure(heldCell, n);
        }
        if (peephole) {
            for (int k = 0; k < 3; k++) {
                dPeepholes[k] = clear(dPeepholes[k]);
            }
        }
    }

    @Override
    void stepBack(int t, int slot, int slotBefore, A before) {
        A a = candidate[slot];
        A f = forget[slot];
        A o = output[slot];
        A i = input[slot];
        A cBefore = slotBefore < 0 ? initialCell : cell[slotBefore];
        A da = gradients[0];
        A df = gradients[1];
        A dO = gradients[2];
        A di = gradients[3];
        if (pass.active != null) {
            takePadded(dCell, heldCell, t);
        }
        lanes.sigmoidBack(dO, dHidden, squashed[slot], o, n);
        lanes.addTanhBack(dCell, dHidden, o, squashed[slot], n);
        if (peephole) {
            lanes.addProduct(dCell, dO, peepholes[1], n);
            lanes.addProduct(dPeepholes[1], dO, cell[slot], n);
        }
        lanes.tanhBack(da, dCell, i, a, n);
        lanes.sigmoidBack(df, dCell, cBefore, f, n);
        lanes.sigmoidBack(di, dCell, a, i, n);
        lanes.multiply(dCell, dCell, f, n);
        if (peephole) {
            lanes.addProduct(dCell, df, peepholes[0], n);
            lanes.addProduct(dCell, di, peepholes[2], n);
            lanes.addProduct(dPeepholes[0], df, cBefore, n);
            lanes.addProduct(dPeepholes[2], di, cBefore, n);
        }
        for (int gate = 0; gate < 4; gate++) {
            gradient(gate, t, gradients[gate]);
        }
        back(t, 4, dHidden);
        drop(dHidden);
        if (pass.active != null) {
            lanes.add(dCell, dCell, heldCell, n);
        }
    }

    @Override
    void addVectors(double[] dBias, double[] dPeepholeColumns) {
        super.addVectors(dBias, dPeepholeColumns);
        if (peephole) {
            for (int k = 0; k < 3; k++) {
                addRows(dPeepholes[k], dPeepholeColumns, k * pass.hidden);
            }
        }
    }

    @Override
    Map<String, A> gates(int slot) {
        return Map.of("candidate", candidate[slot], "forget", forget[slot], "output", output[slot],
            "input", input[slot]);
    }

    @Override
    A cellState(int slot) {
        return cell[slot];
    }

    @Override
    A cellGradient() {
        return dCell;
    }
}
