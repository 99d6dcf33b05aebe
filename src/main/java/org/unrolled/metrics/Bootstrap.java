package org.unrolled.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;

/**
 * How far a corpus score depends on which sentences happen to be in the test set: the set is drawn anew from itself many
 * times, with replacement, and scored each time (Koehn 2004, "Statistical Significance Tests for Machine Translation
 * Evaluation"). Two systems are compared on the same draws, as a hard sentence is hard for both. <pre>{@code
 * var bootstrap = Bootstrap.of(Bleu.standard(), references, 1000, 1);
 * Interval interval = bootstrap.interval(hypotheses);
 * Comparison comparison = bootstrap.compare(baseline, hypotheses);
 * }</pre>
 *
 * <p>What it doesn't tell is what another training run with another seed would have scored; only such a run does.
 *
 * @param samples places of sentences, for each time that the set is drawn
 */
public record Bootstrap(CorpusMetric<?> metric, List<List<String>> references, int[][] samples) {
    /** Draws the samples, 2 or more, usually 1,000, of sentences with one right translation each. */
    public static Bootstrap of(CorpusMetric<?> metric, List<String> references, int samples, long seed) {
        return ofSeveral(metric, references.stream().map(List::of).toList(), samples, seed);
    }

    /** The same with several references for each sentence. */
    public static Bootstrap ofSeveral(CorpusMetric<?> metric, List<List<String>> references, int samples, long seed) {
        Preconditions.checkArgument(!references.isEmpty() && samples >= 2,
                "%s samples of %s sentences: expected at least 2 of at least one", samples, references.size());
        var random = new Random(seed);
        return new Bootstrap(metric, references, IntStream.range(0, samples)
                .mapToObj(i -> random.ints(references.size(), 0, references.size()).toArray()).toArray(int[][]::new));
    }

    /** Samples given as places of sentences. */
    static Bootstrap of(CorpusMetric<?> metric, List<List<String>> references, int[][] samples) {
        return new Bootstrap(metric, references, samples);
    }

    /**
     * The score of the test set as it is, the mean of the samples, and the range in which 95 % of them are: 2.5 % score less than
     * {@code low}, 2.5 % more than {@code high}.
     */
    public record Interval(double score, double mean, double low, double high) {
        /** Half its width. */
        public double plusMinus() {
            return (high - low) / 2;
        }
    }

    /**
     * Two systems on the same samples.
     *
     * @param baseline   the first
     * @param system     the second
     * @param difference how much more the second scores; its mean and range over the samples beside it
     * @param wins       share of samples in which the second scores higher
     * @param pValue     how likely a difference of this size, either way, is by chance if both are equally good: with c the
     *                   number of the B samples whose size of the difference, minus its mean over the samples, reaches that of
     *                   the test set, (c + 1) / (B + 1) (Riezler and Maxwell 2005, "On Some Pitfalls in Automatic Evaluation
     *                   and Significance Testing for MT", section 4); as sacreBLEU has it
     */
    public record Comparison(Interval baseline, Interval system, Interval difference, double wins, double pValue) { }

    /** The score of a system with its range; there must be a hypothesis for each reference. */
    public Interval interval(List<String> hypotheses) {
        return interval(scores(hypotheses));
    }

    /** Compares two systems. @throws IllegalArgumentException if there are not as many hypotheses as references */
    public Comparison compare(List<String> baseline, List<String> system) {
        var first = scores(baseline);
        var second = scores(system);
        var differences = IntStream.range(0, first.length).mapToDouble(i -> second[i] - first[i]).toArray();
        var difference = interval(differences);
        var drawn = Arrays.copyOfRange(differences, 1, differences.length);
        double wins = Arrays.stream(drawn).filter(d -> d > 0).count();
        var sizes = Arrays.stream(drawn).map(Math::abs).toArray();
        double mean = Arrays.stream(sizes).average().orElseThrow();
        double asLarge = Arrays.stream(sizes).filter(size -> size - mean >= Math.abs(difference.score())).count();
        return new Comparison(interval(first), interval(second), difference, wins / samples.length,
                (asLarge + 1) / (samples.length + 1));
    }

    /** The score as it is, then that of each sample. */
    private double[] scores(List<String> hypotheses) {
        var counts = metric.counts(hypotheses, references);
        return DoubleStream.concat(DoubleStream.of(metric.score(CorpusMetric.sum(counts))), Arrays.stream(samples).mapToDouble(
                sample -> metric.score(CorpusMetric.sum(Arrays.stream(sample).mapToObj(counts::get).toList())))).toArray();
    }

    private static Interval interval(double[] scores) {
        var sorted = Arrays.stream(scores).skip(1).sorted().toArray();
        int outside = (int) (sorted.length * 0.025);
        return new Interval(scores[0], Arrays.stream(sorted).average().orElseThrow(), sorted[outside],
                sorted[sorted.length - 1 - outside]);
    }

    @Override
    public String toString() {
        return samples.length + " samples of " + references.size() + " sentences, scored by " + metric.name();
    }
}
