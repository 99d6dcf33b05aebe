package org.unrolled.ctc;

import java.util.Arrays;

/**
 * What may have been said.
 *
 * @param labels         symbols without blanks; not to be written to
 * @param steps          for each label the step at which it was first heard; not to be written to
 * @param logProbability (nats) of the labels given the input: of the best path for a {@link GreedyCtc}, of all paths that the beam kept for
 *                       a {@link PrefixBeamSearch}
 * @param score          what hypotheses are ranked by: the same with what a language model adds
 */
public record CtcHypothesis(int[] labels, int[] steps, double logProbability, double score) {
    @Override
    public boolean equals(Object other) {
        return other instanceof CtcHypothesis that && Arrays.equals(labels, that.labels) && Arrays.equals(steps, that.steps)
            && logProbability == that.logProbability && score == that.score;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(labels);
    }

    @Override
    public String toString() {
        return Arrays.toString(labels) + " with score " + (float) score;
    }
}
