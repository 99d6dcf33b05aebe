package org.unrolled.audio;

import java.util.Locale;
import org.nd4j.common.base.Preconditions;

/**
 * One channel of sound.
 *
 * @param samples    amplitudes, full scale is -1 to 1; not copied
 * @param sampleRate samples a second (Hz)
 */
public record Sound(float[] samples, int sampleRate) {
    /** @throws IllegalArgumentException if the sample rate is not positive */
    public Sound {
        Preconditions.checkArgument(sampleRate > 0, "a sound with a sample rate of %s Hz: expected at least 1", sampleRate);
    }

    /** How long it lasts. */
    public double seconds() {
        return samples.length / (double) sampleRate;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f s of sound at %d Hz", seconds(), sampleRate);
    }
}
