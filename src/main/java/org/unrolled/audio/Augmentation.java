package org.unrolled.audio;

import java.util.Random;
import org.nd4j.common.base.Preconditions;

/**
 * Changes to a sound that leave its words as they are, for training; each makes a new sound. Decibels are of amplitudes: 20 dB is ten
 * times.
 */
public final class Augmentation {
    /** How a noise's power is spread. */
    public enum Noise {
        /** As much on each Hz. */
        WHITE,
        /** As much on each octave: falls by 3 dB an octave, in the highest by 2. */
        PINK
    }

    /** Samples that the pink noise remembers; below a rate's such part it gets white. */
    private static final int MEMORY = 1024;

    private Augmentation() {
    }

    /**
     * Faster and higher, or slower and deeper, by resampling (Ko et al. 2015 train on 0.9, 1 and 1.1).
     *
     * @param factor above 1 is faster, taken to three decimals
     */
    public static Sound speed(Sound sound, double factor) {
        Preconditions.checkArgument(factor >= 0.1 && factor <= 10, "a speed of %s: expected 0.1 to 10", factor);
        int thousandths = (int) Math.round(1000 * factor);
        return thousandths == 1000 ? sound : new Sound(Resampler.of(thousandths, 1000).apply(sound.samples()), sound.sampleRate());
    }

    /** Louder by so many decibels, softer if negative; may go beyond full scale. */
    public static Sound gain(Sound sound, double decibels) {
        return scaled(sound, Math.pow(10, decibels / 20));
    }

    /**
     * Brings the root mean square to a level in dB below full scale, such as -23, or as near as the loudest sample lets it without
     * going beyond full scale. Silence stays as it is.
     */
    public static Sound level(Sound sound, double decibels) {
        var samples = sound.samples();
        var peak = 0f;
        for (var sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak == 0 ? sound : scaled(sound, Math.min(1 / peak, Math.pow(10, decibels / 20) / Math.sqrt(power(samples))));
    }

    /**
     * Adds a noise that lies so many decibels below the sound, each measured by its mean power. Silence stays as it is: no noise lies
     * below it.
     *
     * @param ratio of the sound to the noise in dB; 0: as loud
     */
    public static Sound noise(Sound sound, Noise colour, double ratio, long seed) {
        var samples = sound.samples();
        double power = power(samples);
        if (!(power > 0)) {
            return sound;
        }
        var noise = noise(samples.length, colour, seed);
        double scale = Math.sqrt(power / power(noise)) * Math.pow(10, -ratio / 20);
        var noisy = new float[samples.length];
        for (var i = 0; i < noisy.length; i++) {
            noisy[i] = (float) (samples[i] + scale * noise[i]);
        }
        return new Sound(noisy, sound.sampleRate());
    }

    /** So many samples of noise. Pink is white noise through half an integration (Kasdin 1995, α = 1). */
    static float[] noise(int length, Noise colour, long seed) {
        var random = new Random(seed);
        int before = colour == Noise.WHITE ? 0 : MEMORY;
        var coefficients = new double[before + 1];
        coefficients[0] = 1;
        for (var k = 1; k <= before; k++) {
            coefficients[k] = coefficients[k - 1] * (k - 1.5) / k;
        }
        // What comes before the first sample lets the noise begin as it goes on.
        var noise = new double[before + length];
        var samples = new float[length];
        for (var t = 0; t < noise.length; t++) {
            double sum = random.nextGaussian();
            for (var k = 1; k <= Math.min(t, before); k++) {
                sum -= coefficients[k] * noise[t - k];
            }
            noise[t] = sum;
            if (t >= before) {
                samples[t - before] = (float) sum;
            }
        }
        return samples;
    }

    private static Sound scaled(Sound sound, double factor) {
        var samples = sound.samples().clone();
        for (var i = 0; i < samples.length; i++) {
            samples[i] *= (float) factor;
        }
        return new Sound(samples, sound.sampleRate());
    }

    /** The mean square. */
    static double power(float[] samples) {
        var sum = 0.0;
        for (var sample : samples) {
            sum += (double) sample * sample;
        }
        return samples.length == 0 ? 0 : sum / samples.length;
    }
}
