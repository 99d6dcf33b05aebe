package org.unrolled.nn.backend;

import org.nd4j.common.base.Preconditions;

/**
 * Score, sizes and options of an attention.
 *
 * @param score  how queries and memory are compared
 * @param query  size of a query
 * @param memory size of a position of the memory
 * @param hidden size of the layer inside an additive score; 0 with other scores
 * @param out    size of the attentional vector tanh(c C + q D + b), c being the context; 0 if the context alone is wanted
 * @param gated  whether each context is multiplied by a number that its query gives, sigmoid(q g + g0)
 * @param doublyStochastic λ of the penalty λ Σ_i (1 - Σ_t a_ti)² of each example, whose gradient joins that of the weights a on
 *               every way back; 0 for none
 */
public record AttentionShape(AttentionScore score, int query, int memory, int hidden, int out, boolean gated,
                             double doublyStochastic) {
    /** @throws IllegalArgumentException if sizes are missing or do not fit the score, or λ is no number from 0 on */
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
        if (!(doublyStochastic >= 0 && doublyStochastic < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("doublyStochastic is the factor of a penalty, given " + doublyStochastic
                + ": take a finite number from 0 on, 0 for no penalty");
        }
    }

    /** Without gate and penalty. */
    public AttentionShape(AttentionScore score, int query, int memory, int hidden, int out) {
        this(score, query, memory, hidden, out, false, 0);
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

    /** Whether a query has a say in the output beyond the weights that it gives. */
    public boolean queryInOutput() {
        return !contextOnly() || gated;
    }

    /** Whether there is a penalty. */
    public boolean penalised() {
        return doublyStochastic > 0;
    }

    /** Size of the output. */
    public int outputSize() {
        return out == 0 ? memory : out;
    }
}
