package org.unrolled.nn.backend;

import java.util.Map;

/**
 * GRU with the reset gate applied before the product (Cho et al. 2014): r and u from x and h, candidate
 * a = tanh(x Wa + (r ∘ h) Ra + ba), h = u ∘ h' + (1 - u) ∘ a.
 */
final class FusedGruBefore<A> extends FusedPart<A> {
    private A[] reset;
    private A[] update;
    private A[] candidate;
    private A masked;
    private A product;
    private A dReset;
    private A dUpdate;
    private A dCandidate;

    FusedGruBefore(FusedPass<A> pass, int part) {
        super(pass, part);
    }

    @Override
    void size(int slots) {
        reset = ensure(reset, slots);
        update = ensure(update, slots);
        candidate = ensure(candidate, slots);
        masked = lanes.ensure(masked, n);
        product = lanes.ensure(product, n);
        dReset = lanes.ensure(dReset, n);
        dUpdate = lanes.ensure(dUpdate, n);
        dCandidate = lanes.ensure(dCandidate, n);
    }

    @Override
    void step(int t, int slot, int slotBefore, A before) {
        A r = reset[slot];
        A u = update[slot];
        A a = candidate[slot];
        recur(0, t, r);
        recur(1, t, u);
        watch(r);
        lanes.sigmoid(r, bias[0], n);
        lanes.sigmoid(u, bias[1], n);
        masked(t, masked);
        lanes.multiply(product, r, masked, n);
        long at = row(t) * pass.hidden;
        lanes.write(pass.extra, at, product, n);
        long plane = preActivation(2, t);
        pass.tiles.forward(2, rows, pass.extra.address(at), pass.hidden, 1, pass.planes.address(plane));
        lanes.read(pass.planes, plane, a, n);
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
        gradient(1, t, dUpdate);
        gradient(2, t, dCandidate);
        pass.tiles.backward(2, rows, pass.planes.address(pass.plane(2, row(t))), 0,
            pass.products.address(products(1)), pass.hidden);
        lanes.read(pass.products, products(1), product, n);
        masked(t, masked);
        lanes.sigmoidBack(dReset, product, masked, r, n);
        gradient(0, t, dReset);
        back(t, 2, dReset);
        lanes.addProduct(dReset, product, r, n);
        drop(dReset);
        lanes.multiply(dHidden, dHidden, u, n);
        lanes.add(dHidden, dHidden, dReset, n);
    }

    @Override
    Map<String, A> gates(int slot) {
        return Map.of("reset", reset[slot], "update", update[slot], "candidate", candidate[slot]);
    }
}
