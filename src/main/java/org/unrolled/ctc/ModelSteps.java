package org.unrolled.ctc;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.decode.LanguageModel;

/**
 * Reads texts with a language model only when somebody asks what comes next, and those that branched off the same step together: a
 * {@link PrefixBeam} tries every symbol behind every prefix, and nearly all of them are dropped at once.
 */
record ModelSteps<L>(LanguageModel<L> model) {
    /** A text that the model reads later. */
    static final class Reading<L> {
        /** Where the model stands: before the token, behind it once there is a next. */
        private L state;
        private int row;
        private final int token;
        private double[] next;

        private Reading(L state, int row, int token) {
            this.state = state;
            this.row = row;
            this.token = token;
        }
    }

    Reading<L> start(int begin) {
        return new Reading<>(model.start(), 0, required(begin));
    }

    /** One more token. */
    Reading<L> after(Reading<L> text, int token) {
        read(Stream.of(text));
        return new Reading<>(text.state, text.row, required(token));
    }

    /** Log-probability of what comes next. */
    double logProbability(Reading<L> text, int token) {
        read(Stream.of(text));
        return text.next[required(token)];
    }

    private int required(int token) {
        if (token < 0 || token >= model.vocabularySize()) {
            throw new IllegalArgumentException("token " + token + " is none of the language model's: expected 0 to "
                + (model.vocabularySize() - 1));
        }
        return token;
    }

    /** Lets the model read those that it hasn't read yet. */
    void read(Stream<Reading<L>> texts) {
        var together = new IdentityHashMap<L, List<Reading<L>>>();
        var order = new ArrayList<List<Reading<L>>>();
        texts.filter(text -> text.next == null).distinct().forEach(text -> together.computeIfAbsent(text.state, key -> {
            order.add(new ArrayList<>());
            return order.get(order.size() - 1);
        }).add(text));
        for (var group : order) {
            var rows = model.select(group.get(0).state, group.stream().mapToInt(text -> text.row).toArray());
            var step = model.step(rows, group.stream().mapToInt(text -> text.token).toArray());
            var next = step.logProbabilities().toDoubleMatrix();
            Preconditions.checkState(next.length == group.size(), "the language model answered %s of %s texts", next.length, group.size());
            for (int i = 0; i < next.length; i++) {
                var text = group.get(i);
                text.state = step.state();
                text.row = i;
                text.next = next[i];
            }
        }
    }

    /** A log-probability by its weight; a weight of 0 silences what is impossible, too. */
    static double weighted(double weight, double logProbability) {
        return weight == 0 ? 0 : weight * logProbability;
    }
}
