package org.unrolled.nn.kernel;

/**
 * Element-wise functions on blocks of Java arrays, written as plain counted loops so that the just-in-time compiler
 * turns them into vector instructions ({@code Math.tanh} and {@code Math.exp} it can't).
 *
 * <p>In single precision tanh is a rational function, x · P(x²) / Q(x²) with P and Q of degree 4, on the argument
 * clamped to ±{@value #LIMIT}; its coefficients are a weighted least-squares fit (Lawson's iteration) of our own to
 * tanh. Largest absolute error: 1.1e-8 in exact arithmetic, below 3e-7 as computed. The sigmoid is
 * ½ + ½ tanh(x/2), error below 2e-7. In double precision both come from {@link Math}. NaN stays NaN.
 */
public final class Elementwise {
    private static final float LIMIT = 8.6f;
    private static final float P0 = 9.999999434817e-01f;
    private static final float P1 = 1.340387554359e-01f;
    private static final float P2 = 3.523037625831e-03f;
    private static final float P3 = 2.107492178117e-05f;
    private static final float P4 = 1.403204094712e-08f;
    private static final float Q1 = 4.673718613620e-01f;
    private static final float Q2 = 2.598059192538e-02f;
    private static final float Q3 = 3.331108352454e-04f;
    private static final float Q4 = 8.046714440239e-07f;

    private Elementwise() {
    }

    /** tanh of one number by the same formula as the blocks. */
    public static float tanh(float value) {
        float x = Math.max(-LIMIT, Math.min(LIMIT, value));
        float s = x * x;
        float p = (((P4 * s + P3) * s + P2) * s + P1) * s + P0;
        float q = (((Q4 * s + Q3) * s + Q2) * s + Q1) * s + 1f;
        return x * p / q;
    }

    /** Logistic sigmoid of one number by the same formula as the blocks. */
    public static float sigmoid(float value) {
        return 0.5f + 0.5f * tanh(0.5f * value);
    }

    /** Logistic sigmoid in double precision. */
    public static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** a[i] = tanh(a[i]) for {@code count} elements from {@code at} on. */
    public static void tanh(float[] a, int at, int count) {
        for (int i = at; i < at + count; i++) {
            a[i] = tanh(a[i]);
        }
    }

    /** a[i] = sigmoid(a[i]) for {@code count} elements from {@code at} on. */
    public static void sigmoid(float[] a, int at, int count) {
        for (int i = at; i < at + count; i++) {
            a[i] = sigmoid(a[i]);
        }
    }

    /** a[i] = max(a[i], 0). */
    public static void relu(float[] a, int at, int count) {
        for (int i = at; i < at + count; i++) {
            a[i] = Math.max(a[i], 0f);
        }
    }

    /** a[i] = tanh(a[i]) in double precision. */
    public static void tanh(double[] a, int at, int count) {
        for (int i = at; i < at + count; i++) {
            a[i] = Math.tanh(a[i]);
        }
    }

    /** a[i] = sigmoid(a[i]) in double precision. */
    public static void sigmoid(double[] a, int at, int count) {
        for (int i = at; i < at + count; i++) {
            a[i] = sigmoid(a[i]);
        }
    }

    /** a[i] = max(a[i], 0) in double precision. */
    public static void relu(double[] a, int at, int count) {
        for (int i = at; i < at + count; i++) {
            a[i] = Math.max(a[i], 0);
        }
    }

    /** a[i] += b[j], i from {@code at}, j from {@code bAt} on. */
    public static void add(float[] a, int at, float[] b, int bAt, int count) {
        for (int i = 0; i < count; i++) {
            a[at + i] += b[bAt + i];
        }
    }

    /** a[i] += b[j] in double precision. */
    public static void add(double[] a, int at, double[] b, int bAt, int count) {
        for (int i = 0; i < count; i++) {
            a[at + i] += b[bAt + i];
        }
    }
}
