package org.unrolled.nn.backend.cpu;

/**
 * Element-wise work on Java arrays. Every method works on elements 0 to {@code n} - 1 and writes one array only: such loops
 * the just-in-time compiler turns into vector instructions ({@code Math.tanh} and {@code Math.exp} it can't).
 *
 * <p>tanh is a rational function, x · P(x²) / Q(x²) with P and Q of degree 4, on the argument clamped to ±{@value #LIMIT};
 * its coefficients are a weighted least-squares fit (Lawson's iteration) of our own to tanh. Largest absolute error: 1.1e-8
 * in exact arithmetic, below 3e-7 as computed. The sigmoid is ½ + ½ tanh(x/2), error below 2e-7. NaN stays NaN.
 */
final class Lanes {
    static final float LIMIT = 8.6f;
    static final float P0 = 9.999999434817e-01f;
    static final float P1 = 1.340387554359e-01f;
    static final float P2 = 3.523037625831e-03f;
    static final float P3 = 2.107492178117e-05f;
    static final float P4 = 1.403204094712e-08f;
    static final float Q1 = 4.673718613620e-01f;
    static final float Q2 = 2.598059192538e-02f;
    static final float Q3 = 3.331108352454e-04f;
    static final float Q4 = 8.046714440239e-07f;
    /**
     * Times this, every positive number that matters is above 1; a condition would keep the loop from vectorising.
     * A padded row holds the given initial state, which may be negative.
     */
    private static final float HUGE = 1e38f;
    /** The activations in vectors of our own, about one and a half times as fast; null where loops compute them. */
    private static final Activations VECTORS = PanelKernels.activations();

    private Lanes() {
    }

    /** {@code array} if it holds {@code n} elements, otherwise a new one that does; may be given null. */
    static float[] ensure(float[] array, int n) {
        return array != null && array.length >= n ? array : new float[n];
    }

    /** Brings an argument into the range of {@link #rational}; in a loop of its own, which vectorises better. */
    static float clamp(float value) {
        return Math.max(-LIMIT, Math.min(LIMIT, value));
    }

    /** tanh of a number within the limits. */
    static float rational(float x) {
        float s = x * x;
        float p = (((P4 * s + P3) * s + P2) * s + P1) * s + P0;
        float q = (((Q4 * s + Q3) * s + Q2) * s + Q1) * s + 1f;
        return x * p / q;
    }

    /** Reads {@code n / width} rows of {@code width} elements, {@code stride} apart in memory. */
    static void readRows(Memory m, long at, long stride, float[] a, int width, int n) {
        if (stride == width) {
            m.read(at, a, n);
            return;
        }
        for (int i = 0; i < n; i += width) {
            m.read(at + i / width * stride, a, i, width);
        }
    }

    /** Writes {@code n / width} rows of {@code width} elements, {@code stride} apart in memory. */
    static void writeRows(Memory m, long at, long stride, float[] a, int width, int n) {
        if (stride == width) {
            m.write(at, a, n);
            return;
        }
        for (int i = 0; i < n; i += width) {
            m.write(at + i / width * stride, a, i, width);
        }
    }

    /** to = fromᵀ, from of shape [rows, columns]. */
    static void transpose(float[] from, float[] to, int rows, int columns) {
        int r = 0;
        for (; r + 8 <= rows; r += 8) {
            transposeEight(from, to, rows, columns, r);
        }
        for (; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                to[c * rows + r] = from[r * columns + c];
            }
        }
    }

    /** Eight rows side by side: twice as fast as one after the other, which pushes lines out of the cache. */
    private static void transposeEight(float[] from, float[] to, int rows, int columns, int r) {
        int a = r * columns;
        int b = a + columns;
        int d = b + columns;
        int e = d + columns;
        int f = e + columns;
        int g = f + columns;
        int h = g + columns;
        int i = h + columns;
        for (int c = 0; c < columns; c++) {
            int at = c * rows + r;
            to[at] = from[a + c];
            to[at + 1] = from[b + c];
            to[at + 2] = from[d + c];
            to[at + 3] = from[e + c];
            to[at + 4] = from[f + c];
            to[at + 5] = from[g + c];
            to[at + 6] = from[h + c];
            to[at + 7] = from[i + c];
        }
    }

    /** Sum of the elements. */
    static double sum(float[] a, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[i];
        }
        return sum;
    }

    /** total[at + i] += a[from + i]. */
    static void addTo(double[] total, int at, float[] a, int from, int n) {
        for (int i = 0; i < n; i++) {
            total[at + i] += a[from + i];
        }
    }

    /** x = sigmoid(x + b). */
    static void sigmoid(float[] x, float[] b, int n) {
        if (VECTORS != null) {
            VECTORS.sigmoid(x, b, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            x[i] = clamp(0.5f * (x[i] + b[i]));
        }
        for (int i = 0; i < n; i++) {
            x[i] = 0.5f + 0.5f * rational(x[i]);
        }
    }

    /** x = tanh(x + b). */
    static void tanh(float[] x, float[] b, int n) {
        if (VECTORS != null) {
            VECTORS.tanh(x, b, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            x[i] = clamp(x[i] + b[i]);
        }
        for (int i = 0; i < n; i++) {
            x[i] = rational(x[i]);
        }
    }

    /** out = tanh(x). */
    static void tanhInto(float[] out, float[] x, int n) {
        if (VECTORS != null) {
            VECTORS.tanhInto(out, x, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            out[i] = clamp(x[i]);
        }
        for (int i = 0; i < n; i++) {
            out[i] = rational(out[i]);
        }
    }

    /** x = max(0, x + b). */
    static void relu(float[] x, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(0, x[i] + b[i]);
        }
    }

    /** out = a + b. */
    static void add(float[] out, float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] + b[i];
        }
    }

    /** out = a · b. */
    static void multiply(float[] out, float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] * b[i];
        }
    }

    /** out += a · b. */
    static void addProduct(float[] out, float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            out[i] += a[i] * b[i];
        }
    }

    /** out = a · b + c · d. */
    static void productSum(float[] out, float[] a, float[] b, float[] c, float[] d, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] * b[i] + c[i] * d[i];
        }
    }

    /** out = z · a + (1 - z) · b. */
    static void blend(float[] out, float[] z, float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = b[i] + z[i] * (a[i] - b[i]);
        }
    }

    /** out = u · v · y · (1 - y): back through a sigmoid with output y. */
    static void sigmoidBack(float[] out, float[] u, float[] v, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = u[i] * v[i] * y[i] * (1f - y[i]);
        }
    }

    /** out = u · (a - b) · y · (1 - y). */
    static void sigmoidBackDifference(float[] out, float[] u, float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = u[i] * (a[i] - b[i]) * y[i] * (1f - y[i]);
        }
    }

    /** out = u · (1 - y²): back through a tanh with output y. */
    static void tanhBack(float[] out, float[] u, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = u[i] * (1f - y[i] * y[i]);
        }
    }

    /** out = u · v · (1 - y²). */
    static void tanhBack(float[] out, float[] u, float[] v, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = u[i] * v[i] * (1f - y[i] * y[i]);
        }
    }

    /** out += u · v · (1 - y²). */
    static void addTanhBack(float[] out, float[] u, float[] v, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            out[i] += u[i] * v[i] * (1f - y[i] * y[i]);
        }
    }

    /** out = u · (1 - z) · (1 - y²). */
    static void tanhBackComplement(float[] out, float[] u, float[] z, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = u[i] * (1f - z[i]) * (1f - y[i] * y[i]);
        }
    }

    /** out = u where y > 0, else 0: back through a rectifier with output y. */
    static void reluBack(float[] out, float[] u, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = u[i] * Math.max(0f, Math.min(1f, y[i] * HUGE));
        }
    }

    /** out += 0 · x: stays 0 while x is finite, and is NaN from the first NaN or infinity on. */
    static void watch(float[] out, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            out[i] += 0f * x[i];
        }
    }
}
