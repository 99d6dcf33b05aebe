package org.unrolled.decode;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;

/**
 * A language model of counts: how probable a token is after the order - 1 tokens before it, mixed with what shorter histories say, down
 * to all tokens alike (Witten and Bell 1991, method C; interpolated as in Chen and Goodman 1999, section 2.4):
 * <pre>
 *   p(w | h) = (c(h w) + n(h) · p(w | h')) / (c(h) + n(h))
 * </pre>
 * with c for counts, n(h) the number of different tokens that came after h, and h' the history without its first token.
 *
 * <p>Its state is the last tokens of each sequence. Counting takes a moment, so it is a good first model beside a network.
 */
public final class NGramModel implements LanguageModel<List<List<Integer>>> {
    private final int order;
    private final int vocabularySize;
    /** What came after each history, and how often. */
    private final Map<List<Integer>, Map<Integer, Integer>> counts = new HashMap<>();

    private NGramModel(int order, int vocabularySize) {
        this.order = order;
        this.vocabularySize = vocabularySize;
    }

    /**
     * Counts texts. Give them a token at the beginning, and one at the end if ends are to be learned; the first token of a text is not
     * predicted.
     *
     * @param order length of the longest n-grams: 1 for how often each token is, 2 for pairs
     * @throws IllegalArgumentException if the order or the vocabulary is below 1, or a token is not of the vocabulary
     */
    public static NGramModel train(Iterable<int[]> texts, int order, int vocabularySize) {
        Preconditions.checkArgument(order >= 1 && vocabularySize >= 1, "n-grams of length %s over %s tokens: expected at least 1 of each",
                order, vocabularySize);
        var model = new NGramModel(order, vocabularySize);
        for (int[] text : texts) {
            for (int i = 0; i < text.length; i++) {
                model.requireToken(text[i]);
                for (int length = 0; i > 0 && length < order && length <= i; length++) {
                    var history = IntStream.range(i - length, i).mapToObj(j -> text[j]).toList();
                    model.counts.computeIfAbsent(history, h -> new HashMap<>()).merge(text[i], 1, Integer::sum);
                }
            }
        }
        return model;
    }

    private void requireToken(int token) {
        Preconditions.checkArgument(token >= 0 && token < vocabularySize, "token %s, expected one of a vocabulary of %s", token, vocabularySize);
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public List<List<Integer>> start() {
        return List.of(List.of());
    }

    @Override
    public List<List<Integer>> join(List<List<List<Integer>>> states) {
        return states.stream().flatMap(List::stream).toList();
    }

    @Override
    public int sequences(List<List<Integer>> state) {
        return state.size();
    }

    @Override
    public List<List<Integer>> select(List<List<Integer>> state, int... rows) {
        return IntStream.of(rows).mapToObj(state::get).toList();
    }

    @Override
    public Step<List<List<Integer>>> step(List<List<Integer>> state, int... tokens) {
        Preconditions.checkArgument(tokens.length == state.size(), "%s tokens for %s sequences, expected one each", tokens.length, state.size());
        var next = IntStream.range(0, tokens.length).mapToObj(i -> {
            requireToken(tokens[i]);
            var history = state.get(i);
            return IntStream.concat(history.stream().mapToInt(token -> token), IntStream.of(tokens[i]))
                .skip(Math.max(0, history.size() + 2 - order)).boxed().toList();
        }).toList();
        return Step.of(next, next.stream().map(history -> Arrays.stream(probabilities(history)).map(Math::log).toArray())
            .toArray(double[][]::new));
    }

    private double[] probabilities(List<Integer> history) {
        var found = new double[vocabularySize];
        Arrays.fill(found, 1.0 / vocabularySize);
        for (int length = 0; length <= history.size() && length < order; length++) {
            var after = counts.get(history.subList(history.size() - length, history.size()));
            if (after == null) {
                break;
            }
            double total = after.size() + after.values().stream().mapToInt(count -> count).sum();
            for (int token = 0; token < found.length; token++) {
                found[token] *= after.size() / total;
            }
            after.forEach((token, count) -> found[token] += count / total);
        }
        return found;
    }
}
