package org.unrolled.audio;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** Triangles that overlap by halves, evenly spaced in mels; of each row of the matrix only what isn't zero is kept. */
final class MelFilters {
    /** Steps after the pseudo-inverse; on a sound like a vowel they bring the error of the energies from 2 % to 0.15 %. */
    private static final int REFINEMENTS = 50;
    private static final double TINY = 1e-30;

    private final int bins;
    private final int[] first;
    private final double[][] weights;

    MelFilters(SpeechFeatures settings) {
        bins = settings.stft().fftSize() / 2 + 1;
        int mels = settings.mels();
        first = new int[mels];
        weights = new double[mels][];
        var scale = settings.scale();
        double low = scale.mel(settings.lowHertz());
        double step = (scale.mel(settings.highHertz()) - low) / (mels + 1);
        double perBin = settings.sampleRate() / (double) settings.stft().fftSize();
        for (var mel = 0; mel < mels; mel++) {
            double left = scale.hertz(low + mel * step);
            double middle = scale.hertz(low + (mel + 1) * step);
            double right = scale.hertz(low + (mel + 2) * step);
            double height = scale == MelScale.SLANEY ? 2 / (right - left) : 1;
            first[mel] = Math.min(bins, (int) Math.floor(left / perBin) + 1);
            int end = Math.max(first[mel], Math.min(bins, (int) Math.ceil(right / perBin)));
            weights[mel] = new double[end - first[mel]];
            for (var bin = first[mel]; bin < end; bin++) {
                double hertz = bin * perBin;
                double rise = (hertz - left) / (middle - left);
                double fall = (right - hertz) / (right - middle);
                weights[mel][bin - first[mel]] = height * Math.max(0, Math.min(rise, fall));
            }
        }
    }

    /** What one filter lets through. @param power real and imaginary part of each bin in turn */
    double apply(int mel, double[] spectrum) {
        var sum = 0.0;
        for (var i = 0; i < weights[mel].length; i++) {
            sum += weights[mel][i] * Stft.power(spectrum, first[mel] + i);
        }
        return sum;
    }

    /** The matrix, shape [mels][bins]. */
    double[][] matrix() {
        var matrix = new double[weights.length][bins];
        for (var mel = 0; mel < weights.length; mel++) {
            System.arraycopy(weights[mel], 0, matrix[mel], first[mel], weights[mel].length);
        }
        return matrix;
    }

    /**
     * Powers that give these mel energies as nearly as powers can: the pseudo-inverse's, none below zero, made better by steps that
     * keep them there and never add to the squared error (Lee and Seung 2001, theorem 1).
     *
     * @param mels shape [frames][mels]
     * @return shape [frames][bins]
     */
    double[][] inverse(double[][] mels) {
        var matrix = matrix();
        var inverse = new SingularValueDecomposition(new Array2DRowRealMatrix(matrix, false)).getSolver().getInverse().getData();
        var powers = new double[mels.length][];
        for (var frame = 0; frame < mels.length; frame++) {
            powers[frame] = inverse(mels[frame], inverse);
        }
        return powers;
    }

    private double[] inverse(double[] energies, double[][] inverse) {
        var wanted = transposed(energies);
        var power = new double[bins];
        for (var bin = 0; bin < bins; bin++) {
            var sum = 0.0;
            for (var mel = 0; mel < energies.length; mel++) {
                sum += inverse[bin][mel] * energies[mel];
            }
            // A factor can't lift what is zero.
            power[bin] = wanted[bin] == 0 ? 0 : Math.max(sum, 1e-3 * Math.abs(sum));
        }
        for (var step = 0; step < REFINEMENTS; step++) {
            var given = new double[energies.length];
            for (var mel = 0; mel < given.length; mel++) {
                for (var i = 0; i < weights[mel].length; i++) {
                    given[mel] += weights[mel][i] * power[first[mel] + i];
                }
            }
            var got = transposed(given);
            for (var bin = 0; bin < bins; bin++) {
                power[bin] *= wanted[bin] / (got[bin] + TINY);
            }
        }
        return power;
    }

    /** The transposed matrix times numbers of each mel. */
    private double[] transposed(double[] energies) {
        var sums = new double[bins];
        for (var mel = 0; mel < energies.length; mel++) {
            for (var i = 0; i < weights[mel].length; i++) {
                sums[first[mel] + i] += weights[mel][i] * energies[mel];
            }
        }
        return sums;
    }
}
