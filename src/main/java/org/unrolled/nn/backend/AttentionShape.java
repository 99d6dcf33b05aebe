package org.unrolled.nn.backend;

import org.nd4j.common.base.Preconditions;

/**
 * Score and sizes of an attention.
 *
 * @param score  how queries and memory are compared
 * @param query  size of a query
 * @param memory size of a position of the memory
 * @param hidden size of the layer inside an additive score; 0 with other scores
 * @param out    size of the attentional vector tanh(c C + q D + b), c being the context; 0 if the context alone is wanted
 */
public record AttentionShape(AttentionScore score, int query, int memory, int hidden, int out) {
    /** @throws IllegalArgumentException if sizes are missing or do not fit the score */
    public AttentionShape {
        Preconditions.checkArgument(query > 0 && memory > 0 && out >= 0,
                "attention needs the sizes of its queries, its memory and its output, given %s, %s and %s", query, memory, out);
        Preconditions.checkArgument(score != AttentionScore.DOT || query == memory,
                "the dot score multiplies queries of %s numbers by a memory of %s: both have to be of one size; the general "
                        + "score has weights in between", query, memory);
        if ((score == AttentionScore.ADDITIVE) != hidden > 0) {
            throw new IllegalArgumentException("the additive score, and no other, has a hidden layer; given " + score
                + " with a hidden size of " + hidden);
        }
    }

    /** Size of what a query is compared with: the memory as the score sees it. */
    public int keySize() {
        return switch (score) {
            case DOT -> memory;
            case GENERAL -> query;
            case ADDITIVE -> hidden;
        };
    }

    /** Whether the output is the context itself. */
    public boolean contextOnly() {
        return out == 0;
    }

    /** Size of the output. */
    public int outputSize() {
        return out == 0 ? memory : out;
    }
}
