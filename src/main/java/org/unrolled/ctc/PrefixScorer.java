package org.unrolled.ctc;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.nd4j.common.base.Preconditions;
import org.unrolled.decode.LanguageModel;

/**
 * What is known of labels before anything is heard: a language model, a lexicon, both. A {@link PrefixBeamSearch} adds its scores to the
 * log-probability of what it hears.
 *
 * @param <S> what is known after some labels
 */
public interface PrefixScorer<S> {
    /** Before the first label. */
    S start();

    /**
     * Says which states will be extended or ended next, so that a scorer with a network can run it on all of them at once. A scorer
     * that answers one by one as quickly needs nothing here.
     */
    default void prepare(List<S> states) {
    }

    /** One more label; null if it can't come here. Most of what is asked for is dropped: leave hard work for {@link #prepare}. */
    Extension<S> extend(S state, int symbol);

    /** What is added if the labels end here; minus infinity if they can't. */
    double end(S state);

    /** @param score what the label adds */
    record Extension<S>(S state, double score) {
    }

    /** Knows nothing: adds a bonus for each label, which may be 0. */
    static PrefixScorer<Boolean> none(double bonus) {
        return new PrefixScorer<>() {
            @Override
            public Boolean start() {
                return true;
            }

            @Override
            public Extension<Boolean> extend(Boolean state, int symbol) {
                return new Extension<>(true, bonus);
            }

            @Override
            public double end(Boolean state) {
                return 0;
            }
        };
    }

    /**
     * A language model over the labels themselves, be they letters or words: weight · log p(label | labels before) + bonus.
     *
     * @param begin  token of the model that stands before every text
     * @param end    token that stands behind it, or -1 if the model has none
     * @param tokens the model's token of each label
     * @throws IllegalArgumentException if weight or bonus is no finite number; from the search if a token is none of the model's
     */
    static <L> PrefixScorer<?> model(LanguageModel<L> model, int begin, int end, IntUnaryOperator tokens, double weight, double bonus) {
        requireFinite(weight, bonus);
        return new ModelScorer<>(new ModelSteps<>(model), begin, end, tokens, weight, bonus);
    }

    /** Checks what a language model's word counts for. */
    static void requireFinite(double weight, double bonus) {
        Preconditions.checkArgument(Double.isFinite(weight) && Double.isFinite(bonus), "weight %s and bonus %s of a language model: "
                + "expected finite numbers", String.valueOf(weight), String.valueOf(bonus));
    }
}
