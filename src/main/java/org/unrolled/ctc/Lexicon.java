package org.unrolled.ctc;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.common.base.Preconditions;
import org.unrolled.decode.LanguageModel;

/**
 * Lets only words through that are known, spelt in symbols, with a boundary symbol between two of them; or without one, where no word
 * begins another, as where each label is a word. A language model over words may say how probable each is after those before: it is
 * asked when a word ends.
 *
 * <p>The words are kept as a tree of their symbols.
 *
 * @param <L> the state of the language model
 */
public final class Lexicon<L> implements PrefixScorer<Lexicon.Place<L>> {
    private final Node root = new Node();
    private final int boundary;
    private ModelSteps<L> model;
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

        private boolean wordsAreLeaves() {
            return (word < 0 || next.isEmpty()) && next.values().stream().allMatch(Node::wordsAreLeaves);
        }

        private int words() {
            return (word < 0 ? 0 : 1) + next.values().stream().mapToInt(Node::words).sum();
        }
    }

    /**
     * Where a text stands.
     *
     * @param node  in the tree of the word that is being spelt
     * @param words before, as the language model reads them; null without one
     */
    record Place<L>(Object node, ModelSteps.Reading<L> words) {
    }

    /**
     * Known words.
     *
     * @param words    in the order of their numbers in a language model
     * @param spelling a word's symbols, at least one
     * @param boundary the symbol between two words; below 0 if they follow one another at once
     * @throws IllegalArgumentException if there are none, one is spelt with nothing or with the boundary, or one begins another where
     *                                  there is no boundary
     */
    public static Lexicon<Void> of(Collection<String> words, Function<String, int[]> spelling, int boundary) {
        return new Lexicon<Void>(boundary).filled(List.copyOf(words), spelling);
    }

    /**
     * The same with a language model over the words: weight · log p(word | words before) + bonus for each word.
     *
     * @param begin token of the model that stands before every text; a word's token is its place in the list
     * @throws IllegalArgumentException also if two words are spelt alike, as the model is asked for one; if the model knows fewer words;
     *                                  or if weight or bonus is no finite number
     */
    public static <L> Lexicon<L> of(Collection<String> words, Function<String, int[]> spelling, int boundary, LanguageModel<L> model,
                                    int begin, double weight, double bonus) {
        var lexicon = new Lexicon<L>(boundary).filled(List.copyOf(words), spelling);
        PrefixScorer.requireFinite(weight, bonus);
        int spellings = lexicon.root.words();
        Preconditions.checkArgument(spellings == words.size(), "%s words have %s spellings: a language model over words needs one for each",
                words.size(), spellings);
        Preconditions.checkArgument(model.vocabularySize() >= words.size(), "the language model has %s words, the lexicon %s: expected at "
                + "least as many, in the same order", model.vocabularySize(), words.size());
        lexicon.model = new ModelSteps<>(model);
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
        Preconditions.checkArgument(boundary >= 0 || root.wordsAreLeaves(), "a word begins another: without a boundary between words "
                + "nobody can tell them apart");
        return this;
    }

    @Override
    public Place<L> start() {
        return new Place<>(root, model == null ? null : model.start(begin));
    }

    @Override
    public void prepare(List<Place<L>> places) {
        if (model != null) {
            model.read(places.stream().map(Place::words));
        }
    }

    @Override
    public Extension<Place<L>> extend(Place<L> place, int symbol) {
        var node = (Node) place.node;
        if (symbol == boundary) {
            return node.word < 0 ? null : said(place.words, node.word);
        }
        var next = node.next.get(symbol);
        if (next == null) {
            return null;
        }
        return boundary < 0 && next.word >= 0 ? said(place.words, next.word) : new Extension<>(new Place<>(next, place.words), 0);
    }

    /** Behind a word. */
    private Extension<Place<L>> said(ModelSteps.Reading<L> words, int word) {
        double score = score(words, word);
        return score == Double.NEGATIVE_INFINITY ? null
            : new Extension<>(new Place<>(root, model == null ? null : model.after(words, word)), score);
    }

    private double score(ModelSteps.Reading<L> words, int word) {
        return model == null ? 0 : ModelSteps.weighted(weight, model.logProbability(words, word)) + bonus;
    }

    /** A text ends with a word, or is empty. */
    @Override
    public double end(Place<L> place) {
        var node = (Node) place.node;
        return node.word >= 0 ? score(place.words, node.word) : node == root ? 0 : Double.NEGATIVE_INFINITY;
    }
}
