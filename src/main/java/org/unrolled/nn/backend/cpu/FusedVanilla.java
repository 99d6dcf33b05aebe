package org.unrolled.nn.backend.cpu;

import org.unrolled.nn.backend.Cell;

/** h = tanh(xW + hR + b), or a rectifier in place of tanh. */
final class FusedVanilla extends FusedPart {
    private final boolean relu;

    FusedVanilla(FusedPass pass, int part) {
        super(pass, part);
        relu = pass.cell.kind() == Cell.Kind.RELU;
    }

    @Override
    void step(int t, int slot, int slotBefore, float[] before) {
        float[] h = hidden[slot];
        products.sum(0, t, h);
        watch(h);
        if (relu) {
            Lanes.relu(h, bias[0], n);
        } else {
            Lanes.tanh(h, bias[0], n);
        }
    }

    @Override
    void stepBack(int t, int slot, int slotBefore, float[] before) {
        if (relu) {
            Lanes.reluBack(dGates[0], dHidden, hidden[slot], n);
        } else {
            Lanes.tanhBack(dGates[0], dHidden, hidden[slot], n);
        }
        gradient(0, t, dGates[0]);
        products.back(t, 1, dHidden);
        drop(dHidden);
    }
}
