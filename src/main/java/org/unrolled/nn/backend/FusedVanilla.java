package org.unrolled.nn.backend;

import java.util.Map;

/** h = tanh(xW + hR + b), or a rectifier in place of tanh. */
final class FusedVanilla<A> extends FusedPart<A> {
    private final boolean relu;
    private A gradient;

    FusedVanilla(FusedPass<A> pass, int part) {
        super(pass, part);
        relu = pass.cell.kind() == Cell.Kind.RELU;
    }

    @Override
    void size(int slots) {
        gradient = lanes.ensure(gradient, n);
    }

    @Override
    void step(int t, int slot, int slotBefore, A before) {
        A h = hidden[slot];
        recur(0, t, h);
        watch(h);
        if (relu) {
            lanes.relu(h, bias[0], n);
        } else {
            lanes.tanh(h, bias[0], n);
        }
    }

    @Override
    void stepBack(int t, int slot, int slotBefore, A before) {
        if (relu) {
            lanes.reluBack(gradient, dHidden, hidden[slot], n);
        } else {
            lanes.tanhBack(gradient, dHidden, hidden[slot], n);
        }
        gradient(0, t, gradient);
        back(t, 1, dHidden);
        drop(dHidden);
    }

    @Override
    Map<String, A> gates(int slot) {
        return Map.of();
    }
}
