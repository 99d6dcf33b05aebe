package org.unrolled.nn.backend.cpu;

/**
 * GRU with the reset gate applied before the product (Cho et al. 2014): r and u from x and h, candidate
 * a = tanh(x Wa + (r ∘ h) Ra + ba), h = u ∘ h' + (1 - u) ∘ a.
 */
final class FusedGruBefore extends FusedPart {
    private float[] masked;
    private float[] product;

    FusedGruBefore(FusedPass pass, int part) {
        super(pass, part);
    }

    @Override
    void size(int slots) {
        masked = Lanes.ensure(masked, n);
        product = Lanes.ensure(product, n);
    }

    @Override
    void step(int t, int slot, int slotBefore, float[] before) {
        float[] r = gates[0][slot];
        float[] u = gates[1][slot];
        float[] a = gates[2][slot];
        products.sum(0, t, r);
        products.sum(1, t, u);
        watch(r);
        Lanes.sigmoid(r, bias[0], n);
        Lanes.sigmoid(u, bias[1], n);
        masked(t, masked);
        Lanes.multiply(product, r, masked, n);
        pass.extra.write(row(t) * pass.hidden, product, n);
        products.sum(2, t, product, a);
        Lanes.tanh(a, bias[2], n);
        Lanes.blend(hidden[slot], u, before, a, n);
    }

    @Override
    void stepBack(int t, int slot, int slotBefore, float[] before) {
        float[] r = gates[0][slot];
        float[] u = gates[1][slot];
        float[] a = gates[2][slot];
        float[] dReset = dGates[0];
        float[] dUpdate = dGates[1];
        float[] dCandidate = dGates[2];
        Lanes.sigmoidBackDifference(dUpdate, dHidden, before, a, u, n);
        Lanes.tanhBackComplement(dCandidate, dHidden, u, a, n);
        gradient(1, t, dUpdate);
        gradient(2, t, dCandidate);
        products.back(2, pass.planes.address(pass.plane(2, row(t))), dCandidate, product);
        masked(t, masked);
        Lanes.sigmoidBack(dReset, product, masked, r, n);
        gradient(0, t, dReset);
        products.back(t, 2, dReset);
        Lanes.addProduct(dReset, product, r, n);
        carry(u, dReset);
    }
}
