package org.unrolled.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.nd4j.common.base.Preconditions;

/**
 * Numbers for the classes of labelled sentences, in alphabetical order, and for their n-grams, in the order in which they are met.
 * An n-gram is written as its tokens with spaces between. A sentence is the numbers of its n-grams in ascending order, each as
 * often as it occurs, or once; those that no training sentence has are left out.
 */
final class Features {
    private static final int SHORTEST_PIECE = 3;
    /** No token has a space in it. */
    private static final String PIECE = "  ";

    private final int order;
    private final int pieces;
    private final boolean binary;
    private final List<String> classes;
    private final Map<String, Integer> ids = new HashMap<>();
    private final int[] labels;
    private final int[][] sentences;

    /** Numbers the training sentences and their labels, and keeps neither list. */
    Features(List<List<String>> sentences, List<String> labels, int order, int pieces, boolean binary) {
        Preconditions.checkArgument(!sentences.isEmpty() && sentences.size() == labels.size(),
                "%s sentences with %s labels: expected at least one sentence, and a label for each",
                sentences.size(), labels.size());
        this.order = order;
        this.pieces = pieces;
        this.binary = binary;
        this.classes = List.copyOf(new TreeSet<>(labels));
        Preconditions.checkArgument(classes.size() > 1,
                "all %s sentences have the label '%s': expected sentences of at least two classes", labels.size(), classes.get(0));
        this.labels = labels.stream().mapToInt(classes::indexOf).toArray();
        sentences.forEach(sentence -> grams(sentence).forEach(gram -> ids.putIfAbsent(gram, ids.size())));
        this.sentences = sentences.stream().map(this::ids).toArray(int[][]::new);
    }

    static void requireOrder(int order) {
        Preconditions.checkArgument(order >= 1,
                "the order of the n-grams is %s, expected at least 1: 1 for words, 2 for pairs too", order);
    }

    /** Of each training sentence the number of its class. */
    int[] labels() {
        return labels;
    }

    /** Of each training sentence the numbers of its n-grams. */
    int[][] sentences() {
        return sentences;
    }

    List<String> classes() {
        return classes;
    }

    /** How many different n-grams there are. */
    int size() {
        return ids.size();
    }

    int[] ids(List<String> tokens) {
        var found = grams(tokens).stream().mapToInt(this::id).filter(id -> id >= 0).sorted();
        return (binary ? found.distinct() : found).toArray();
    }

    /** The number of an n-gram, or -1. */
    int id(String gram) {
        return ids.getOrDefault(gram, -1);
    }

    int classId(String name) {
        int id = classes.indexOf(name);
        Preconditions.checkArgument(id >= 0, "there is no class '%s', expected one of %s", name, classes);
        return id;
    }

    private List<String> grams(List<String> tokens) {
        var grams = new ArrayList<String>();
        for (int n = 1; n <= order; n++) {
            for (int i = 0; i + n <= tokens.size(); i++) {
                grams.add(n == 1 ? tokens.get(i) : String.join(" ", tokens.subList(i, i + n)));
            }
        }
        tokens.forEach(token -> addPieces(token, grams));
        return grams;
    }

    /** Letters that follow each other, with marks where the word begins and ends; none of them could be an n-gram of words. */
    private void addPieces(String token, List<String> grams) {
        if (pieces == 0) {
            return;
        }
        int[] letters = ("<" + token + ">").codePoints().toArray();
        for (int n = SHORTEST_PIECE; n <= pieces; n++) {
            for (int i = 0; i + n <= letters.length; i++) {
                grams.add(PIECE + new String(letters, i, n));
            }
        }
    }

    /** Turns unnormalised log-probabilities into probabilities, in place. Gives the logarithm of what they were divided by. */
    static double softmax(double[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(scores[i] - largest);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
        return largest + Math.log(sum);
    }
}
