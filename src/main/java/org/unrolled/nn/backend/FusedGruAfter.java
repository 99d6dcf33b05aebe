package org.unrolled.nn.backend;

import java.util.Map;

/**
 * GRU with the reset gate applied after the product, as cuDNN and PyTorch have it: candidate
 * a = tanh(x Wa + ba + r ∘ (h Ra + ca)) with a recurrent bias c of its own, h = u ∘ h' + (1 - u) ∘ a.
 */
final class FusedGruAfter<A> extends FusedPart<A> {
    private A[] reset;
    private A[] update;
    private A[] candidate;
    private A[] product;
    private A resetBias;
    private A updateBias;
    private A dReset;
    private A dUpdate;
    private A dCandidate;

    FusedGruAfter(FusedPass<A> pass, int part) {
        super(pass, part);
    }

    @Override
    void size(int slots) {
        reset = ensure(reset, slots);
        update = ensure(update, slots);
        candidate = ensure(candidate, slots);
        product = ensure(product, slots);
        dReset = lanes.ensure(dReset, n);
        dUpdate = lanes.ensure(dUpdate, n);
        dCandidate = lanes.ensure(dCandidate, n);
        resetBias = lanes.ensure(resetBias, n);
        updateBias = lanes.ensure(updateBias, n);
        lanes.add(resetBias, bias[0], bias[3], n);
        lanes.add(updateBias, bias[1], bias[4], n);
    }

    @Override
    void step(int t, int slot, int slotBefore, A before) {
        A r = reset[slot];
        A u = update[slot];
        A a = candidate[slot];
        A q = product[slot];
        recur(0, t, r);
        recur(1, t, u);
        watch(r);
        lanes.sigmoid(r, resetBias, n);
        lanes.sigmoid(u, updateBias, n);
        pass.tiles.forward(2, rows, pass.states.address(pass.before(t, first)), pass.hidden, 0,
            pass.products.address(products(2)));
        lanes.read(pass.products, products(2), q, n);
        lanes.add(q, q, bias[5], n);
        lanes.read(pass.planes, preActivation(2, t), a, n);
        lanes.addProduct(a, r, q, n);
        lanes.tanh(a, bias[2], n);
        lanes.blend(hidden[slot], u, before, a, n);
    }

    @Override
    void stepBack(int t, int slot, int slotBefore, A before) {
        A r = reset[slot];
        A u = update[slot];
        A a = candidate[slot];
        lanes.sigmoidBackDifference(dUpdate, dHidden, before, a, u, n);
        lanes.tanhBackComplement(dCandidate, dHidden, u, a, n);
        lanes.sigmoidBack(dReset, dCandidate, product[slot], r, n);
        gradient(0, t, dReset);
        gradient(1, t, dUpdate);
        gradient(2, t, dCandidate);
        lanes.multiply(dCandidate, dCandidate, r, n);
        long at = row(t) * pass.hidden;
        lanes.write(pass.extra, at, dCandidate, n);
        lanes.add(dBias[5], dBias[5], dCandidate, n);
        long result = products(1);
        pass.tiles.backward(2, rows, pass.extra.address(at), 0, pass.products.address(result), pass.hidden);
        lanes.read(pass.products, result, dCandidate, n);
        back(t, 2, dReset);
        lanes.add(dReset, dReset, dCandidate, n);
        drop(dReset);
        lanes.multiply(dHidden, dHidden, u, n);
        lanes.add(dHidden, dHidden, dReset, n);
    }

    @Override
    void addVectors(double[] dBias, double[] dPeepholes) {
        // The reset and update gates see the sum of both biases, so both have the same gradient.
        lanes.copy(this.dBias[0], 0, this.dBias[3], 0, n);
        lanes.copy(this.dBias[1], 0, this.dBias[4], 0, n);
        super.addVectors(dBias, dPeepholes);
    }

    @Override
    Map<String, A> gates(int slot) {
        return Map.of("reset", reset[slot], "update", update[slot], "candidate", candidate[slot]);
    }
}
