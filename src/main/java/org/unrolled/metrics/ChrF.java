package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.common.base.Preconditions;

/**
 * chrF, the F-score of character n-grams (Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation"), which
 * gives a part of the credit to a word with a wrong ending and needs no tokeniser. With P and R the means over the orders of
 * precision and recall, and recall β times as important:
 * <pre>
 *   chrFβ = 100 · (1 + β²) P R / (β² P + R)
 * </pre>
 * chrF++ takes words and pairs of words in as further orders (Popović 2017, "chrF++: words helping character n-grams"). With
 * several references the one with the best score counts, sentence by sentence. Characters are Unicode code points. The
 * scores are those of sacreBLEU with the same settings. <pre>{@code
 * ChrFScore score = ChrF.standard().corpus(hypotheses, references);
 * Show.text(score + "   " + score.signature());
 * }</pre>
 *
 * @param characterOrder   longest n-gram of characters, usually 6
 * @param wordOrder        longest n-gram of words: 0 for chrF, 2 for chrF++
 * @param beta             weight of recall, usually 2
 * @param lowerCase        all letters are made small first
 * @param whitespace       white space counts among the characters
 * @param epsilonSmoothing the mean is over the F-scores of all orders, with a tiny number in place of what can't be divided,
 *                         as the first programs did; without it, only orders that both sides have count
 */
public record ChrF(int characterOrder, int wordOrder, int beta, boolean lowerCase, boolean whitespace, boolean epsilonSmoothing)
        implements CorpusMetric<ChrFScore> {
    private static final double EPSILON = 1e-16;
    private static final int COUNTS = 3;

    /** @throws IllegalArgumentException if there is no order, or β is below 1 */
    public ChrF {
        Preconditions.checkArgument(characterOrder >= 1 && wordOrder >= 0 && beta >= 1, "chrF over %s characters and %s "
                + "words, beta %s: expected at least 1 character, 0 words, a beta of 1", characterOrder, wordOrder, beta);
    }

    /** chrF2: n-grams up to 6 characters, no words, recall twice as important. */
    public static ChrF standard() {
        return new ChrF(6, 0, 2, false, false, false);
    }

    /** chrF2++: words and pairs of words besides. */
    public static ChrF plusPlus() {
        return standard().withWordOrder(2);
    }

    /** The same with other n-grams of characters. */
    public ChrF withCharacterOrder(int other) {
        return new ChrF(other, wordOrder, beta, lowerCase, whitespace, epsilonSmoothing);
    }

    /** The same with other n-grams of words. */
    public ChrF withWordOrder(int other) {
        return new ChrF(characterOrder, other, beta, lowerCase, whitespace, epsilonSmoothing);
    }

    /** The same with another weight of recall. */
    public ChrF withBeta(int other) {
        return new ChrF(characterOrder, wordOrder, other, lowerCase, whitespace, epsilonSmoothing);
    }

    /** The same with or without capitals made small. */
    public ChrF withLowerCase(boolean wanted) {
        return new ChrF(characterOrder, wordOrder, beta, wanted, whitespace, epsilonSmoothing);
    }

    /** The settings as sacreBLEU writes them, for one reference a sentence. */
    public String signature() {
        return signature("1");
    }

    private String signature(String references) {
        return "nrefs:" + references + "|case:" + (lowerCase ? "lc" : "mixed")
                + "|eff:" + (epsilonSmoothing ? "no" : "yes") + "|nc:" + characterOrder + "|nw:" + wordOrder
                + "|space:" + (whitespace ? "yes" : "no") + "|version:" + Bleu.SACREBLEU;
    }

    /** Such as chrF2 or chrF2++. */
    @Override
    public String name() {
        return "chrF" + beta + "+".repeat(wordOrder);
    }

    /** For each order, characters first: n-grams of the hypothesis, of the reference, and of both. */
    @Override
    public long[] counts(String hypothesis, List<String> references) {
        var grams = grams(hypothesis);
        return references.stream().map(reference -> compare(grams, grams(reference)))
                .max(Comparator.comparingDouble(this::score)).orElseThrow();
    }

    private List<Map<List<String>, Integer>> grams(String sentence) {
        var text = lowerCase ? sentence.toLowerCase(Locale.ROOT) : sentence;
        var words = Whitespace.split(text);
        var characters = whitespace ? text : String.join("", words);
        var grams = new ArrayList<>(NGrams.upTo(characterOrder, characters.codePoints().mapToObj(Character::toString).toList()));
        if (wordOrder > 0) {
            grams.addAll(NGrams.upTo(wordOrder, words.stream().flatMap(word -> withoutPunctuation(word).stream()).toList()));
        }
        return grams;
    }

    /** A word and the ASCII punctuation at its end or, if there is none, at its beginning: one sign, on one side. */
    private static List<String> withoutPunctuation(String word) {
        int last = word.length() - 1;
        if (word.codePointCount(0, word.length()) == 1) {
            return List.of(word);
        }
        if (isPunctuation(word.charAt(last))) {
            return List.of(word.substring(0, last), word.substring(last));
        }
        return isPunctuation(word.charAt(0)) ? List.of(word.substring(0, 1), word.substring(1)) : List.of(word);
    }

    private static boolean isPunctuation(char character) {
        return character > ' ' && character < 0x7F && !Character.isLetterOrDigit(character);
    }

    private static long[] compare(List<Map<List<String>, Integer>> hypothesis, List<Map<List<String>, Integer>> reference) {
        var counts = new long[COUNTS * hypothesis.size()];
        for (int n = 0; n < hypothesis.size(); n++) {
            // Where the reference has no such n-gram, those of the hypothesis can't be right and aren't held against it.
            counts[COUNTS * n] = reference.get(n).isEmpty() ? 0 : NGrams.total(hypothesis.get(n));
            counts[COUNTS * n + 1] = NGrams.total(reference.get(n));
            counts[COUNTS * n + 2] = NGrams.common(hypothesis.get(n), reference.get(n));
        }
        return counts;
    }

    @Override
    public ChrFScore score(long[] sums, String perSentence) {
        return new ChrFScore(score(sums), name(), signature(perSentence));
    }

    @Override
    public double score(long[] sums) {
        int orders = characterOrder + wordOrder;
        Preconditions.checkArgument(sums.length == COUNTS * orders, "%s counts for %s orders of n-grams: expected %s, added "
                + "up from counts(...) with the same settings", sums.length, orders, COUNTS * orders);
        double precisions = 0, recalls = 0, scores = 0;
        int both = 0;
        for (int n = 0; n < orders; n++) {
            long found = sums[COUNTS * n], expected = sums[COUNTS * n + 1], common = sums[COUNTS * n + 2];
            double precision = found == 0 ? EPSILON : (double) common / found;
            double recall = expected == 0 ? EPSILON : (double) common / expected;
            scores += fScore(precision, recall, EPSILON);
            if (found > 0 && expected > 0) {
                precisions += precision;
                recalls += recall;
                both++;
            }
        }
        if (epsilonSmoothing) {
            return 100 * scores / orders;
        }
        return both == 0 ? 0 : 100 * fScore(precisions / both, recalls / both, 0);
    }

    private double fScore(double precision, double recall, double otherwise) {
        double square = (double) beta * beta, below = square * precision + recall;
        return below > 0 ? (1 + square) * precision * recall / below : otherwise;
    }
}
