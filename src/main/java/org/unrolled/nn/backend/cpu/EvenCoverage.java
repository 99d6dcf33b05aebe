package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * The gradient of the penalty λ Σ_i (1 - Σ_t a_ti)² by the weights a: -2 λ (1 - Σ_t a_ti), the same at all steps t of an example.
 * Weights of what is masked are 0, so the softmax after it lets nothing through to these.
 */
final class EvenCoverage {
    private final AttentionPass pass;
    /** By sequence of the part and position. */
    private float[] gradient;
    private float[] weights;

    EvenCoverage(AttentionPass pass) {
        this.pass = pass;
    }

    /** Before a backward pass over sequences {@code first} to {@code first + rows - 1}. */
    void beginBack(int first, int rows) {
        int source = pass.source;
        int n = pass.steps * source;
        float twice = 2 * (float) pass.shape.doublyStochastic();
        gradient = Lanes.ensure(gradient, rows * source);
        weights = Lanes.ensure(weights, n);
        Arrays.fill(gradient, 0, rows * source, -twice);
        for (int r = 0; r < rows; r++) {
            pass.weights.read((long) (first + r) * n, weights, n);
            for (int t = 0; t < pass.steps; t++) {
                RowLanes.addScaled(gradient, r * source, weights, t * source, twice, source);
            }
        }
    }

    /** Adds it to dL/d(weights) of {@code count} steps of the part's sequence {@code r}. */
    void addGradient(float[] dWeights, int r, int count) {
        for (int t = 0; t < count; t++) {
            RowLanes.addScaled(dWeights, t * pass.source, gradient, r * pass.source, 1, pass.source);
        }
    }
}
