package org.unrolled.decode;

import java.util.Arrays;
import java.util.Locale;

/**
 * A sequence that a search found.
 *
 * @param tokens         ids in order, start and end left out
 * @param logProbability the model's, in nats, of all tokens and, if it is finished, of the end
 * @param score          what the search ranks by: the log-probability, normalised and with penalties if so set
 * @param attention      where the model looked to say each token, shape [tokens, source length]; null if it has no attention
 * @param finished       whether the end was reached; if not, the longest length allowed came first, or no token was possible
 */
public record Hypothesis(int[] tokens, double logProbability, double score, double[][] attention, boolean finished) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, score %.4f, log-probability %.4f%s", Arrays.toString(tokens), score,
            logProbability, finished ? "" : ", unfinished");
    }
}
