package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * A score of a whole corpus that follows from whole numbers which each sentence adds to, as BLEU follows from numbers of
 * n-grams. So one pass over the text gives the score of any part of it, which {@link Bootstrap} and {@link BleuByLength}
 * live on. A corpus's score is not the mean of its sentences' scores.
 *
 * @param <S> the score with what belongs to it
 */
public interface CorpusMetric<S> {
    /** What one sentence with at least one right translation adds: always the same number of counts, each 0 or more. */
    long[] counts(String hypothesis, List<String> references);

    /** The score of sentences together, 0 to 100, from their {@link #counts} added up; higher is better. */
    double score(long[] sums);

    /** What is measured, such as BLEU. */
    String name();

    /** The score with what belongs to it. @param perSentence references of each sentence, {@code var} if that varies */
    S score(long[] sums, String perSentence);

    /** Scores translations, one sentence each, with one reference for each, see {@link #corpusOfSeveral}. */
    default S corpus(List<String> hypotheses, List<String> references) {
        return corpusOfSeveral(hypotheses, references.stream().map(List::of).toList());
    }

    /**
     * Scores a corpus: a sentence, and a list of one reference or more, in each place. No sentence, lists of different length and
     * a sentence without reference are refused.
     */
    default S corpusOfSeveral(List<String> hypotheses, List<List<String>> references) {
        var sizes = references.stream().map(List::size).distinct().toList();
        return score(sum(counts(hypotheses, references)), sizes.size() == 1 ? String.valueOf(sizes.get(0)) : "var");
    }

    /** Scores one sentence. */
    default S sentence(String hypothesis, String... references) {
        return corpusOfSeveral(List.of(hypothesis), List.of(List.of(references)));
    }

    /** The counts of each sentence; what is refused, and the lists of references, are those of {@link #corpusOfSeveral}. */
    default List<long[]> counts(List<String> hypotheses, List<List<String>> references) {
        Preconditions.checkArgument(hypotheses.size() == references.size(), "%s hypotheses and references for %s sentences: "
                + "expected as many of both, line by line", hypotheses.size(), references.size());
        Preconditions.checkArgument(!hypotheses.isEmpty(), "%s of no sentence: expected at least one", name());
        var counts = new ArrayList<long[]>(hypotheses.size());
        for (var i = 0; i < hypotheses.size(); i++) {
            Preconditions.checkArgument(!references.get(i).isEmpty(),
                    "sentence %s has no reference: expected at least one", i);
            counts.add(counts(hypotheses.get(i), references.get(i)));
        }
        return counts;
    }

    /** Counts of sentences together. @throws IllegalArgumentException if there is no sentence */
    static long[] sum(List<long[]> counts) {
        Preconditions.checkArgument(!counts.isEmpty(), "no sentence to add: expected at least one");
        var sum = new long[counts.get(0).length];
        counts.forEach(sentence -> Arrays.setAll(sum, i -> sum[i] + sentence[i]));
        return sum;
    }
}
