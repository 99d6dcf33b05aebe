package org.unrolled.nn.backend.cpu;

/**
 * GRU with the reset gate applied after the product, as cuDNN and PyTorch have it: candidate
 * a = tanh(x Wa + ba + r ∘ (h Ra + ca)) with a recurrent bias c of its own, h = u ∘ h' + (1 - u) ∘ a.
 */
final class FusedGruAfter extends FusedPart {
    private float[][] product;
    private float[] resetBias;
    private float[] updateBias;

    FusedGruAfter(FusedPass pass, int part) {
        super(pass, part);
    }

    @Override
    void size(int slots) {
        product = ensure(product, slots);
        resetBias = Lanes.ensure(resetBias, n);
        updateBias = Lanes.ensure(updateBias, n);
        Lanes.add(resetBias, bias[0], bias[3], n);
        Lanes.add(updateBias, bias[1], bias[4], n);
    }

    @Override
    void step(int t, int slot, int slotBefore, float[] before) {
        float[] r = gates[0][slot];
        float[] u = gates[1][slot];
        float[] a = gates[2][slot];
        float[] q = product[slot];
        products.sum(0, t, r);
        products.sum(1, t, u);
        watch(r);
        Lanes.sigmoid(r, resetBias, n);
        Lanes.sigmoid(u, updateBias, n);
        products.recurrent(2, t, q);
        Lanes.add(q, q, bias[5], n);
        products.input(2, t, a);
        Lanes.addProduct(a, r, q, n);
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
        Lanes.sigmoidBack(dReset, dCandidate, product[slot], r, n);
        gradient(0, t, dReset);
        gradient(1, t, dUpdate);
        gradient(2, t, dCandidate);
        Lanes.multiply(dCandidate, dCandidate, r, n);
        long at = row(t) * pass.hidden;
        pass.extra.write(at, dCandidate, n);
        Lanes.add(dBias[5], dBias[5], dCandidate, n);
        products.back(2, pass.extra.address(at), dCandidate, dCandidate);
        products.back(t, 2, dReset);
        Lanes.add(dReset, dReset, dCandidate, n);
        carry(u, dReset);
    }

    @Override
    void addVectors(double[] dBias, double[] dPeepholes) {
        // The reset and update gates see the sum of both biases, so both have the same gradient.
        System.arraycopy(this.dBias[0], 0, this.dBias[3], 0, n);
        System.arraycopy(this.dBias[1], 0, this.dBias[4], 0, n);
        super.addVectors(dBias, dPeepholes);
    }
}
