package org.unrolled.bilingual;

/**
 * How rich the sentences are.
 *
 * @param coreWords whether only the small lexicon is used
 * @param depth     how deep clauses may stand in each other; 0 for main clauses only
 * @param ornament  probability of an adjective before a noun; other additions follow it
 * @param joined    probability of a second main clause
 */
public record Complexity(boolean coreWords, int depth, double ornament, double joined) {
    /** @throws IllegalArgumentException if the depth is not 0 to 3 or a probability not 0 to 0.9 */
    public Complexity {
        if (depth < 0 || depth > 3) {
            throw new IllegalArgumentException("depth is " + depth + ", expected 0 to 3");
        }
        if (!(ornament >= 0 && ornament <= 0.9) || !(joined >= 0 && joined <= 0.9)) {
            throw new IllegalArgumentException("ornament is " + ornament + " and joined is " + joined
                    + ", expected probabilities from 0 to 0.9");
        }
    }

    boolean all() {
        return !coreWords;
    }
}
