package org.unrolled.decode;

import java.util.List;

/**
 * What a {@link BeamSearch} chose from in one step of one sentence, for those who watch it.
 *
 * @param sentence   which one of the batch, from 0
 * @param candidates the best ones, at most twice as many as the beam is wide, the best first
 * @param last       whether the sentence is done: then no beginning goes on, those that are kept included
 */
public record BeamStep(int sentence, List<Candidate> candidates, boolean last) {
    /** What becomes of a candidate. */
    public enum Fate {
        /** It goes on. */
        KEPT,
        /** It ends here, among the results. */
        FINISHED,
        /** Others were better. */
        DROPPED
    }

    /**
     * A beginning with one token more.
     *
     * @param tokens         ids in order, the start left out, the end as the last one if it has ended
     * @param logProbability the model's, in nats, of all of them
     * @param score          what finished ones are ranked by; of others, what they would get if they ended as they are
     */
    public record Candidate(List<Integer> tokens, double logProbability, double score, Fate fate) {
    }
}
