package org.unrolled.decode;

import java.util.List;

/**
 * A translated sentence.
 *
 * @param text         the best translation
 * @param nBest        all that were asked for, the best first; that of an empty sentence is one empty candidate
 * @param attention    where the model looked for each token of the best one, shape [target tokens, source tokens]; null if it
 *                     has no attention
 * @param sourceTokens tokens of the source as they were typed, then {@code <end>}, which the model reads too
 * @param targetTokens tokens of the best translation
 * @param unknown      tokens of the source that the vocabulary doesn't know, each once
 */
public record Translation(String text, List<Candidate> nBest, double[][] attention, List<String> sourceTokens,
                          List<String> targetTokens, List<String> unknown) {
    /**
     * One of the translations that a search found.
     *
     * @param text           it
     * @param tokens         its tokens
     * @param logProbability the model's, in nats
     * @param score          what the search ranks by
     * @param finished       whether the model came to an end by itself
     */
    public record Candidate(String text, List<String> tokens, double logProbability, double score, boolean finished) {
    }

    @Override
    public String toString() {
        return text;
    }
}
