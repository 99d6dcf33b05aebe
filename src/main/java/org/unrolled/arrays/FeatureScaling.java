package org.unrolled.arrays;

import java.util.Arrays;
import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * Brings each feature to mean 0 and variance 1: by the frames of one utterance, of all utterances of a speaker, by the places of all
 * pictures of a training set. <pre>{@code
 * var scaled = FeatureScaling.of(utterance).apply(utterance);
 * var speaker = FeatureScaling.of(utterancesOfTheSpeaker);
 * }</pre>
 *
 * @param mean      of each feature
 * @param deviation standard deviation of each feature, above 0
 */
public record FeatureScaling(float[] mean, float[] deviation) {
    /** A feature that moves less than this is held for constant, and becomes 0. */
    private static final double CONSTANT = 1e-5;

    /** Of one series, shape [rows][features]. */
    public static FeatureScaling of(float[][] one) {
        return of(List.<float[][]>of(one));
    }

    /**
     * Of several series, shape [rows][features] each, which may be made when they are asked for (three times).
     *
     * @throws IllegalArgumentException if there is no row, or rows differ in length
     */
    public static FeatureScaling of(List<float[][]> series) {
        long rows = series.stream().mapToLong(one -> one.length).sum();
        Preconditions.checkArgument(rows > 0, "scaling by %s series without a row: expected at least one", series.size());
        int size = series.stream().filter(one -> one.length > 0).findFirst().orElseThrow()[0].length;
        var sum = new double[size];
        series.stream().flatMap(Arrays::stream).forEach(row -> {
            check(row, size);
            for (var i = 0; i < size; i++) {
                sum[i] += row[i];
            }
        });
        // In a second pass: a difference of squares would lose the digits of a feature that moves little around a large mean.
        var squares = new double[size];
        series.stream().flatMap(Arrays::stream).forEach(row -> {
            for (var i = 0; i < size; i++) {
                double distance = row[i] - sum[i] / rows;
                squares[i] += distance * distance;
            }
        });
        var mean = new float[size];
        var deviation = new float[size];
        for (var i = 0; i < size; i++) {
            mean[i] = (float) (sum[i] / rows);
            double spread = Math.sqrt(squares[i] / rows);
            deviation[i] = spread < CONSTANT ? 1 : (float) spread;
        }
        return new FeatureScaling(mean, deviation);
    }

    /** The scaled features, a copy of the same shape. */
    public float[][] apply(float[][] features) {
        var scaled = new float[features.length][mean.length];
        for (var t = 0; t < features.length; t++) {
            check(features[t], mean.length);
            for (var i = 0; i < mean.length; i++) {
                scaled[t][i] = (features[t][i] - mean[i]) / deviation[i];
            }
        }
        return scaled;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureScaling that && Arrays.equals(mean, that.mean) && Arrays.equals(deviation, that.deviation);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean);
    }

    private static void check(float[] row, int size) {
        if (row.length != size) {
            throw new IllegalArgumentException("a row of " + row.length + " features among rows of " + size
                    + ": expected as many in each");
        }
    }
}
