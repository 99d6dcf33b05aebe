package org.unrolled.nn.backend.cpu;

/**
 * Sums of numbers that are kept as logarithms, for whole arrays in double precision, in loops that the just-in-time compiler turns into
 * vector instructions, which it does for neither {@code Math.exp} nor {@code Math.log}. Loops are short on purpose: a longer body
 * isn't unrolled, and so not vectorised.
 *
 * <p>log(e^a + e^b) = m + log(1 + e^d) with m the larger and d ≤ 0 the smaller less the larger. exp(d) is the 128th power of a Taylor
 * polynomial of degree 7 around the middle of its range, and counts as exp(-30) below; log(1 + e) = 2 artanh(e / (2 + e)), whose
 * series ends with the 17th power. Largest error as tested: 1e-9. Not for several threads at once.
 */
final class LogLanes {
    /** A logarithm of nothing: finite, so that differences are numbers. */
    static final double NOTHING = -1e30;
    private static final double LOWEST = -30;
    private static final double PART = 1.0 / 128;
    private static final double MIDDLE = LOWEST * PART / 2;
    private static final double C0 = Math.exp(MIDDLE);
    private static final double C2 = 1.0 / 2;
    private static final double C3 = 1.0 / 6;
    private static final double C4 = 1.0 / 24;
    private static final double C5 = 1.0 / 120;
    private static final double C6 = 1.0 / 720;
    private static final double C7 = 1.0 / 5040;
    private static final double L3 = 1.0 / 3;
    private static final double L5 = 1.0 / 5;
    private static final double L7 = 1.0 / 7;
    private static final double L9 = 1.0 / 9;
    private static final double L11 = 1.0 / 11;
    private static final double L13 = 1.0 / 13;
    private static final double L15 = 1.0 / 15;
    private static final double L17 = 1.0 / 17;

    private double[] larger = new double[0];
    private double[] part = new double[0];

    private void ensure(int length) {
        if (larger.length < length) {
            larger = new double[length];
            part = new double[length];
        }
    }

    /** out[i] = log(exp(a[i]) + exp(b[i])) for i from {@code from} to {@code to} - 1; out may be a or b. */
    void add(double[] out, double[] a, double[] b, int from, int to) {
        ensure(to);
        maximum(larger, a, b, from, to);
        distance(part, a, b, from, to);
        exponential(part, from, to);
        share(part, from, to);
        logarithm(out, larger, part, from, to);
    }

    /** out[i] = exp(a[i] + b[i] + shift), for exponents up to 0; what is below exp(-30) counts as that. */
    void exp(double[] out, double[] a, double[] b, double shift, int to) {
        for (int i = 0; i < to; i++) {
            out[i] = Math.max(Math.min(a[i] + b[i] + shift, 0), LOWEST);
        }
        exponential(out, 0, to);
    }

    /** out[i] = a[i] + b[i]; out may be a or b. */
    static void plus(double[] out, double[] a, double[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = a[i] + b[i];
        }
    }

    private static void maximum(double[] out, double[] a, double[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Math.max(a[i], b[i]);
        }
    }

    private static void distance(double[] out, double[] a, double[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Math.max(-Math.abs(a[i] - b[i]), LOWEST);
        }
    }

    /** exp of numbers from -30 to 0. */
    private static void exponential(double[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            double r = d[i] * PART - MIDDLE;
            d[i] = (((((((C7 * r + C6) * r + C5) * r + C4) * r + C3) * r + C2) * r + 1) * r + 1) * C0;
        }
        for (int i = from; i < to; i++) {
            double p = d[i] * d[i];
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            d[i] = p * p;
        }
    }

    private static void share(double[] e, int from, int to) {
        for (int i = from; i < to; i++) {
            e[i] = e[i] / (2 + e[i]);
        }
    }

    private static void logarithm(double[] out, double[] larger, double[] share, int from, int to) {
        for (int i = from; i < to; i++) {
            double w = share[i] * share[i];
            double series = (((((((L17 * w + L15) * w + L13) * w + L11) * w + L9) * w + L7) * w + L5) * w + L3) * w + 1;
            out[i] = larger[i] + 2 * share[i] * series;
        }
    }
}
