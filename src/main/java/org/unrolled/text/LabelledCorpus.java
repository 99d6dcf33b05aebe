package org.unrolled.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.data.LabelledSentence;

/**
 * Sentences with a class each, cut into words.
 *
 * <pre>{@code
 * var corpus = LabelledCorpus.of(LabelledSentences.sst2(cache, "train"), new SpaceTokenizer());
 * var vocabulary = corpus.vocabulary(2);
 * var batches = corpus.batches(vocabulary, corpus.classes(), 32, 1);
 * }</pre>
 *
 * @param tokens words of each sentence
 * @param labels class of each
 */
public record LabelledCorpus(List<List<String>> tokens, List<String> labels) {
    /**
     * Keeps copies.
     *
     * @throws IllegalArgumentException naming the first sentence without a word, or if there are not as many labels
     */
    public LabelledCorpus {
        tokens = tokens.stream().map(List::copyOf).toList();
        labels = List.copyOf(labels);
        Preconditions.checkArgument(tokens.size() == labels.size() && !tokens.isEmpty(),
                "%s sentences with %s labels: expected at least one sentence, and a label for each", tokens.size(), labels.size());
        for (int i = 0; i < tokens.size(); i++) {
            Preconditions.checkArgument(!tokens.get(i).isEmpty(), "sentence %s of %s, \"%s\", has no word: leave it out", i + 1,
                    tokens.size(), labels.get(i));
        }
    }

    /** Sentences cut by a tokeniser. */
    public static LabelledCorpus of(List<LabelledSentence> sentences, Tokenizer tokenizer) {
        return new LabelledCorpus(sentences.stream().map(each -> tokenizer.tokens(each.text())).toList(),
                sentences.stream().map(LabelledSentence::label).toList());
    }

    /** How many sentences there are. */
    public int size() {
        return tokens.size();
    }

    /** Names of the classes in alphabetical order. @throws IllegalArgumentException if all sentences are of one class */
    public List<String> classes() {
        var classes = labels.stream().distinct().sorted().toList();
        Preconditions.checkArgument(classes.size() > 1,
                "all %s sentences are \"%s\": expected at least two classes, there is nothing to tell apart", size(), classes.get(0));
        return classes;
    }

    /** Padding, unknown, and the words that occur at least so often, common ones first. */
    public Vocabulary vocabulary(int minCount) {
        return Vocabulary.words(tokens.stream().flatMap(List::stream).toList(), minCount, Vocabulary.PADDING, Vocabulary.UNKNOWN);
    }

    /** Ids of each sentence. */
    public List<int[]> ids(Vocabulary vocabulary) {
        return tokens.stream().map(vocabulary::encode).toList();
    }

    /**
     * Class of each sentence as its place in a list.
     *
     * @param classes those that were trained
     * @throws IllegalArgumentException naming the first sentence of another class
     */
    public int[] labels(List<String> classes) {
        return IntStream.range(0, size()).map(i -> {
            int place = classes.indexOf(labels.get(i));
            Preconditions.checkArgument(place >= 0, "sentence %s is \"%s\", which is none of the classes %s that were trained: is it a "
                    + "spelling of one of them, or are these sentences of another set?", i + 1, labels.get(i), classes);
            return place;
        }).toArray();
    }

    /** The sentences as batches for a classifier, see {@link SentenceBatches}. */
    public SentenceBatches batches(Vocabulary vocabulary, List<String> classes, int batchSize, long seed) {
        return SentenceBatches.of(ids(vocabulary), labels(classes), batchSize, seed);
    }

    /** What a class has to weigh for all classes to count the same: sentences / (classes · sentences of the class). */
    public double[] balancedWeights() {
        var classes = classes();
        return classes.stream().mapToDouble(name -> (double) size() / classes.size() / Collections.frequency(labels, name)).toArray();
    }

    /** A part to learn from and one to test on. */
    public record Split(LabelledCorpus train, LabelledCorpus test) {
    }

    /** Puts a share of the sentences, drawn from the seed, aside. @param share above 0 and below 1 */
    public Split split(double share, long seed) {
        Preconditions.checkArgument(share > 0 && share < 1, "share is %s, expected a number above 0 and below 1", share);
        int test = (int) Math.round(share * size());
        return split(place -> place < test, seed);
    }

    /**
     * One fold of a cross-validation: every so-manieth sentence of an order drawn from the seed is tested.
     *
     * @param fold  from 0 to {@code folds - 1}
     * @param folds at least 2
     */
    public Split fold(int fold, int folds, long seed) {
        Preconditions.checkArgument(folds >= 2 && fold >= 0 && fold < folds,
                "fold %s of %s, expected at least 2 folds, and one of 0 to their number - 1", fold, folds);
        return split(place -> place % folds == fold, seed);
    }

    private Split split(IntPredicate isTest, long seed) {
        var order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return new Split(pick(order, isTest.negate()), pick(order, isTest));
    }

    private LabelledCorpus pick(List<Integer> order, IntPredicate wanted) {
        var places = IntStream.range(0, order.size()).filter(wanted).mapToObj(order::get).toList();
        return new LabelledCorpus(places.stream().map(tokens::get).toList(), places.stream().map(labels::get).toList());
    }

    @Override
    public String toString() {
        return size() + " sentences, " + labels.stream().distinct().count() + " classes";
    }
}
