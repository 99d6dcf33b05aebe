package org.unrolled.audio;

import java.util.Arrays;
import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * Brings each band to mean 0 and variance 1: by the frames of one utterance, of all utterances of a speaker, or of a training set.
 * <pre>{@code
 * var scaled = FeatureScaling.of(utterance).apply(utterance);
 * var speaker = FeatureScaling.of(utterancesOfTheSpeaker);
 * }</pre>
 *
 * @param mean      of each band
 * @param deviation standard deviation of each band, above 0
 */
public record FeatureScaling(float[] mean, float[] deviation) {
    /** A band that moves less than this is held for constant, and becomes 0. */
    private static final double CONSTANT = 1e-5;

    /** Of one utterance, shape [frames][bands]. */
    public static FeatureScaling of(float[][] utterance) {
        return of(List.<float[][]>of(utterance));
    }

    /** Of several utterances, shape [frames][bands] each. @throws IllegalArgumentException if there is no frame, or bands differ */
    public static FeatureScaling of(List<float[][]> utterances) {
        long frames = utterances.stream().mapToLong(utterance -> utterance.length).sum();
        Preconditions.checkArgument(frames > 0, "scaling by %s utterances without a frame: expected at least one", utterances.size());
        int bands = utterances.stream().filter(utterance -> utterance.length > 0).findFirst().orElseThrow()[0].length;
        var sum = new double[bands];
        utterances.stream().flatMap(Arrays::stream).forEach(frame -> {
            check(frame, bands);
            for (var band = 0; band < bands; band++) {
                sum[band] += frame[band];
            }
        });
        // In a second pass: a difference of squares would lose the digits of a band that moves little around a large mean.
        var squares = new double[bands];
        utterances.stream().flatMap(Arrays::stream).forEach(frame -> {
            for (var band = 0; band < bands; band++) {
                double distance = frame[band] - sum[band] / frames;
                squares[band] += distance * distance;
            }
        });
        var mean = new float[bands];
        var deviation = new float[bands];
        for (var band = 0; band < bands; band++) {
            mean[band] = (float) (sum[band] / frames);
            double size = Math.sqrt(squares[band] / frames);
            deviation[band] = size < CONSTANT ? 1 : (float) size;
        }
        return new FeatureScaling(mean, deviation);
    }

    /** The scaled features, a copy of the same shape. */
    public float[][] apply(float[][] features) {
        var scaled = new float[features.length][mean.length];
        for (var t = 0; t < features.length; t++) {
            check(features[t], mean.length);
            for (var band = 0; band < mean.length; band++) {
                scaled[t][band] = (features[t][band] - mean[band]) / deviation[band];
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

    private static void check(float[] frame, int bands) {
        if (frame.length != bands) {
            throw new IllegalArgumentException("a frame of " + frame.length + " bands among frames of " + bands
                    + ": expected as many in each");
        }
    }
}
