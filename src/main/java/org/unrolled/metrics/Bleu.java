package org.unrolled.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;

/**
 * BLEU, how much of a translation's wording is in a human one (Papineni, Roukos, Ward and Zhu 2002, "BLEU: a Method for
 * Automatic Evaluation of Machine Translation"). Over a whole corpus, with p_n the share of its n-grams that the references
 * have too (none counted more often than in one reference), c its length and r that of the references:
 * <pre>
 *   BLEU = 100 · min(1, exp(1 - r / c)) · (p_1 p_2 p_3 p_4)^(1/4)
 * </pre>
 * The first factor, the brevity penalty, is there because precision alone is easy for a translation of few words. With
 * several references r takes, sentence by sentence, the length nearest to the hypothesis's, the shorter of two as near.
 * <p>The tokeniser and the smoothing change the score by points, so name them with it: the {@link BleuScore#signature} does.
 * The scores are those of sacreBLEU (Post 2018, "A Call for Clarity in Reporting BLEU Scores") with the same settings.
 * <pre>{@code
 * var bleu = Bleu.standard().withLowerCase(true);
 * BleuScore score = bleu.corpus(hypotheses, references);   // a line for each sentence
 * Show.text(score + "   " + score.signature());
 * }</pre>
 *
 * @param tokenizer      how sentences are cut into words
 * @param smoothing      what happens where an order has no match
 * @param lowerCase      all letters are made small first, as Java does it: next to signs a Greek capital sigma may become the
 *                       other small sigma than in Python
 * @param effectiveOrder orders for which the text is too short don't count: for single sentences
 * @param maxOrder       longest n-gram, usually 4
 */
public record Bleu(BleuTokenizer tokenizer, Smoothing smoothing, boolean lowerCase, boolean effectiveOrder, int maxOrder)
        implements CorpusMetric<BleuScore> {
    /** Version of sacreBLEU that the scores were compared with; its signatures name it. */
    static final String SACREBLEU = "2.6.0";

    /** @throws IllegalArgumentException if the order is below 1 */
    public Bleu {
        Preconditions.checkArgument(maxOrder >= 1, "BLEU over n-grams up to n = %s: expected at least 1, usually 4", maxOrder);
    }

    /** Tokeniser 13a, exponential smoothing, upper and lower case apart, n-grams up to 4: what sacreBLEU does by default. */
    public static Bleu standard() {
        return new Bleu(BleuTokenizer.V13A, Smoothing.exponential(), false, false, 4);
    }

    /** The same with another tokeniser; {@link BleuTokenizer#NONE} for text that is tokenised already. */
    public Bleu withTokenizer(BleuTokenizer other) {
        return new Bleu(other, smoothing, lowerCase, effectiveOrder, maxOrder);
    }

    /** The same with or without capitals made small. */
    public Bleu withLowerCase(boolean wanted) {
        return new Bleu(tokenizer, smoothing, wanted, effectiveOrder, maxOrder);
    }

    /** The same with or without the orders for which the text is too short. */
    public Bleu withEffectiveOrder(boolean wanted) {
        return new Bleu(tokenizer, smoothing, lowerCase, wanted, maxOrder);
    }

    /** The same with n-grams up to another n. */
    public Bleu withMaxOrder(int other) {
        return new Bleu(tokenizer, smoothing, lowerCase, effectiveOrder, other);
    }

    /** Scores one sentence, with the effective order, as most have no 4-gram in common with their reference. */
    @Override
    public BleuScore sentence(String hypothesis, String... references) {
        return withEffectiveOrder(true).corpusOfSeveral(List.of(hypothesis), List.of(List.of(references)));
    }

    /** The settings as sacreBLEU writes them, for one reference a sentence. */
    public String signature() {
        return signature("1");
    }

    private String signature(String references) {
        return "nrefs:" + references + "|case:" + (lowerCase ? "lc" : "mixed")
                + "|eff:" + (effectiveOrder ? "yes" : "no") + "|tok:" + tokenizer + "|smooth:" + smoothing
                + "|version:" + SACREBLEU;
    }

    @Override
    public String name() {
        return "BLEU";
    }

    /** Length, the references' length, then for each order its matches and its n-grams. */
    @Override
    public long[] counts(String hypothesis, List<String> references) {
        var words = tokens(hypothesis);
        var right = references.stream().map(this::tokens).toList();
        var grams = NGrams.upTo(maxOrder, words);
        var expected = right.stream().map(reference -> NGrams.upTo(maxOrder, reference)).toList();
        var counts = new long[2 + 2 * maxOrder];
        counts[0] = words.size();
        counts[1] = nearest(words.size(), right);
        for (int n = 0; n < maxOrder; n++) {
            int order = n;
            var allowed = NGrams.largest(expected.stream().map(reference -> reference.get(order)).toList());
            counts[2 + 2 * n] = NGrams.common(grams.get(n), allowed);
            counts[3 + 2 * n] = NGrams.total(grams.get(n));
        }
        return counts;
    }

    private List<String> tokens(String sentence) {
        return tokenizer.tokens(lowerCase ? sentence.toLowerCase(Locale.ROOT) : sentence);
    }

    private static int nearest(int length, List<List<String>> references) {
        return references.stream().map(List::size)
                .min(Comparator.<Integer>comparingInt(size -> Math.abs(size - length)).thenComparing(size -> size)).orElseThrow();
    }

    @Override
    public double score(long[] sums) {
        return score(sums, "1").score();
    }

    @Override
    public BleuScore score(long[] sums, String perSentence) {
        Preconditions.checkArgument(sums.length == 2 + 2 * maxOrder, "%s counts for n-grams up to %s: expected %s, added up "
                + "from counts(...) with the same settings", sums.length, maxOrder, 2 + 2 * maxOrder);
        var matches = every(sums, 2);
        var totals = every(sums, 3);
        var precisions = Arrays.stream(matches).anyMatch(found -> found > 0) ? precisions(matches, totals) : new double[maxOrder];
        double penalty = sums[0] >= sums[1] ? 1 : sums[0] == 0 ? 0 : Math.exp(1 - (double) sums[1] / sums[0]);
        int order = maxOrder;
        while (effectiveOrder && order > 0 && denominator(order - 1, totals[order - 1]) == 0) {
            order--;
        }
        int orders = order;
        double logs = IntStream.range(0, orders).mapToDouble(n -> Math.log(precisions[n])).sum();
        double score = orders == 0 ? 0 : penalty * Math.exp(logs / orders);
        return new BleuScore(score, Arrays.stream(precisions).boxed().toList(), Arrays.stream(matches).boxed().toList(),
                Arrays.stream(totals).boxed().toList(), penalty, sums[0], sums[1], signature(perSentence));
    }

    private long[] every(long[] sums, int first) {
        return IntStream.range(0, maxOrder).mapToLong(n -> sums[first + 2 * n]).toArray();
    }

    /** In per cent, smoothed; 0 from the first order on for which there is no n-gram. */
    private double[] precisions(long[] matches, long[] totals) {
        var precisions = new double[maxOrder];
        double half = 1;
        for (int n = 0; n < maxOrder && denominator(n, totals[n]) > 0; n++) {
            double found = matches[n] + added(n);
            if (found == 0) {
                half /= 2;
                found = switch (smoothing.kind()) {
                    case NONE, ADD_K -> 0;
                    case FLOOR -> smoothing.value();
                    case EXPONENTIAL -> half;
                };
            }
            precisions[n] = 100 * found / denominator(n, totals[n]);
        }
        return precisions;
    }

    private double denominator(int n, long total) {
        return total + added(n);
    }

    private double added(int n) {
        return smoothing.kind() == Smoothing.Kind.ADD_K && n > 0 ? smoothing.value() : 0;
    }
}
