package org.unrolled.nn.backend.cpu;

import org.unrolled.concurrent.Workers;

/**
 * {@link org.unrolled.nn.backend.LayerBackend#adam} of a flat array in one pass, cut into pieces for the threads. Reading and
 * writing each number once is what makes it fast: the arithmetic costs little.
 */
final class AdamRule {
    private static final int CHUNK = 2048;
    /** Fewest elements that are worth a thread of their own. */
    private static final int PART = 16_384;

    private AdamRule() {
    }

    /** One step; {@code gradient} becomes the update that is to be subtracted from the parameters. */
    static void apply(Memory gradient, Memory m, Memory v, double rate, double beta1, double beta2,
                             double epsilon) {
        int length = (int) gradient.length();
        Workers.split(length, Math.max(1, Math.min(Workers.count(), length / PART)), (part, from, to) ->
            apply(gradient, m, v, (float) rate, (float) beta1, (float) beta2, (float) epsilon, from, to));
    }

    private static void apply(Memory gradient, Memory m, Memory v, float rate, float beta1, float beta2, float epsilon,
                              int from, int to) {
        var g = new float[CHUNK];
        var first = new float[CHUNK];
        var second = new float[CHUNK];
        for (int at = from; at < to; at += CHUNK) {
            int n = Math.min(CHUNK, to - at);
            gradient.read(at, g, n);
            m.read(at, first, n);
            v.read(at, second, n);
            moments(g, first, second, beta1, beta2, n);
            update(g, first, second, rate, epsilon, n);
            m.write(at, first, n);
            v.write(at, second, n);
            gradient.write(at, g, n);
        }
    }

    private static void moments(float[] g, float[] m, float[] v, float beta1, float beta2, int n) {
        for (int i = 0; i < n; i++) {
            m[i] = beta1 * m[i] + (1 - beta1) * g[i];
            v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
        }
    }

    private static void update(float[] g, float[] m, float[] v, float rate, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            g[i] = m[i] * rate / ((float) Math.sqrt(v[i]) + epsilon);
        }
    }
}
