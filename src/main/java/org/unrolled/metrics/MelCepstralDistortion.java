package org.unrolled.metrics;

import java.util.Locale;
import org.nd4j.common.base.Preconditions;

/**
 * How far two sounds are apart, in decibels: the distance of their mel cepstra, the mean over the frames of an alignment (Kubichek 1993,
 * "Mel-cepstral distance measure for objective speech quality assessment").
 * <pre>
 *   distance of two frames = 10 / ln 10 · √(2 · Σ_k (a_k - b_k)²),   k = 1 ... coefficients
 * </pre>
 * where a_k and b_k are the coefficients of log amplitude = c_0 + Σ_k c_k cos(π k (mel + ½) / mels), and an amplitude is the root of a
 * mel filter's energy. That is the root mean square, over the mels, of how many decibels one spectrum lies above the other, both smoothed
 * to so many coefficients; c_0 is left out, so that loudness as a whole doesn't count. As two speakings of a text
 * differ in their timing, frames are aligned by dynamic time warping (Sakoe and Chiba 1978, symmetric form without weights), the path
 * with the least sum. The number depends on filters and coefficients: compare only those that are made alike.
 *
 * @param decibels mean distance of the frames that were aligned
 * @param pairs    how many pairs of frames that were
 */
public record MelCepstralDistortion(double decibels, int pairs) {
    /** As is usual. */
    private static final int COEFFICIENTS = 13;

    /** The distance by 13 coefficients. @param one log-mel energies (natural logarithms), [frames][mels] @param other as many mels */
    public static MelCepstralDistortion of(float[][] one, float[][] other) {
        return of(one, other, COEFFICIENTS);
    }

    /**
     * The distance by the coefficients 1 to a number.
     *
     * @param coefficients at least 1, fewer than mels
     * @throws IllegalArgumentException if one has no frame, or another number of mels, or there are too many coefficients
     */
    public static MelCepstralDistortion of(float[][] one, float[][] other, int coefficients) {
        Preconditions.checkArgument(one.length > 0 && other.length > 0, "%s and %s frames: expected at least one of each", one.length,
                other.length);
        Preconditions.checkArgument(one[0].length == other[0].length, "frames of %s and of %s mels: expected as many, of the same features",
                one[0].length, other[0].length);
        Preconditions.checkArgument(coefficients >= 1 && coefficients < one[0].length, "%s coefficients of %s mels: expected 1 to one less",
                coefficients, one[0].length);
        return warped(cepstra(one, coefficients), cepstra(other, coefficients));
    }

    /** Coefficients 1 to a number: 2 / mels times the sum of log amplitudes, which are half of log energies, by the cosine. */
    private static double[][] cepstra(float[][] logMel, int coefficients) {
        int mels = logMel[0].length;
        var rows = new double[logMel.length][coefficients];
        for (int t = 0; t < rows.length; t++) {
            for (int k = 1; k <= coefficients; k++) {
                for (int mel = 0; mel < mels; mel++) {
                    rows[t][k - 1] += logMel[t][mel] * Math.cos(Math.PI * k * (mel + 0.5) / mels) / mels;
                }
            }
        }
        return rows;
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int k = 0; k < one.length; k++) {
            sum += (one[k] - other[k]) * (one[k] - other[k]);
        }
        return 10 / Math.log(10) * Math.sqrt(2 * sum);
    }

    /** The least sum of distances up to each pair, and how many pairs its path has; of equal ones that with both steps, then one's. */
    private static MelCepstralDistortion warped(double[][] one, double[][] other) {
        var sums = new double[one.length][other.length];
        var pairs = new int[one.length][other.length];
        for (int i = 0; i < one.length; i++) {
            for (int j = 0; j < other.length; j++) {
                double before = i == 0 && j == 0 ? 0 : Double.POSITIVE_INFINITY;
                int count = 0;
                int[][] from = {{i - 1, j - 1}, {i - 1, j}, {i, j - 1}};
                for (int[] place : from) {
                    if (place[0] >= 0 && place[1] >= 0 && sums[place[0]][place[1]] < before) {
                        before = sums[place[0]][place[1]];
                        count = pairs[place[0]][place[1]];
                    }
                }
                sums[i][j] = before + distance(one[i], other[j]);
                pairs[i][j] = count + 1;
            }
        }
        int all = pairs[one.length - 1][other.length - 1];
        return new MelCepstralDistortion(sums[one.length - 1][other.length - 1] / all, all);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f dB over %d pairs of frames", decibels, pairs);
    }
}
