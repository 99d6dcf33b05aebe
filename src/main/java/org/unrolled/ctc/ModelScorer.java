package org.unrolled.ctc;

import java.util.function.IntUnaryOperator;
import org.unrolled.decode.LanguageModel;

/** {@link PrefixScorer#model}. */
record ModelScorer<L>(LanguageModel<L> model, int begin, int end, IntUnaryOperator tokens, double weight, double bonus)
    implements PrefixScorer<ModelScorer.Read<L>> {
    /** @param next log-probabilities of what may come */
    record Read<L>(L state, double[] next) {
    }

    private Read<L> read(L state, int token) {
        var step = model.step(state, token);
        return new Read<>(step.state(), step.logProbabilities().getRow(0).toDoubleVector());
    }

    @Override
    public Read<L> start() {
        return read(model.start(), begin);
    }

    @Override
    public Extension<Read<L>> extend(Read<L> state, int symbol) {
        int token = tokens.applyAsInt(symbol);
        double score = state.next[token];
        return score == Double.NEGATIVE_INFINITY ? null : new Extension<>(read(state.state, token), weight * score + bonus);
    }

    @Override
    public double end(Read<L> state) {
        return end < 0 ? 0 : weight * state.next[end];
    }
}
