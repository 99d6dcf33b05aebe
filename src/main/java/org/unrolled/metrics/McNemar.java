package org.unrolled.metrics;

import org.nd4j.common.base.Preconditions;

/**
 * Whether two classifiers differ on one test set by more than chance (McNemar 1947; advised by Dietterich 1998, section 3.1): only
 * examples count that one of them has right and the other wrong. If both were equally good, each of these would fall on either side
 * like a coin. It says nothing of what another training run with another seed would give.
 *
 * @param onlyFirst  examples that only the first has right
 * @param onlySecond examples that only the second has right
 */
public record McNemar(int onlyFirst, int onlySecond) {
    /** Compares answers, example by example. @throws IllegalArgumentException if there are not as many of both, or none */
    public static McNemar of(boolean[] firstRight, boolean[] secondRight) {
        Preconditions.checkArgument(firstRight.length == secondRight.length && firstRight.length > 0,
                "%s and %s answers: expected as many of both, at least one", firstRight.length, secondRight.length);
        int first = 0;
        int second = 0;
        for (int i = 0; i < firstRight.length; i++) {
            first += firstRight[i] && !secondRight[i] ? 1 : 0;
            second += secondRight[i] && !firstRight[i] ? 1 : 0;
        }
        return new McNemar(first, second);
    }

    /** How likely the two sides differ by so much, either way, if both classifiers are equally good: the exact binomial test. */
    public double pValue() {
        int n = onlyFirst + onlySecond;
        // log C(n, k), from k = 0 on.
        double logChoices = 0;
        double tail = 0;
        for (int k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
            logChoices += k == 0 ? 0 : Math.log((double) (n - k + 1) / k);
            tail += Math.exp(logChoices - n * Math.log(2));
        }
        return Math.min(1, 2 * tail);
    }
}
