package org.unrolled.metrics;

import java.util.Comparator;
import java.util.List;

/**
 * 100 minus the {@link ErrorRate} in percent, so that {@link Bootstrap} can say how far a recogniser's rate depends on the test set and
 * compare two recognisers: the accuracy of the HTK Book (Young et al. 2006, section on HResults). Below 0 where there are more errors
 * than words.
 *
 * @param characters true to count characters, false for words
 */
public record WordAccuracy(boolean characters) implements CorpusMetric<Double> {
    /** Errors and length; of several references, of that with the fewest errors. */
    @Override
    public long[] counts(String hypothesis, List<String> references) {
        var rate = references.stream().map(reference -> characters ? ErrorRate.ofCharacters(reference, hypothesis)
            : ErrorRate.ofWords(reference, hypothesis)).min(Comparator.comparingLong(ErrorRate::errors)).orElseThrow();
        return new long[] {rate.errors(), rate.length()};
    }

    /** @throws IllegalStateException if something was recognised and the references have nothing */
    @Override
    public double score(long[] sums) {
        return 100 - 100 * ErrorRate.rate(sums[0], sums[1]);
    }

    @Override
    public String name() {
        return characters ? "character accuracy" : "word accuracy";
    }

    @Override
    public Double score(long[] sums, String perSentence) {
        return score(sums);
    }
}
