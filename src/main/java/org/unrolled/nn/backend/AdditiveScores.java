package org.unrolled.nn.backend;

import org.unrolled.nn.kernel.Blas;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Scratch;

/**
 * The additive score v · tanh(q + k) for projected queries q and keys k, and its gradients, on one thread. For each query
 * the hidden layer of all positions is one block [source, hidden]; on the way back it is computed again, as keeping it for
 * all queries would cost more memory than all the rest together.
 */
final class AdditiveScores<A> {
    private final AttentionPass<A> pass;
    private final Lanes<A> lanes;
    private final int hidden;
    private final Scratch scratch = new Scratch();
    private Memory block;
    private A keys;
    private A query;
    private A repeated;
    private A layer;
    private A vector;
    private A dScores;
    private A dLayer;
    private A dKeys;
    private A dQuery;
    private A dVector;
    private int n;

    AdditiveScores(AttentionPass<A> pass) {
        this.pass = pass;
        this.lanes = pass.lanes;
        this.hidden = pass.shape.hidden();
    }

    void begin() {
        n = pass.source * hidden;
        block = scratch.ensure(pass.precision, n);
        keys = lanes.ensure(keys, n);
        query = lanes.ensure(query, hidden);
        repeated = lanes.ensure(repeated, n);
        layer = lanes.ensure(layer, n);
    }

    void beginBack() {
        vector = lanes.ensure(vector, n);
        dScores = lanes.ensure(dScores, n);
        dLayer = lanes.ensure(dLayer, n);
        dKeys = lanes.ensure(dKeys, n);
        dQuery = lanes.ensure(dQuery, hidden);
        dVector = lanes.ensure(dVector, n);
        lanes.fill(dVector, 0, n, 0);
        lanes.read(pass.vector, 0, vector, hidden);
        repeat(vector);
    }

    /** Copies the first row of a block into all others. */
    private void repeat(A rows) {
        for (int s = 1; s < pass.source; s++) {
            lanes.copy(rows, 0, rows, s * hidden, hidden);
        }
    }

    /** tanh(q + k) of one query and all positions, in {@link #layer}. */
    private void layer(int b, int t) {
        lanes.read(pass.projected, ((long) t * pass.batch + b) * hidden, repeated, hidden);
        repeat(repeated);
        lanes.add(layer, repeated, keys, n);
        lanes.tanhInto(layer, layer, n);
    }

    /** Scores of {@code count} queries from step {@code from} on; they go to {@code pass.weights[at...]}. */
    void scores(int b, int from, int count, long at) {
        lanes.read(pass.keys, pass.source(b) * hidden, keys, n);
        for (int i = 0; i < count; i++) {
            layer(b, from + i);
            lanes.write(block, 0, layer, n);
            Blas.gemm(pass.precision, false, false, pass.source, 1, hidden, block.address(), hidden,
                pass.vector.address(), 1, 0, pass.weights.address(at + (long) i * pass.source), 1);
        }
    }

    /**
     * Gradients of projected queries and keys from those of the scores. The keys' are added up; they are set at the last
     * step, where every way back begins.
     */
    void back(int b, int from, int count, long at) {
        long keysAt = (long) b * pass.source * hidden;
        lanes.read(pass.keys, keysAt, keys, n);
        if (from + count == pass.steps) {
            lanes.fill(dKeys, 0, n, 0);
        } else {
            lanes.read(pass.dKeys, keysAt, dKeys, n);
        }
        for (int i = count - 1; i >= 0; i--) {
            layer(b, from + i);
            for (int s = 0; s < pass.source; s++) {
                lanes.fill(dScores, s * hidden, hidden, pass.dScores.get(at + (long) i * pass.source + s));
            }
            lanes.addProduct(dVector, dScores, layer, n);
            lanes.tanhBack(dLayer, dScores, vector, layer, n);
            lanes.add(dKeys, dKeys, dLayer, n);
            lanes.fill(dQuery, 0, hidden, 0);
            for (int s = 0; s < pass.source; s++) {
                lanes.copy(dLayer, s * hidden, query, 0, hidden);
                lanes.add(dQuery, dQuery, query, hidden);
            }
            lanes.write(pass.dProjected, ((long) (from + i) * pass.batch + b) * hidden, dQuery, hidden);
        }
        lanes.write(pass.dKeys, keysAt, dKeys, n);
    }

    /** Adds the gradient of v since {@link #beginBack} to {@code sum}. */
    void addVectorGradient(double[] sum) {
        for (int i = 0; i < n; i++) {
            sum[i % hidden] += lanes.get(dVector, i);
        }
    }
}
