package org.unrolled.metrics;

import java.util.List;

/**
 * Accuracy of labels as a score of a corpus, in percent, so that {@link Bootstrap} can say how far it depends on the test set and
 * compare two classifiers: a "sentence" is a predicted label, its references are the labels that are right.
 */
public record LabelAccuracy() implements CorpusMetric<Double> {
    @Override
    public long[] counts(String hypothesis, List<String> references) {
        return new long[] {references.contains(hypothesis) ? 1 : 0, 1};
    }

    @Override
    public double score(long[] sums) {
        return sums[1] == 0 ? 0 : 100.0 * sums[0] / sums[1];
    }

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public Double score(long[] sums, String perSentence) {
        return score(sums);
    }
}
