package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * The additive score v · tanh(q + k) for projected queries q and keys k, and its gradients, on one thread. For each query
 * the hidden layer of all positions is one block [source, hidden]; on the way back it is computed again, as keeping it for
 * all queries would cost more memory than all the rest together.
 */
final class AdditiveScores {
    private final AttentionPass pass;
    private final int hidden;
    private final Scratch scratch = new Scratch();
    private Memory block;
    private float[] keys;
    private float[] query;
    private float[] repeated;
    private float[] layer;
    private float[] vector;
    private float[] dScores;
    private float[] dLayer;
    private float[] dKeys;
    private float[] dQuery;
    private float[] dVector;
    private int n;

    AdditiveScores(AttentionPass pass) {
        this.pass = pass;
        this.hidden = pass.shape.hidden();
    }

    void begin() {
        n = pass.source * hidden;
        block = scratch.ensure(n);
        keys = Lanes.ensure(keys, n);
        query = Lanes.ensure(query, hidden);
        repeated = Lanes.ensure(repeated, n);
        layer = Lanes.ensure(layer, n);
    }

    void beginBack() {
        vector = Lanes.ensure(vector, n);
        dScores = Lanes.ensure(dScores, n);
        dLayer = Lanes.ensure(dLayer, n);
        dKeys = Lanes.ensure(dKeys, n);
        dQuery = Lanes.ensure(dQuery, hidden);
        dVector = Lanes.ensure(dVector, n);
        Arrays.fill(dVector, 0, n, 0);
        pass.vector.read(0, vector, hidden);
        repeat(vector);
    }

    /** Copies the first row of a block into all others. */
    private void repeat(float[] rows) {
        for (int s = 1; s < pass.source; s++) {
            System.arraycopy(rows, 0, rows, s * hidden, hidden);
        }
    }

    /** tanh(q + k) of one query and all positions, in {@link #layer}. */
    private void layer(int b, int t) {
        pass.projected.read(((long) t * pass.batch + b) * hidden, repeated, hidden);
        repeat(repeated);
        Lanes.add(layer, repeated, keys, n);
        Lanes.tanhInto(layer, layer, n);
    }

    /** Scores of {@code count} queries from step {@code from} on; they go to {@code pass.weights[at...]}. */
    void scores(int b, int from, int count, long at) {
        pass.keys.read(pass.source(b) * hidden, keys, n);
        for (int i = 0; i < count; i++) {
            layer(b, from + i);
            block.write(0, layer, n);
            Blas.gemm(false, false, pass.source, 1, hidden, block.address(), hidden,
                pass.vector.address(), 1, 0, pass.weights.address(at + (long) i * pass.source), 1);
        }
    }

    /**
     * Gradients of projected queries and keys from those of the scores. The keys' are added up; they are set at the last
     * step, where every way back begins.
     */
    void back(int b, int from, int count, long at) {
        long keysAt = (long) b * pass.source * hidden;
        pass.keys.read(keysAt, keys, n);
        if (from + count == pass.steps) {
            Arrays.fill(dKeys, 0, n, 0);
        } else {
            pass.dKeys.read(keysAt, dKeys, n);
        }
        for (int i = count - 1; i >= 0; i--) {
            layer(b, from + i);
            for (int s = 0; s < pass.source; s++) {
                Arrays.fill(dScores, s * hidden, s * hidden + hidden, pass.dScores.get(at + (long) i * pass.source + s));
            }
            Lanes.addProduct(dVector, dScores, layer, n);
            Lanes.tanhBack(dLayer, dScores, vector, layer, n);
            Lanes.add(dKeys, dKeys, dLayer, n);
            Arrays.fill(dQuery, 0, hidden, 0);
            for (int s = 0; s < pass.source; s++) {
                System.arraycopy(dLayer, s * hidden, query, 0, hidden);
                Lanes.add(dQuery, dQuery, query, hidden);
            }
            pass.dProjected.write(((long) (from + i) * pass.batch + b) * hidden, dQuery, hidden);
        }
        pass.dKeys.write(keysAt, dKeys, n);
    }

    /** Adds the gradient of v since {@link #beginBack} to {@code sum}. */
    void addVectorGradient(double[] sum) {
        for (int i = 0; i < n; i++) {
            sum[i % hidden] += dVector[i];
        }
    }
}
