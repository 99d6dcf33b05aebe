package org.unrolled.decode;

import java.util.Arrays;
import java.util.List;
import org.unrolled.nn.kernel.Workers;
import org.unrolled.train.TrainingInterrupted;

/** A search that follows one path a sequence: chooses a token at each step and never comes back on it. */
final class SinglePaths<S> {
    /** How the next token is chosen; several threads ask at once, each about other paths. */
    @FunctionalInterface
    interface Choice {
        /**
         * @param path   number of the sequence in the start
         * @param scores log-probabilities of the tokens, minus infinity for those not allowed
         * @return the token, or {@link Trail#NONE} if none is possible: the path ends there, unfinished
         */
        int next(int path, float[] scores);
    }

    private final StepModel<S> model;
    private final SearchRules rules;
    private final Choice choice;
    private final int[] sourceLengths;
    private final Allowed allowed;
    private final Trail trail = new Trail();
    private final double[] sums;
    private final Hypothesis[] found;

    SinglePaths(StepModel<S> model, SearchRules rules, Choice choice, int... sourceLengths) {
        this.model = model;
        this.rules = rules;
        this.choice = choice;
        this.sourceLengths = sourceLengths;
        allowed = new Allowed(rules, model.vocabularySize());
        sums = new double[sourceLengths.length];
        found = new Hypothesis[sourceLengths.length];
    }

    /** One hypothesis for each sequence of the start. */
    List<Hypothesis> run(S start) {
        SearchRules.requireLengths(model.sequences(start), sourceLengths);
        int[] most = Arrays.stream(sourceLengths).map(rules::most).toArray();
        var state = start;
        var front = Front.of(sourceLengths.length, rules.start());
        // Which sequence of the start each row belongs to.
        int[] paths = front.parents();
        while (paths.length > 0) {
            TrainingInterrupted.check();
            var step = model.step(state, front.tokens());
            trail.look(step.attention(), paths.length);
            int[] chosen = choose(step, paths);
            var next = new Front(paths.length);
            for (int row = 0; row < paths.length; row++) {
                int path = paths[row];
                boolean ended = chosen[row] == rules.end();
                if (ended || chosen[row] == Trail.NONE || trail.length() + 1 == most[path]) {
                    found[path] = hypothesis(path, row, ended ? Trail.NONE : chosen[row], ended);
                } else {
                    next.add(row, chosen[row], sums[path]);
                }
            }
            int[] before = paths;
            paths = Arrays.stream(next.parents()).map(row -> before[row]).toArray();
            state = next.follow(model, step.state(), before.length);
            trail.advance(next.parents(), next.tokens());
            front = next;
        }
        return List.of(found);
    }

    private int[] choose(StepModel.Step<S> step, int[] paths) {
        var scores = new StepScores(step.logProbabilities(), paths.length, model.vocabularySize(), "log-probabilities");
        int[] chosen = new int[paths.length];
        int parts = Math.min(paths.length, Workers.count());
        scores.share(parts, part -> {
            var row = new float[scores.columns()];
            for (int i = Workers.start(paths.length, parts, part); i < Workers.start(paths.length, parts, part + 1); i++) {
                scores.read(i, row);
                allowed.apply(row, trail.length() + 1);
                chosen[i] = choice.next(paths[i], row);
                sums[paths[i]] += chosen[i] == Trail.NONE ? 0 : row[chosen[i]];
            }
        });
        return chosen;
    }

    private Hypothesis hypothesis(int path, int row, int last, boolean finished) {
        int[] tokens = trail.tokens(row, last);
        return new Hypothesis(tokens, sums[path], sums[path], trail.attention(row, tokens.length, sourceLengths[path]), finished);
    }
}
