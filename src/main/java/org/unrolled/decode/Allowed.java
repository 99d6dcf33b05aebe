package org.unrolled.decode;

/** The tokens that rules leave, taken out of rows of log-probabilities. */
final class Allowed {
    private final int[] forbidden;
    private final int end;
    private final int minLength;

    /** @throws IllegalArgumentException if the rules name a token that is none of the model's */
    Allowed(SearchRules rules, int vocabulary) {
        rules.requireWithin(vocabulary);
        forbidden = rules.forbidden().stream().mapToInt(id -> id).toArray();
        end = rules.end();
        minLength = rules.minLength();
    }

    /** Sets to minus infinity what may not come as token number {@code length}, counted from 1. */
    void apply(float[] logProbabilities, int length) {
        for (int id : forbidden) {
            logProbabilities[id] = Float.NEGATIVE_INFINITY;
        }
        if (length <= minLength) {
            logProbabilities[end] = Float.NEGATIVE_INFINITY;
        }
    }
}
