package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * Work on blocks of rows in Java arrays that {@link Lanes} lacks: softmax, layer normalisation, GELU. Blocks are
 * [rows, columns] without gaps from element 0 on.
 */
final class RowLanes {
    private static final float GELU_FACTOR = 0.79788456f;
    private static final float GELU_CUBE = 0.044715f;
    /** Beyond, the slope of GELU is 0 or 1 to single precision; computed from x it would drown in rounding. */
    private static final float GELU_ENDS = 5.5f;
    /** Below this no score is: a row whose largest is lower sees nothing. */
    private static final float NOTHING = -Float.MAX_VALUE;

    private static final ThreadLocal<Exponential> EXPONENTIAL = ThreadLocal.withInitial(Exponential::new);

    private RowLanes() {
    }

    /**
     * Each row becomes softmax(factor · row) over the columns that may be seen, and exactly 0 elsewhere; a row that may see
     * nothing becomes zeros.
     *
     * @param visible which columns may be seen; null for all
     * @param causal  whether row r sees only the columns 0 to r mod {@code period}
     */
    static void softmax(float[] a, int rows, int columns, double factor, boolean[] visible, boolean causal, int period) {
        for (int r = 0; r < rows; r++) {
            int at = r * columns;
            int end = at + (causal ? Math.min(columns, r % period + 1) : columns);
            float largest = largest(a, at, end, visible);
            shift(a, at, end, (float) factor, largest == NOTHING ? 0 : (float) factor * largest);
            Arrays.fill(a, end, at + columns, 0);
        }
        var exponential = EXPONENTIAL.get();
        int n = rows * columns;
        for (int i = 0; i < n; i += Exponential.CHUNK) {
            exponential.apply(a, 0, a, i, Math.min(Exponential.CHUNK, n - i));
        }
        for (int r = 0; r < rows; r++) {
            int at = r * columns;
            int end = at + (causal ? Math.min(columns, r % period + 1) : columns);
            Arrays.fill(a, end, at + columns, 0);
            if (visible != null) {
                hide(a, at, end, visible);
            }
            float sum = sum(a, at, end);
            scale(a, at, end, sum == 0 ? 0 : 1 / sum);
        }
    }

    private static float largest(float[] a, int from, int to, boolean[] visible) {
        float largest = NOTHING;
        for (int i = from; i < to; i++) {
            if (visible == null || visible[i - from]) {
                largest = Math.max(largest, a[i]);
            }
        }
        return largest;
    }

    private static void shift(float[] a, int from, int to, float factor, float shift) {
        for (int i = from; i < to; i++) {
            a[i] = Math.min(0f, a[i] * factor - shift);
        }
    }

    private static void hide(float[] a, int from, int to, boolean[] visible) {
        for (int i = from; i < to; i++) {
            if (!visible[i - from]) {
                a[i] = 0;
            }
        }
    }

    /** Multiplies {@code a[from...to - 1]}. */
    static void scale(float[] a, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            a[i] *= factor;
        }
    }

    /** Back through {@link #softmax}: d = factor · p ∘ (d - Σ p ∘ d), the sum over each row. */
    static void softmaxBack(float[] d, float[] p, int rows, int columns, double factor) {
        for (int r = 0; r < rows; r++) {
            int at = r * columns;
            softmaxBack(d, p, at, at + columns, (float) dot(d, at, p, at, columns), (float) factor);
        }
    }

    private static void softmaxBack(float[] d, float[] p, int from, int to, float sum, float factor) {
        for (int i = from; i < to; i++) {
            d[i] = factor * p[i] * (d[i] - sum);
        }
    }

    /**
     * Layer normalisation without gain and bias: each row becomes (x - mean) / √(variance + epsilon).
     *
     * @param inverse where 1 / √(variance + epsilon) of each row goes
     */
    static void normalise(float[] a, int rows, int columns, double epsilon, float[] inverse) {
        for (int r = 0; r < rows; r++) {
            int at = r * columns;
            float mean = sum(a, at, at + columns) / columns;
            subtract(a, at, at + columns, mean);
            double variance = dot(a, at, a, at, columns) / columns;
            inverse[r] = (float) (1 / Math.sqrt(variance + epsilon));
            scale(a, at, at + columns, inverse[r]);
        }
    }

    private static void subtract(float[] a, int from, int to, float mean) {
        for (int i = from; i < to; i++) {
            a[i] -= mean;
        }
    }

    /**
     * Back through {@link #normalise}: d = inverse · (d - mean(d) - y · mean(d ∘ y)), means over each row.
     *
     * @param y what {@link #normalise} gave
     */
    static void normaliseBack(float[] d, float[] y, int rows, int columns, float[] inverse) {
        for (int r = 0; r < rows; r++) {
            int at = r * columns;
            float mean = sum(d, at, at + columns) / columns;
            float along = (float) dot(d, at, y, at, columns) / columns;
            normaliseBack(d, y, at, at + columns, mean, along, inverse[r]);
        }
    }

    private static void normaliseBack(float[] d, float[] y, int from, int to, float mean, float along, float inverse) {
        for (int i = from; i < to; i++) {
            d[i] = inverse * (d[i] - mean - y[i] * along);
        }
    }

    /** out = gelu(x), in the form with tanh. */
    static void gelu(float[] out, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float u = Lanes.clamp(GELU_FACTOR * (x[i] + GELU_CUBE * x[i] * x[i] * x[i]));
            out[i] = 0.5f * x[i] * (1f + Lanes.rational(u));
        }
    }

    /** d = d · gelu'(x). */
    static void geluBack(float[] d, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float v = Math.max(-GELU_ENDS, Math.min(GELU_ENDS, x[i]));
            float square = v * v;
            float t = Lanes.rational(Lanes.clamp(GELU_FACTOR * v * (1f + GELU_CUBE * square)));
            float slope = GELU_FACTOR * (1f + 3f * GELU_CUBE * square);
            d[i] *= 0.5f * (1f + t) + 0.5f * v * (1f - t) * (1f + t) * slope;
        }
    }

    /** out = factor · x + plus. */
    static void scaleAdd(float[] out, float[] x, double factor, float[] plus, int n) {
        float f = (float) factor;
        for (int i = 0; i < n; i++) {
            out[i] = f * x[i] + plus[i];
        }
    }

    /** Four sums side by side: a single one would wait for each addition. */
    static float sum(float[] a, int from, int to) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            s0 += a[i];
            s1 += a[i + 1];
            s2 += a[i + 2];
            s3 += a[i + 3];
        }
        for (; i < to; i++) {
            s0 += a[i];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** Σ a[aAt + i] · b[bAt + i]. */
    static double dot(float[] a, int aAt, float[] b, int bAt, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += a[aAt + i] * b[bAt + i];
            s1 += a[aAt + i + 1] * b[bAt + i + 1];
            s2 += a[aAt + i + 2] * b[bAt + i + 2];
            s3 += a[aAt + i + 3] * b[bAt + i + 3];
        }
        for (; i < n; i++) {
            s0 += a[aAt + i] * b[bAt + i];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** a[at + i] += factor · b[bAt + i]. */
    static void addScaled(float[] a, int at, float[] b, int bAt, double factor, int n) {
        float f = (float) factor;
        for (int i = 0; i < n; i++) {
            a[at + i] += f * b[bAt + i];
        }
    }

    /** Whether no element is NaN or infinite. */
    static boolean finite(float[] a, int n) {
        float watched = 0;
        for (int i = 0; i < n; i++) {
            watched += 0f * a[i];
        }
        return watched == 0;
    }
}
