package org.unrolled.ctc;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** {@link PrefixScorer#model}. */
record ModelScorer<L>(ModelSteps<L> steps, int begin, int end, IntUnaryOperator tokens, double weight, double bonus)
    implements PrefixScorer<ModelSteps.Reading<L>> {
    @Override
    public ModelSteps.Reading<L> start() {
        return steps.start(begin);
    }

    @Override
    public void prepare(List<ModelSteps.Reading<L>> states) {
        steps.read(states.stream());
    }

    @Override
    public Extension<ModelSteps.Reading<L>> extend(ModelSteps.Reading<L> state, int symbol) {
        int token = tokens.applyAsInt(symbol);
        double score = ModelSteps.weighted(weight, steps.logProbability(state, token));
        return score == Double.NEGATIVE_INFINITY ? null : new Extension<>(steps.after(state, token), score + bonus);
    }

    @Override
    public double end(ModelSteps.Reading<L> state) {
        return end < 0 ? 0 : ModelSteps.weighted(weight, steps.logProbability(state, end));
    }
}
