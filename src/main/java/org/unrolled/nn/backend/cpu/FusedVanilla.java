package org.unrolled.nn.backend.cpu;

import java.util.Map;
import org.unrolled.nn.backend.Cell;

/** h = tanh(xW + hR + b), or a rectifier in place of tanh. */
final class FusedVanilla extends FusedPart {
    private final boolean relu;
    private float[] gradient;

    FusedVanilla(FusedPass pass, int part) {
        super(pass, part);
        relu = pass.cell.kind() == Cell.Kind.RELU;
    }

    @Override
    void size(int slots) {
        gradient = Lanes.ensure(gradient, n);
    }

    @Override
    void step(int t, int slot, int slotBefore, float[] before) {
        float[] h = hidden[slot];
        recur(0, t, h);
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
            Lanes.reluBack(gradient, dHidden, hidden[slot], n);
        } else {
            Lanes.tanhBack(gradient, dHidden, hidden[slot], n);
        }
        gradient(0, t, gradient);
        back(t, 1, dHidden);
        drop(dHidden);
    }

    @Override
    Map<String, float[]> gates(int slot) {
        return Map.of();
    }
}
