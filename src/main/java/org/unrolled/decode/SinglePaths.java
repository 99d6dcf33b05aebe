package org.unrolled.decode;

import java.util.Arrays;
import java.util.List;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.concurrent.Workers;

/** A search that follows one path a sequence: chooses a token at each step and never comes back on it. */
final class SinglePaths<S> {
    /** How the next token is chosen; several threads ask at once, each about other paths. */
    @FunctionalInterface
    interface Choice {
        /**
         * @param sequence number of the sequence in the start
         * @param scores   log-probabilities of the tokens, minus infinity for those not allowed
         * @return the token, or {@link Path#NONE} if none is possible: the path ends there, unfinished
         */
        int next(int sequence, float[] scores);
    }

    private final StepModel<S> model;
    private final SearchRules rules;
    private final Choice choice;
    private final int[] sourceLengths;
    private final Allowed allowed;
    private final Hypothesis[] found;

    SinglePaths(StepModel<S> model, SearchRules rules, Choice choice, int... sourceLengths) {
        this.model = model;
        this.rules = rules;
        this.choice = choice;
        this.sourceLengths = sourceLengths;
        allowed = new Allowed(rules, model.vocabularySize());
        found = new Hypothesis[sourceLengths.length];
    }

    /** One hypothesis for each sequence of the start. */
    List<Hypothesis> run(S start) {
        SearchRules.requireLengths(model.sequences(start), sourceLengths);
        int[] most = Arrays.stream(sourceLengths).map(rules::most).toArray();
        var state = start;
        var front = Front.of(sourceLengths.length, rules.start());
        // Which sequence of the start each row belongs to.
        int[] sequences = new int[front.size()];
        Arrays.setAll(sequences, row -> row);
        while (front.size() > 0) {
            Interrupted.check();
            var step = model.step(state, front.tokens());
            var scores = new StepScores(step, front.size(), model.vocabularySize());
            var sums = new double[front.size()];
            int[] chosen = choose(scores, front, sequences, most, sums);
            var next = new Front();
            for (int row = 0; row < chosen.length; row++) {
                int sequence = sequences[row];
                var path = front.path(row);
                var looked = scores.looked(row, sourceLengths[sequence]);
                boolean ended = chosen[row] == rules.end();
                var longer = ended || chosen[row] == Path.NONE ? path : path.then(chosen[row], looked);
                if (longer == path || longer.length() == most[sequence]) {
                    found[sequence] = new Hypothesis(longer.tokens(), sums[row], sums[row], longer.attention(looked != null), ended);
                } else {
                    next.add(row, longer, sums[row]);
                }
            }
            int[] before = sequences;
            sequences = new int[next.size()];
            Arrays.setAll(sequences, row -> before[next.parent(row)]);
            state = next.follow(model, step.state(), front.size());
            front = next;
        }
        return List.of(found);
    }

    private int[] choose(StepScores scores, Front front, int[] sequences, int[] most, double[] sums) {
        int[] chosen = new int[front.size()];
        int parts = Math.min(chosen.length, Workers.count());
        scores.share(parts, part -> {
            var logs = scores.scratch();
            int to = Workers.start(chosen.length, parts, part + 1);
            for (int row = Workers.start(chosen.length, parts, part); row < to; row++) {
                scores.read(row, logs);
                allowed.apply(logs, front.path(row).length() + 1, most[sequences[row]]);
                chosen[row] = choice.next(sequences[row], logs);
                sums[row] = front.sum(row) + (chosen[row] == Path.NONE ? 0 : logs[chosen[row]]);
            }
        });
        return chosen;
    }
}
