package org.unrolled.audio;

import org.nd4j.common.base.Preconditions;
import org.unrolled.arrays.FeatureScaling;

/**
 * From a sound to what a recogniser reads: pre-emphasis, frames, windows, power spectra, mel filters, logarithm; and cepstral
 * coefficients (Davis and Mermelstein 1980). <pre>{@code
 * var features = SpeechFeatures.of(16_000);
 * float[][] logMel = features.logMel(sound);           // a row of 80 numbers each 10 ms
 * float[][] inputs = FeatureScaling.of(logMel).apply(Deltas.appended(logMel, 4));
 * }</pre>
 *
 * <p>Features are plain rows, {@code float[frames][bands]}: a frame can be masked, skipped or stacked without copying the others, and
 * ND4J, charts and tests take them as they are.
 *
 * @param sampleRate  of the sounds (Hz); {@link Resampler} brings others to it
 * @param stft        frames, window and transform
 * @param mels        filters, which are the bands of {@link #logMel}
 * @param lowHertz    where the first filter begins
 * @param highHertz   where the last filter ends, at most half the sample rate
 * @param scale       of the filters
 * @param preEmphasis what part of the sample before is taken off each sample; 0: nothing
 * @param logFloor    the least energy of which a logarithm is taken
 */
public record SpeechFeatures(int sampleRate, Stft stft, int mels, double lowHertz, double highHertz, MelScale scale, double preEmphasis,
                             double logFloor) {
    /** @throws IllegalArgumentException if a number is out of its range */
    public SpeechFeatures {
        Preconditions.checkArgument(sampleRate > 0 && mels > 0, "features with %s mels at %s Hz: expected at least 1 of each", mels,
                sampleRate);
        Preconditions.checkArgument(lowHertz >= 0 && lowHertz < highHertz && highHertz <= sampleRate / 2.0,
                "mel filters from %s to %s Hz at a sample rate of %s: expected 0 or more, ascending, at most half the rate",
                String.valueOf(lowHertz), String.valueOf(highHertz), String.valueOf(sampleRate));
        Preconditions.checkArgument(preEmphasis >= 0 && preEmphasis < 1, "pre-emphasis of %s: expected 0 to below 1", preEmphasis);
        Preconditions.checkArgument(logFloor > 0, "a floor of %s: expected a number above 0, or silence has no logarithm", logFloor);
    }

    /** What is usual in speech recognition: 25 ms each 10 ms, Hann, 80 mels from 0 Hz to half the rate, pre-emphasis 0.97. */
    public static SpeechFeatures of(int sampleRate) {
        var frames = new Stft(2, 1, 1, Window.HANN, true);
        return new SpeechFeatures(sampleRate, frames, 80, 0, sampleRate / 2.0, MelScale.SLANEY, 0.97, 1e-10).withFrames(0.025, 0.01);
    }

    /** The same with frames and steps of these lengths, and an FFT of the next power of two. */
    public SpeechFeatures withFrames(double windowSeconds, double hopSeconds) {
        int length = Math.max(1, (int) Math.round(windowSeconds * sampleRate));
        int hop = Math.max(1, (int) Math.round(hopSeconds * sampleRate));
        int fftSize = Math.max(2, Integer.highestOneBit(2 * length - 1));
        return withStft(new Stft(fftSize, length, hop, stft.window(), stft.centred()));
    }

    /** The same with frames, window and transform given in samples. */
    public SpeechFeatures withStft(Stft transform) {
        return new SpeechFeatures(sampleRate, transform, mels, lowHertz, highHertz, scale, preEmphasis, logFloor);
    }

    /** So many filters on this scale. */
    public SpeechFeatures withMels(int count, MelScale on) {
        return new SpeechFeatures(sampleRate, stft, count, lowHertz, highHertz, on, preEmphasis, logFloor);
    }

    /** Where the first filter begins and the last ends. */
    public SpeechFeatures withHertz(double low, double high) {
        return new SpeechFeatures(sampleRate, stft, mels, low, high, scale, preEmphasis, logFloor);
    }

    public SpeechFeatures withPreEmphasis(double share) {
        return new SpeechFeatures(sampleRate, stft, mels, lowHertz, highHertz, scale, share, logFloor);
    }

    public SpeechFeatures withLogFloor(double energy) {
        return new SpeechFeatures(sampleRate, stft, mels, lowHertz, highHertz, scale, preEmphasis, energy);
    }

    /** How many frames a sound of so many samples has. */
    public int frames(int samples) {
        return stft.frames(samples);
    }

    /** Seconds from a frame to the next. */
    public double secondsPerFrame() {
        return stft.hop() / (double) sampleRate;
    }

    /** The frequency in the middle of a filter (Hz), counted from 0. */
    public double hertz(int mel) {
        double low = scale.mel(lowHertz);
        return scale.hertz(low + (mel + 1) * (scale.mel(highHertz) - low) / (mels + 1));
    }

    /**
     * Natural logarithms of the energies that the mel filters let through.
     *
     * @return shape [frames][mels]
     * @throws IllegalArgumentException if the sound has another rate, no samples, or one that isn't finite
     */
    public float[][] logMel(Sound sound) {
        return rows(sound, mels, (energies, row) -> {
            for (var mel = 0; mel < mels; mel++) {
                row[mel] = (float) energies[mel];
            }
        });
    }

    /**
     * Mel-frequency cepstral coefficients: the first of an orthonormal discrete cosine transform (II) of each frame's
     * {@link #logMel}, that of the loudness included.
     *
     * @param coefficients how many, at most as many as mels
     * @return shape [frames][coefficients]
     */
    public float[][] mfcc(Sound sound, int coefficients) {
        Preconditions.checkArgument(coefficients >= 1 && coefficients <= mels, "%s coefficients of %s mels: expected 1 to as many",
                coefficients, mels);
        var basis = new double[coefficients][mels];
        for (var k = 0; k < coefficients; k++) {
            for (var mel = 0; mel < mels; mel++) {
                basis[k][mel] = Math.sqrt((k == 0 ? 1.0 : 2.0) / mels) * Math.cos(Math.PI * k * (mel + 0.5) / mels);
            }
        }
        return rows(sound, coefficients, (energies, row) -> {
            for (var k = 0; k < coefficients; k++) {
                var sum = 0.0;
                for (var mel = 0; mel < mels; mel++) {
                    sum += basis[k][mel] * energies[mel];
                }
                row[k] = (float) sum;
            }
        });
    }

    private interface Row {
        void fill(double[] logEnergies, float[] row);
    }

    private float[][] rows(Sound sound, int width, Row fill) {
        checked(sound);
        var filters = new MelFilters(this);
        var features = new float[frames(sound.samples().length)][width];
        stft.transform(sound.samples(), preEmphasis, () -> {
            var energies = new double[mels];
            return (frame, spectrum) -> {
                for (var mel = 0; mel < mels; mel++) {
                    energies[mel] = Math.log(Math.max(logFloor, filters.apply(mel, spectrum)));
                }
                fill.fill(energies, features[frame]);
            };
        });
        return features;
    }

    private void checked(Sound sound) {
        Preconditions.checkArgument(sound.sampleRate() == sampleRate, "a sound at %s Hz for features at %s: resample it by Resampler",
                sound.sampleRate(), sampleRate);
        Preconditions.checkArgument(sound.samples().length > 0, "a sound without samples has no features: leave it out");
        for (var i = 0; i < sound.samples().length; i++) {
            if (!Float.isFinite(sound.samples()[i])) {
                throw new IllegalArgumentException("sample " + i + " is " + sound.samples()[i] + ": features need finite samples");
            }
        }
    }
}
