package org.unrolled.nn.backend.cpu;

/**
 * Sums of numbers that are kept as logarithms, for whole arrays in double precision, in loops that the just-in-time compiler turns into
 * vector instructions, which it does for neither {@code Math.exp} nor {@code Math.log}.
 *
 * <p>log(e^a + e^b) = m + log(1 + e^d) with m the larger and d ≤ 0 the smaller less the larger. exp(d) is the 128th power of a Taylor
 * polynomial of degree 7 around the middle of its range, and counts as exp(-30) below; log(1 + e) = 2 artanh(e / (2 + e)), whose
 * series ends where terms are below 1e-10. Errors as tested: below 1e-9.
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

    private LogLanes() {
    }

    /** exp of a number from -30 to 0. */
    private static double exponential(double d) {
        double r = d * PART - MIDDLE;
        double p = ((((((C7 * r + C6) * r + C5) * r + C4) * r + C3) * r + C2) * r + 1) * r + 1;
        p *= C0;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        return p * p;
    }

    /** out[i] = log(exp(a[i]) + exp(b[i])); out may be a or b. */
    static void add(double[] out, double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            double m = Math.max(a[i], b[i]);
            double e = exponential(Math.max(Math.min(a[i], b[i]) - m, LOWEST));
            double u = e / (2 + e);
            double w = u * u;
            double series = (((((((L17 * w + L15) * w + L13) * w + L11) * w + L9) * w + L7) * w + L5) * w + L3) * w + 1;
            out[i] = m + 2 * u * series;
        }
    }

    /** out[i] = exp(a[i] + b[i] + shift), for exponents up to 0; what is below exp(-30) counts as that. */
    static void exp(double[] out, double[] a, double[] b, double shift, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = exponential(Math.max(Math.min(a[i] + b[i] + shift, 0), LOWEST));
        }
    }

    /** out[i] = a[i] + b[i]; out may be a or b. */
    static void plus(double[] out, double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] + b[i];
        }
    }

    /** out[i] = a[i] + b; out may be a. */
    static void plus(double[] out, double[] a, double b, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] + b;
        }
    }
}
