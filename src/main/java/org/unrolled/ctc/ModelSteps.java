package org.unrolled.ctc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.unrolled.decode.LanguageModel;

/**
 * Reads texts with a language model only when somebody asks what comes next, and all that are asked for in one step if the model can
 * join their states: a {@link PrefixBeam} tries every symbol behind every prefix, and nearly all of them are dropped at once.
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
        ready(text);
        return new Reading<>(text.state, text.row, required(token));
    }

    /** Log-probability of what comes next. */
    double logProbability(Reading<L> text, int token) {
        ready(text);
        return text.next[required(token)];
    }

    private void ready(Reading<L> text) {
        if (text.next == null) {
            read(Stream.of(text));
        }
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
        var branches = new IdentityHashMap<L, List<Reading<L>>>();
        var groups = new ArrayList<List<Reading<L>>>();
        texts.filter(text -> text.next == null).distinct().forEach(text -> branches.computeIfAbsent(text.state, key -> {
            groups.add(new ArrayList<>());
            return groups.get(groups.size() - 1);
        }).add(text));
        if (groups.isEmpty()) {
            return;
        }
        var states = groups.stream().map(group -> model.select(group.get(0).state, group.stream().mapToInt(text -> text.row).toArray()))
            .toList();
        var all = model.join(states);
        if (all != null) {
            step(all, groups.stream().flatMap(List::stream).toList());
        } else {
            for (int i = 0; i < states.size(); i++) {
                step(states.get(i), groups.get(i));
            }
        }
    }

    private void step(L state, List<Reading<L>> texts) {
        var step = model.step(state, texts.stream().mapToInt(text -> text.token).toArray());
        // ND4J's own toDoubleMatrix takes fifteen times as long.
        var all = step.logProbabilities().dup('c').data().asDouble();
        int width = all.length / texts.size();
        for (int i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            text.state = step.state();
            text.row = i;
            text.next = Arrays.copyOfRange(all, i * width, (i + 1) * width);
        }
    }

    /** A log-probability by its weight; a weight of 0 silences what is impossible, too. */
    static double weighted(double weight, double logProbability) {
        return weight == 0 ? 0 : weight * logProbability;
    }
}
