package org.unrolled.ctc;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.common.base.Preconditions;
import org.unrolled.decode.LanguageModel;

/**
 * Lets only words through that are known, spelt in symbols, with a boundary symbol between two of them. A language model over words may
 * say how probable each is after those before: it is asked when a word ends, with a boundary or with the text.
 *
 * <p>The words are kept as a tree of their symbols.
 *
 * @param <L> the state of the language model
 */
public final class Lexicon<L> implements PrefixScorer<Lexicon.Place<L>> {
    private final Node root = new Node();
    private final int boundary;
    private LanguageModel<L> model;
    private int begin;
    private double weight;
    private double bonus;

    private Lexicon(int boundary) {
        this.boundary = boundary;
    }

    private static final class Node {
        private final Map<Integer, Node> next = new HashMap<>();
        /** The word that ends here, or -1. */
        private int word = -1;
    }

    /**
     * Where a text stands.
     *
     * @param node  in the tree of the word that is being spelt
     * @param state of the language model after the words before, null without one
     * @param next  its log-probabilities of words, null without one
     */
    record Place<L>(Object node, L state, double[] next) {
    }

    /**
     * Known words.
     *
     * @param words    in the order of their numbers in a language model
     * @param spelling a word's symbols, at least one
     * @param boundary the symbol between two words
     * @throws IllegalArgumentException if there are none, or one is spelt with nothing or with the boundary
     */
    public static Lexicon<Void> of(Collection<String> words, Function<String, int[]> spelling, int boundary) {
        return new Lexicon<Void>(boundary).filled(List.copyOf(words), spelling);
    }

    /**
     * The same with a language model over the words: weight · log p(word | words before) + bonus for each word.
     *
     * @param begin token of the model that stands before every text; a word's token is its place in the list
     */
    public static <L> Lexicon<L> of(Collection<String> words, Function<String, int[]> spelling, int boundary, LanguageModel<L> model,
                                    int begin, double weight, double bonus) {
        var lexicon = new Lexicon<L>(boundary).filled(List.copyOf(words), spelling);
        lexicon.model = model;
        lexicon.begin = begin;
        lexicon.weight = weight;
        lexicon.bonus = bonus;
        return lexicon;
    }

    private Lexicon<L> filled(List<String> words, Function<String, int[]> spelling) {
        Preconditions.checkArgument(!words.isEmpty(), "a lexicon without words: give at least one");
        for (int word = 0; word < words.size(); word++) {
            int[] symbols = spelling.apply(words.get(word));
            Preconditions.checkArgument(symbols.length > 0, "the word \"%s\" is spelt with no symbol", words.get(word));
            var node = root;
            for (int symbol : symbols) {
                Preconditions.checkArgument(symbol != boundary, "the word \"%s\" has the boundary between words, %s, in its spelling",
                        words.get(word), boundary);
                node = node.next.computeIfAbsent(symbol, s -> new Node());
            }
            node.word = word;
        }
        return this;
    }

    @Override
    public Place<L> start() {
        return model == null ? new Place<>(root, null, null) : place(model.start(), begin);
    }

    private Place<L> place(L state, int token) {
        var step = model.step(state, token);
        return new Place<>(root, step.state(), step.logProbabilities().getRow(0).toDoubleVector());
    }

    @Override
    public Extension<Place<L>> extend(Place<L> place, int symbol) {
        var node = (Node) place.node;
        if (symbol == boundary) {
            if (node.word < 0) {
                return null;
            }
            var after = model == null ? new Place<L>(root, null, null) : place(place.state, node.word);
            return new Extension<>(after, word(place));
        }
        var next = node.next.get(symbol);
        return next == null ? null : new Extension<>(new Place<>(next, place.state, place.next), 0);
    }

    private double word(Place<L> place) {
        return model == null ? 0 : weight * place.next[((Node) place.node).word] + bonus;
    }

    /** A text ends with a word, or is empty. */
    @Override
    public double end(Place<L> place) {
        var node = (Node) place.node;
        return node.word >= 0 ? word(place) : node == root ? 0 : Double.NEGATIVE_INFINITY;
    }
}
