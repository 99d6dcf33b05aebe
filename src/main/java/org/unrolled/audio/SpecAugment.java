package org.unrolled.audio;

import java.util.Arrays;
import java.util.Random;
import org.nd4j.common.base.Preconditions;

/**
 * Hides random bands and stretches of time of an utterance in training (Park et al. 2019, "SpecAugment", section 2, without its
 * time warping, which the paper found to matter least). What is hidden gets the utterance's mean.
 *
 * @param frequencyMasks how many bundles of bands are hidden
 * @param frequencyWidth the most bands of a bundle; each width from 0 to this is as likely
 * @param timeMasks      how many stretches of frames are hidden
 * @param timeWidth      the most frames of a stretch
 * @param timeShare      the most that one stretch may take of the utterance, 0 to 1
 */
public record SpecAugment(int frequencyMasks, int frequencyWidth, int timeMasks, int timeWidth, double timeShare) {
    /** @throws IllegalArgumentException if a number is negative, or the share above 1 */
    public SpecAugment {
        Preconditions.checkArgument(frequencyMasks >= 0 && frequencyWidth >= 0 && timeMasks >= 0 && timeWidth >= 0,
                "%s masks of %s bands and %s of %s frames: expected none below 0", frequencyMasks, frequencyWidth, timeMasks, timeWidth);
        Preconditions.checkArgument(timeShare >= 0 && timeShare <= 1, "a mask over %s of the time: expected 0 to 1", timeShare);
    }

    /** The paper's policy "LibriSpeech double": two masks of up to 27 of 80 bands, two of up to 100 frames. */
    public static SpecAugment libriSpeechDouble() {
        return new SpecAugment(2, 27, 2, 100, 1);
    }

    /** A copy of the features with other masks for each seed. @param features shape [frames][bands] */
    public float[][] apply(float[][] features, long seed) {
        var masked = new float[features.length][];
        var sum = 0.0;
        var count = 0L;
        for (var t = 0; t < masked.length; t++) {
            masked[t] = features[t].clone();
            for (var value : features[t]) {
                sum += value;
                count++;
            }
        }
        if (count == 0) {
            return masked;
        }
        var mean = (float) (sum / count);
        var random = new Random(seed);
        int bands = features[0].length;
        for (var mask = 0; mask < frequencyMasks; mask++) {
            int width = Math.min(bands, random.nextInt(frequencyWidth + 1));
            int first = random.nextInt(bands - width + 1);
            for (var frame : masked) {
                Arrays.fill(frame, first, first + width, mean);
            }
        }
        for (var mask = 0; mask < timeMasks; mask++) {
            int width = Math.min((int) (timeShare * masked.length), random.nextInt(timeWidth + 1));
            int first = random.nextInt(masked.length - width + 1);
            for (var t = first; t < first + width; t++) {
                Arrays.fill(masked[t], mean);
            }
        }
        return masked;
    }
}
