package org.unrolled.audio;

import java.util.Arrays;
import java.util.Locale;
import org.nd4j.common.base.Preconditions;

/**
 * What a sound file holds: one or more channels that were taken together.
 *
 * @param channels   amplitudes, shape [channels][samples], full scale is -1 to 1; not copied
 * @param sampleRate samples a second of each channel (Hz)
 * @param format     how the file writes a sample
 */
public record Recording(float[][] channels, int sampleRate, SampleFormat format) {
    /** @throws IllegalArgumentException without a channel, with channels of different lengths, or a rate that isn't positive */
    public Recording {
        Preconditions.checkArgument(channels.length > 0 && sampleRate > 0, "a recording with %s channels at %s Hz: expected at "
                + "least 1 of each", channels.length, sampleRate);
        var samples = channels[0].length;
        for (var channel : channels) {
            Preconditions.checkArgument(channel.length == samples,
                    "channels of %s and %s samples in one recording: expected as many in each", samples, channel.length);
        }
    }

    /** How long it lasts. */
    public double seconds() {
        return channels[0].length / (double) sampleRate;
    }

    /** The mean of the channels; of a single one, the channel itself. */
    public Sound mono() {
        if (channels.length == 1) {
            return channel(0);
        }
        var mean = new float[channels[0].length];
        for (var i = 0; i < mean.length; i++) {
            var sum = 0.0;
            for (var channel : channels) {
                sum += channel[i];
            }
            mean[i] = (float) (sum / channels.length);
        }
        return new Sound(mean, sampleRate);
    }

    /** One channel, counted from 0: left is 0, right is 1. */
    public Sound channel(int index) {
        Preconditions.checkArgument(index >= 0 && index < channels.length, "channel %s of a recording with %s: they count from 0",
                index, channels.length);
        return new Sound(channels[index], sampleRate);
    }

    /** How many samples, of all channels, have the greatest or least value that the format has: where a loud sound was cut off. */
    public long clipped() {
        return Arrays.stream(channels).mapToLong(channel -> {
            var count = 0L;
            for (var sample : channel) {
                if (sample >= format.highest() || sample <= (format == SampleFormat.MU_LAW ? -format.highest() : -1)) {
                    count++;
                }
            }
            return count;
        }).sum();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f s of sound at %d Hz, %d channel%s, %s", seconds(), sampleRate, channels.length,
                channels.length == 1 ? "" : "s", format);
    }
}
