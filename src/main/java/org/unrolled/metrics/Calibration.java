package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * Whether a classifier's probabilities can be taken at their word: of all answers given with 80 %, are 80 % right? (Guo et al. 2017,
 * "On Calibration of Modern Neural Networks", section 2). The bins are the bars of a reliability diagram.
 *
 * @param bins those that have answers, from low to high confidence
 */
public record Calibration(List<Bin> bins) {
    /**
     * The answers whose probability lies in one stretch of 0 to 1.
     *
     * @param answers    how many
     * @param confidence mean of their probabilities
     * @param accuracy   share of them that is right
     */
    public record Bin(int answers, double confidence, double accuracy) {
        private double gap() {
            return Math.abs(accuracy - confidence);
        }
    }

    /** Does not keep the list it is given. */
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * Sorts answers into bins of equal width; a probability on an edge belongs to the bin above.
     *
     * @param probabilities what the classifier gave its answer, 0 to 1
     * @param right         whether the answer was right
     * @param bins          how many, 10 or 15 as a rule
     * @throws IllegalArgumentException if there are not as many of both, none, or a number is no probability
     */
    public static Calibration of(double[] probabilities, boolean[] right, int bins) {
        Preconditions.checkArgument(probabilities.length == right.length && right.length > 0 && bins > 0,
                "%s probabilities of %s answers in %s bins: expected as many of both, and at least one of each",
                probabilities.length, right.length, bins);
        var sums = new double[bins][3];
        for (int i = 0; i < right.length; i++) {
            double p = probabilities[i];
            Preconditions.checkArgument(p >= 0 && p <= 1, "the probability of answer %s is %s: expected 0 to 1", String.valueOf(i), p);
            var bin = sums[(int) Math.min(bins - 1, Math.floor(p * bins))];
            bin[0]++;
            bin[1] += p;
            bin[2] += right[i] ? 1 : 0;
        }
        var all = new ArrayList<Bin>();
        for (var sum : sums) {
            if (sum[0] > 0) {
                all.add(new Bin((int) sum[0], sum[1] / sum[0], sum[2] / sum[0]));
            }
        }
        return new Calibration(all);
    }

    /** Expected calibration error: the mean distance of confidence and accuracy, each bin counting by its answers. */
    public double expectedError() {
        double answers = bins.stream().mapToInt(Bin::answers).sum();
        return bins.stream().mapToDouble(bin -> bin.answers / answers * bin.gap()).sum();
    }

    /** Maximum calibration error: the distance in the worst bin. */
    public double maximumError() {
        return bins.stream().mapToDouble(Bin::gap).max().orElseThrow();
    }
}
