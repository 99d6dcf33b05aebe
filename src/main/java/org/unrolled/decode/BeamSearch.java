package org.unrolled.decode;

import java.util.List;
import java.util.function.Consumer;
import org.nd4j.common.base.Preconditions;

/**
 * Beam search: keeps the best few beginnings of equal length, lets each go on by every token, and again keeps the best few.
 * <pre>{@code
 * var search = BeamSearch.builder(SearchRules.of(vocabulary)).width(5).lengthNormalisation(LengthNormalisation.gnmt(0.6))
 *     .nBest(3).build();
 * var nBest = search.search(StepModel.of(decoder), decoder.start(inputs, masks), lengths);
 * }</pre>
 *
 * <p>At each step the candidates of a sentence are its beginnings, each with each token. Of the {@code width} best those
 * with the end are finished; of the others the {@code width} best go on. A sentence is done as soon as no beginning can overtake the
 * n-best any more, or {@code width} have finished and no beginning would overtake the n-best if it ended as it is, or the longest
 * length is reached. A finished sequence of
 * {@code n} tokens, the end included, is ranked by (Wu et al. 2016, "Google's Neural Machine Translation System", section 7)
 * <pre>log-probability / divisor(n) + coveragePenalty · Σ_j log(min(Σ_t attention_tj, 1)),</pre>
 * so that what leaves parts of the source unread is ranked lower. Beginnings compete by log-probability alone: attention that
 * is still to come can't be told from attention that never comes. With a width of 1 the result is that of
 * {@link GreedySearch}; with a width above the number of all sequences it is the best of all.
 */
public final class BeamSearch implements Search {
    private final SearchRules rules;
    private final int width;
    private final int nBest;
    private final LengthNormalisation normalisation;
    private final double coveragePenalty;
    private final Consumer<BeamStep> watcher;

    private BeamSearch(Builder builder) {
        rules = builder.rules;
        width = builder.width;
        nBest = builder.nBest;
        normalisation = builder.normalisation;
        coveragePenalty = builder.coveragePenalty;
        watcher = builder.watcher;
    }

    /** Settings to be chosen: width 5, the best hypothesis only, ranked by the mean log-probability of its tokens. */
    public static Builder builder(SearchRules rules) {
        return new Builder(rules);
    }

    @Override
    public <S> List<List<Hypothesis>> search(StepModel<S> model, S start, int... sourceLengths) {
        return new BeamRun<>(this, model, sourceLengths).run(start);
    }

    public SearchRules rules() {
        return rules;
    }

    /** How many beginnings a sentence has at most. */
    public int width() {
        return width;
    }

    /** How many hypotheses a sentence gets at most. */
    public int nBest() {
        return nBest;
    }

    public LengthNormalisation normalisation() {
        return normalisation;
    }

    public double coveragePenalty() {
        return coveragePenalty;
    }

    /** Whom to tell what each step chose from; null if nobody watches. */
    Consumer<BeamStep> watcher() {
        return watcher;
    }

    @Override
    public String toString() {
        return "beam of " + width + (coveragePenalty == 0 ? "" : ", coverage penalty " + coveragePenalty)
            + (nBest == 1 ? "" : ", " + nBest + "-best");
    }

    /** Settings of a {@link BeamSearch}. */
    public static final class Builder {
        private final SearchRules rules;
        private int width = 5;
        private int nBest = 1;
        private LengthNormalisation normalisation = LengthNormalisation.mean();
        private double coveragePenalty;
        private Consumer<BeamStep> watcher;

        private Builder(SearchRules rules) {
            this.rules = rules;
        }

        /** How many beginnings a sentence has at most. */
        public Builder width(int beams) {
            Preconditions.checkArgument(beams >= 1, "a beam of %s, expected at least 1 (greedy)", beams);
            width = beams;
            return this;
        }

        /** How many hypotheses to give for each sentence, fewer if fewer are found. */
        public Builder nBest(int hypotheses) {
            Preconditions.checkArgument(hypotheses >= 1, "the best %s hypotheses, expected at least 1", hypotheses);
            nBest = hypotheses;
            return this;
        }

        /** What log-probabilities are divided by before finished sequences are ranked. */
        public Builder lengthNormalisation(LengthNormalisation divisor) {
            normalisation = divisor;
            return this;
        }

        /** How much it counts that parts of the source got little attention: 0 not at all; the model has to have attention. */
        public Builder coveragePenalty(double beta) {
            Preconditions.checkArgument(beta >= 0 && beta < Double.POSITIVE_INFINITY,
                    "coverage penalty %s, expected 0 (none) or above", beta);
            coveragePenalty = beta;
            return this;
        }

        /** Who is told what each step of each sentence chose from, in the thread that searches; costs time, and changes nothing. */
        public Builder watch(Consumer<BeamStep> whom) {
            watcher = whom;
            return this;
        }

        /** @throws IllegalStateException if more hypotheses are wanted than the beam is wide */
        public BeamSearch build() {
            Preconditions.checkState(nBest <= width,
                    "the best %s of a beam of %s: expected a beam at least as wide", nBest, width);
            return new BeamSearch(this);
        }
    }
}
