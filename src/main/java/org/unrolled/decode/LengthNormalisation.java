package org.unrolled.decode;

/**
 * What a log-probability is divided by, so that long sequences aren't put last just because each token costs some
 * probability.
 */
@FunctionalInterface
public interface LengthNormalisation {
    /**
     * The divisor: above 0, and no smaller for longer sequences.
     *
     * @param length number of tokens, the end included
     */
    double divisor(int length);

    /** Ranks by the log-probability as it is. */
    static LengthNormalisation none() {
        return length -> 1;
    }

    /** Ranks by the mean log-probability of a token. */
    static LengthNormalisation mean() {
        return length -> length;
    }

    /**
     * {@code ((5 + length) / 6)^alpha} (Wu et al. 2016, "Google's Neural Machine Translation System", section 7); 0 is none.
     *
     * @throws IllegalArgumentException if alpha is negative or not a number
     */
    static LengthNormalisation gnmt(double alpha) {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("alpha is " + alpha + ", expected 0 (no normalisation) or above");
        }
        return length -> Math.pow((5 + length) / 6.0, alpha);
    }
}
