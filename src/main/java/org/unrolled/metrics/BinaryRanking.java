package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;

/**
 * How well scores put the examples of a class before the others, whatever threshold is chosen later: the curves of receiver
 * operating characteristic and of precision against recall (Fawcett 2006, "An introduction to ROC analysis"). <pre>{@code
 * var ranking = BinaryRanking.of(isSpam, probabilities);
 * double area = ranking.area();                    // 0.5 for guessing, 1 for a perfect order
 * double average = ranking.averagePrecision();     // the share of spam for guessing
 * }</pre>
 *
 * @param points one for each score that occurs, highest first: what follows if all of this score or more are taken
 */
public record BinaryRanking(List<Point> points) {
    /**
     * All examples with a score of at least {@code threshold} taken for the class.
     *
     * @param recall            share of the class that is taken, also called true positive rate
     * @param falsePositiveRate share of the others that is taken
     * @param precision         share of what is taken that is of the class
     */
    public record Point(double threshold, double recall, double falsePositiveRate, double precision) {
        /** Harmonic mean of precision and recall. */
        public double f1() {
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }
    }

    /**
     * Where as large a share of the others is taken as of the class is left: the one number by which verifications are compared.
     *
     * @param threshold of the scores, as {@link Point#threshold}
     * @param rate      share of the others that is taken, and of the class that is not; 0 for a perfect order, 0.5 for guessing
     */
    public record EqualError(double threshold, double rate) {
    }

    /** Does not keep the list it is given. */
    public BinaryRanking {
        points = List.copyOf(points);
    }

    /**
     * Ranks examples.
     *
     * @param positive whether each is of the class
     * @param scores   higher for the class; any scale, as only the order counts
     * @throws IllegalArgumentException if there are not as many of both, a score is NaN, or all examples are on one side
     */
    public static BinaryRanking of(boolean[] positive, double[] scores) {
        Preconditions.checkArgument(positive.length == scores.length, "%s classes and %s scores: expected as many of both",
                positive.length, scores.length);
        int of = (int) IntStream.range(0, positive.length).filter(i -> positive[i]).count();
        int others = positive.length - of;
        Preconditions.checkArgument(of > 0 && others > 0,
                "%s examples of the class and %s others: a ranking needs at least one of each", of, others);
        var order = IntStream.range(0, scores.length).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed()).toList();
        var points = new ArrayList<Point>();
        int taken = 0;
        int right = 0;
        for (int i : order) {
            Preconditions.checkArgument(!Double.isNaN(scores[i]), "the score of example %s is NaN: has the training diverged?", i);
            right += positive[i] ? 1 : 0;
            taken++;
            if (taken == order.size() || scores[order.get(taken)] != scores[i]) {
                points.add(new Point(scores[i], (double) right / of, (double) (taken - right) / others, (double) right / taken));
            }
        }
        return new BinaryRanking(points);
    }

    /**
     * Area under recall drawn against the false positive rate: how likely an example of the class scores higher than another one,
     * equal scores counting half.
     */
    public double area() {
        double area = 0;
        var before = new Point(Double.POSITIVE_INFINITY, 0, 0, 1);
        for (var point : points) {
            area += (point.falsePositiveRate - before.falsePositiveRate) * (point.recall + before.recall) / 2;
            before = point;
        }
        return area;
    }

    /** Mean of the precisions, each counting by what its threshold adds to the recall. */
    public double averagePrecision() {
        double sum = 0;
        double before = 0;
        for (var point : points) {
            sum += (point.recall - before) * point.precision;
            before = point.recall;
        }
        return sum;
    }

    /**
     * The equal error rate (Martin et al. 1997, "The DET curve in assessment of detection task performance"). Taking the class for
     * another is a false rejection, of which {@code 1 - recall} is the rate; taking another for the class is a false acceptance, of
     * which {@link Point#falsePositiveRate} is the rate. As the threshold falls, the first falls from 1 to 0 and the second rises from
     * 0 to 1. They cross between two neighbouring points of the curve; rate and threshold are those of the straight line from one
     * to the other. Above the highest score is no threshold to draw a line from, so that score stands there.
     *
     * @throws IllegalStateException if the points end before the rates cross, which those of a whole ranking don't
     */
    public EqualError equalError() {
        var before = new Point(Double.POSITIVE_INFINITY, 0, 0, 1);
        for (var point : points) {
            double gap = point.falsePositiveRate + point.recall - 1;
            if (gap >= 0) {
                double share = (1 - before.recall - before.falsePositiveRate) / (gap + 1 - before.recall - before.falsePositiveRate);
                double from = before.threshold == Double.POSITIVE_INFINITY ? point.threshold : before.threshold;
                return new EqualError(from == point.threshold ? from : from + share * (point.threshold - from),
                        before.falsePositiveRate + share * (point.falsePositiveRate - before.falsePositiveRate));
            }
            before = point;
        }
        throw new IllegalStateException("the curve's last point is " + before + ": expected one at which all examples are taken, as "
                + "BinaryRanking.of makes it");
    }

    /** The threshold with the greatest F1; choose it on validation data, not on the test set. */
    public Point best() {
        return points.stream().max(Comparator.comparingDouble(Point::f1)).orElseThrow();
    }
}
