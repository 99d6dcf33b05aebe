package org.unrolled.nn.backend.cpu;

import org.unrolled.nn.backend.Cell;

/**
 * LSTM, with a the candidate, f the forget, o the output and i the input gate:
 * c = f ∘ c' + i ∘ a, h = o ∘ tanh(c), where ' marks the step before. With peepholes f and i see c' and o sees c.
 */
final class FusedLstm extends FusedPart {
    private final boolean peephole;
    private float[][] cell;
    private float[][] squashed;
    private float[] initialCell;
    private float[] dCell;
    private float[] heldCell;
    private final float[][] peepholes;
    private final float[][] dPeepholes;

    FusedLstm(FusedPass pass, int part) {
        super(pass, part);
        peephole = pass.cell.kind() == Cell.Kind.LSTM_PEEPHOLE;
        peepholes = new float[3][];
        dPeepholes = new float[3][];
    }

    @Override
    void size(int slots) {
        cell = ensure(cell, slots);
        squashed = ensure(squashed, slots);
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
    void step(int t, int slot, int slotBefore, float[] before) {
        float[] a = gates[0][slot];
        float[] f = gates[1][slot];
        float[] o = gates[2][slot];
        float[] i = gates[3][slot];
        float[] c = cell[slot];
        float[] cBefore = slotBefore < 0 ? initialCell : cell[slotBefore];
        products.sum(0, t, a);
        products.sum(1, t, f);
        products.sum(2, t, o);
        products.sum(3, t, i);
        watch(a);
        if (peephole) {
            Lanes.addProduct(f, cBefore, peepholes[0], n);
            Lanes.addProduct(i, cBefore, peepholes[2], n);
        }
        Lanes.tanh(a, bias[0], n);
        Lanes.sigmoid(f, bias[1], n);
        Lanes.sigmoid(i, bias[3], n);
        Lanes.productSum(c, f, cBefore, i, a, n);
        if (peephole) {
            Lanes.addProduct(o, c, peepholes[1], n);
        }
        Lanes.sigmoid(o, bias[2], n);
        Lanes.tanhInto(squashed[slot], c, n);
        Lanes.multiply(hidden[slot], o, squashed[slot], n);
    }

    @Override
    void hold(int t, int slot, int slotBefore) {
        holdRows(cell[slot], slotBefore < 0 ? initialCell : cell[slotBefore], t);
    }

    @Override
    void cellGradient(Memory dc) {
        dCell = load(dc, dCell);
        if (pass.active != null) {
            heldCell = Lanes.ensure(heldCell, n);
        }
        if (peephole) {
            for (int k = 0; k < 3; k++) {
                dPeepholes[k] = clear(dPeepholes[k]);
            }
        }
    }

    @Override
    void stepBack(int t, int slot, int slotBefore, float[] before) {
        float[] a = gates[0][slot];
        float[] f = gates[1][slot];
        float[] o = gates[2][slot];
        float[] i = gates[3][slot];
        float[] cBefore = slotBefore < 0 ? initialCell : cell[slotBefore];
        float[] da = dGates[0];
        float[] df = dGates[1];
        float[] dO = dGates[2];
        float[] di = dGates[3];
        if (pass.active != null) {
            takePadded(dCell, heldCell, t);
        }
        Lanes.sigmoidBack(dO, dHidden, squashed[slot], o, n);
        Lanes.addTanhBack(dCell, dHidden, o, squashed[slot], n);
        if (peephole) {
            Lanes.addProduct(dCell, dO, peepholes[1], n);
            Lanes.addProduct(dPeepholes[1], dO, cell[slot], n);
        }
        Lanes.tanhBack(da, dCell, i, a, n);
        Lanes.sigmoidBack(df, dCell, cBefore, f, n);
        Lanes.sigmoidBack(di, dCell, a, i, n);
        Lanes.multiply(dCell, dCell, f, n);
        if (peephole) {
            Lanes.addProduct(dCell, df, peepholes[0], n);
            Lanes.addProduct(dCell, di, peepholes[2], n);
            Lanes.addProduct(dPeepholes[0], df, cBefore, n);
            Lanes.addProduct(dPeepholes[2], di, cBefore, n);
        }
        for (int gate = 0; gate < 4; gate++) {
            gradient(gate, t, dGates[gate]);
        }
        products.back(t, 4, dHidden);
        drop(dHidden);
        if (pass.active != null) {
            Lanes.add(dCell, dCell, heldCell, n);
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
    float[] cellState(int slot) {
        return cell[slot];
    }

    @Override
    float[] cellGradient() {
        return dCell;
    }
}
