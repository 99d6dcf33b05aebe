package org.unrolled.audio;

import java.util.Random;
import org.nd4j.common.base.Preconditions;
import org.unrolled.concurrent.Interrupted;

/**
 * A sound from magnitudes alone: phases are guessed, the sound made, its spectrum taken, its phases put to the given magnitudes, and
 * so on (Griffin and Lim 1984), the fast variant with momentum (Perraudin, Balazs and Søndergaard 2013). <pre>{@code
 * var heard = GriffinLim.of(32, 1).sound(features.logMel(sound), features);
 * }</pre>
 *
 * @param iterations how often, at least 1
 * @param momentum   how far beyond the last step each goes; 0 is the original algorithm
 * @param seed       of the first phases
 */
public record GriffinLim(int iterations, double momentum, long seed) {
    private static final double TINY = 1e-30;

    /** @throws IllegalArgumentException if a number is out of its range */
    public GriffinLim {
        Preconditions.checkArgument(iterations >= 1, "%s iterations: expected at least 1", iterations);
        Preconditions.checkArgument(momentum >= 0, "a momentum of %s: expected 0 or more", momentum);
    }

    /** With a momentum of 0.99. */
    public static GriffinLim of(int iterations, long seed) {
        return new GriffinLim(iterations, 0.99, seed);
    }

    /**
     * The sound of mel features: energies are spread over the bins as nearly as energies can be, none below zero, phases found, and
     * the pre-emphasis taken back.
     *
     * @param logMel   as {@link SpeechFeatures#logMel} made them, not scaled; shape [frames][mels]
     * @param features the settings that made them
     */
    public Sound sound(float[][] logMel, SpeechFeatures features) {
        Preconditions.checkArgument(logMel.length > 0, "no frames to make a sound of: expected at least one");
        var energies = new double[logMel.length][features.mels()];
        for (var t = 0; t < logMel.length; t++) {
            Preconditions.checkArgument(logMel[t].length == features.mels(), "a frame of %s bands, features with %s mels: pass the "
                    + "settings that made the frames", logMel[t].length, features.mels());
            for (var mel = 0; mel < features.mels(); mel++) {
                energies[t][mel] = Math.exp(logMel[t][mel]);
            }
        }
        var powers = new MelFilters(features).inverse(energies);
        var magnitudes = new float[powers.length][features.stft().bins()];
        for (var t = 0; t < powers.length; t++) {
            for (var bin = 0; bin < magnitudes[t].length; bin++) {
                magnitudes[t][bin] = (float) Math.sqrt(powers[t][bin]);
            }
        }
        int length = (logMel.length - 1) * features.stft().hop() + (features.stft().centred() ? 0 : features.stft().fftSize());
        var sound = samples(magnitudes, features.stft(), Math.max(1, length));
        for (var i = 1; i < sound.length; i++) {
            sound[i] += (float) (features.preEmphasis() * sound[i - 1]);
        }
        return new Sound(sound, features.sampleRate());
    }

    /**
     * The samples of magnitudes.
     *
     * @param magnitudes shape [frames][bins]
     * @param length     how many samples
     */
    public float[] samples(float[][] magnitudes, Stft stft, int length) {
        return samples(magnitudes, stft, length, true);
    }

    /** @param guess whether the first phases are random; else they are zero, so that nothing depends on who draws the numbers */
    float[] samples(float[][] magnitudes, Stft stft, int length, boolean guess) {
        var random = new Random(seed);
        var target = new float[magnitudes.length][2 * stft.bins()];
        for (var t = 0; t < target.length; t++) {
            for (var bin = 0; bin < stft.bins(); bin++) {
                double phase = guess ? 2 * Math.PI * random.nextDouble() : 0;
                target[t][2 * bin] = (float) (magnitudes[t][bin] * Math.cos(phase));
                target[t][2 * bin + 1] = (float) (magnitudes[t][bin] * Math.sin(phase));
            }
        }
        float[][] before = null;
        for (var step = 0; step < iterations; step++) {
            Interrupted.check();
            var now = stft.spectra(new Sound(stft.inverse(target, length), 1));
            Preconditions.checkArgument(now.length >= target.length, "%s frames of magnitudes for %s samples, which have %s frames: "
                    + "expected a longer sound", target.length, length, now.length);
            for (var t = 0; t < target.length; t++) {
                step(magnitudes[t], now[t], before == null ? null : before[t], target[t]);
            }
            before = now;
        }
        return stft.inverse(target, length);
    }

    private void step(float[] magnitudes, float[] now, float[] before, float[] target) {
        double share = before == null ? 0 : momentum / (1 + momentum);
        for (var bin = 0; bin < magnitudes.length; bin++) {
            double real = now[2 * bin] - (before == null ? 0 : share * before[2 * bin]);
            double imaginary = now[2 * bin + 1] - (before == null ? 0 : share * before[2 * bin + 1]);
            double scale = magnitudes[bin] / (Math.hypot(real, imaginary) + TINY);
            target[2 * bin] = (float) (real * scale);
            target[2 * bin + 1] = (float) (imaginary * scale);
        }
    }

    /** How far a sound's magnitudes are from those that it should have: the norm of the difference as a part of theirs; 0 is best. */
    public static double spectralConvergence(float[][] magnitudes, Stft stft, float[] samples) {
        var power = stft.power(new Sound(samples, 1));
        double difference = 0;
        double norm = 0;
        for (var t = 0; t < magnitudes.length; t++) {
            for (var bin = 0; bin < magnitudes[t].length; bin++) {
                double wanted = magnitudes[t][bin];
                difference += Math.pow(Math.sqrt(power[t][bin]) - wanted, 2);
                norm += wanted * wanted;
            }
        }
        return Math.sqrt(difference / Math.max(norm, TINY));
    }
}
