package org.unrolled.metrics;

import java.util.Locale;

/**
 * What BLEU does about an n-gram precision of 0, which would make the whole score 0 (Chen and Cherry 2014, "A Systematic
 * Comparison of Smoothing Techniques for Sentence-Level BLEU", and the names that sacreBLEU gives them). With c of t n-grams
 * found:
 *
 * @param kind  how
 * @param value of {@link Kind#FLOOR} and {@link Kind#ADD_K}; 0 for the others
 */
public record Smoothing(Kind kind, double value) {
    /** The ways to smooth. */
    public enum Kind {
        /** c / t as it is. */
        NONE("none"),
        /** value / t where c is 0. */
        FLOOR("floor"),
        /** (c + value) / (t + value) for bigrams and longer. */
        ADD_K("add-k"),
        /** 1 / (2 t) for the first order without a match, 1 / (4 t) for the second and so on: NIST's way. */
        EXPONENTIAL("exp");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** @throws IllegalArgumentException if the value is negative, not finite, or of no use to the kind */
    public Smoothing {
        var takesValue = kind == Kind.FLOOR || kind == Kind.ADD_K;
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY) || !takesValue && value != 0) {
            throw new IllegalArgumentException("a smoothing value of " + value + " for " + kind
                    + ": expected " + (takesValue ? "a number of 0 or above" : "0, as it takes none"));
        }
    }

    /** No smoothing. */
    public static Smoothing none() {
        return new Smoothing(Kind.NONE, 0);
    }

    /** Counts of 0 become {@code value}, usually 0.1. */
    public static Smoothing floor(double value) {
        return new Smoothing(Kind.FLOOR, value);
    }

    /** Adds {@code value}, usually 1, to the counts of bigrams and longer. */
    public static Smoothing addK(double value) {
        return new Smoothing(Kind.ADD_K, value);
    }

    /** Halves from order to order, the default. */
    public static Smoothing exponential() {
        return new Smoothing(Kind.EXPONENTIAL, 0);
    }

    /** As in sacreBLEU's signature, such as {@code exp} or {@code floor[0.10]}. */
    @Override
    public String toString() {
        return kind.label + (kind == Kind.FLOOR || kind == Kind.ADD_K ? String.format(Locale.ROOT, "[%.2f]", value) : "");
    }
}
