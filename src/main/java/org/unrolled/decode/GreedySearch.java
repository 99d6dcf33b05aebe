package org.unrolled.decode;

import java.util.List;

/**
 * Takes the most probable token at each step, the one with the lowest id among equals: quick, but a good beginning may be
 * passed over for a token that leads nowhere. The score is the log-probability.
 *
 * @param rules what may be chosen and how long
 */
public record GreedySearch(SearchRules rules) implements Search {
    @Override
    public <S> List<List<Hypothesis>> search(StepModel<S> model, S start, int... sourceLengths) {
        return new SinglePaths<>(model, rules, (path, scores) -> best(scores), sourceLengths).run(start).stream()
            .map(List::of).toList();
    }

    private static int best(float[] scores) {
        int best = Path.NONE;
        float highest = Float.NEGATIVE_INFINITY;
        for (int id = 0; id < scores.length; id++) {
            // Turned round, so that NaN is noticed.
            if (!(scores[id] <= highest)) {
                highest = StepScores.require(scores[id], id);
                best = id;
            }
        }
        return best;
    }
}
