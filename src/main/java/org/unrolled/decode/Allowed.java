package org.unrolled.decode;

import java.util.Arrays;

/** The tokens that rules leave, taken out of rows of log-probabilities. */
final class Allowed {
    private final int[] forbidden;
    private final int end;
    private final int minLength;
    private final boolean mustEnd;

    /** @throws IllegalArgumentException if the rules name a token that is none of the model's */
    Allowed(SearchRules rules, int vocabulary) {
        rules.requireWithin(vocabulary);
        forbidden = rules.forbidden().stream().mapToInt(id -> id).toArray();
        end = rules.end();
        minLength = rules.minLength();
        mustEnd = rules.mustEnd();
    }

    /** Sets to minus infinity what may not come as token number {@code length}, counted from 1, of so many at most. */
    void apply(float[] logProbabilities, int length, int most) {
        if (mustEnd && length == most) {
            float ends = logProbabilities[end];
            Arrays.fill(logProbabilities, Float.NEGATIVE_INFINITY);
            logProbabilities[end] = ends;
            return;
        }
        for (int id : forbidden) {
            logProbabilities[id] = Float.NEGATIVE_INFINITY;
        }
        if (length <= minLength) {
            logProbabilities[end] = Float.NEGATIVE_INFINITY;
        }
    }
}
