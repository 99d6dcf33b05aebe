package org.unrolled.audio;

import java.math.BigInteger;
import org.nd4j.common.base.Preconditions;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.concurrent.Workers;

/**
 * Brings a sound to another sample rate. What the new rate can't say, above half of the lower rate, is taken out; up to 92 % of that
 * everything is kept. A sinc under a Kaiser window (Kaiser 1974; 80 dB) over 64 of the slower rate's samples to each side is cut into
 * its phases, so that only those products are computed that aren't zero. <pre>{@code
 * var at16 = Resampler.resample(sound, 16_000);
 * }</pre>
 */
public final class Resampler {
    /** Of the slower rate's samples, to each side. */
    static final int REACH = 64;
    /** Of what is taken out, in dB. */
    private static final double ATTENUATION = 80;
    static final double BETA = 0.1102 * (ATTENUATION - 8.7);
    /** Where the filter is down to a half, as a part of half the lower rate: its slope ends at that half. */
    static final double CUT = 1 - (ATTENUATION - 8) / 2.285 / (2 * Math.PI * REACH) / 2;
    private static final int LARGEST = 100_000;
    private static final int BLOCK = 1 << 16;

    private final int from;
    private final int to;
    private final int up;
    private final int down;
    /** The filter's values for each phase, in the order of the samples that they meet. */
    private final float[][] phases;
    /** By how many samples each phase's first one lies before that at the output's own time. */
    private final int[] before;

    private Resampler(int from, int to) {
        this.from = from;
        this.to = to;
        int divisor = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValue();
        up = to / divisor;
        down = from / divisor;
        Preconditions.checkArgument(Math.max(up, down) <= LARGEST, "resampling from %s to %s Hz is a ratio of %s to %s in lowest terms: "
                + "expected numbers up to 100,000; go by a rate that shares more with both", from, to, up, down);
        int slower = Math.max(up, down);
        int half = REACH * slower;
        var filter = new double[half + 1];
        var sum = 0.0;
        for (var i = 0; i <= half; i++) {
            double x = Math.PI * CUT * i / slower;
            double edge = i / (double) half;
            filter[i] = (i == 0 ? 1 : Math.sin(x) / x) * bessel(BETA * Math.sqrt(1 - edge * edge));
            sum += i == 0 ? filter[i] : 2 * filter[i];
        }
        phases = new float[up][];
        before = new int[up];
        for (var phase = 0; phase < up; phase++) {
            before[phase] = (half - phase) / up;
            phases[phase] = new float[before[phase] + (half + phase) / up + 1];
            for (var i = 0; i < phases[phase].length; i++) {
                phases[phase][i] = (float) (filter[Math.abs(phase + (before[phase] - i) * up)] * up / sum);
            }
        }
    }

    /** @throws IllegalArgumentException if a rate isn't positive, or the ratio in lowest terms has numbers above 100,000 */
    public static Resampler of(int from, int to) {
        Preconditions.checkArgument(from > 0 && to > 0, "resampling from %s to %s Hz: expected rates above 0", from, to);
        return new Resampler(from, to);
    }

    /** The sound at another rate. */
    public static Sound resample(Sound sound, int to) {
        return sound.sampleRate() == to ? sound : of(sound.sampleRate(), to).apply(sound);
    }

    /** The sound at the new rate; sample m of it lies at the time of the old one's sample {@code m * from / to}. */
    public Sound apply(Sound sound) {
        Preconditions.checkArgument(sound.sampleRate() == from, "a sound at %s Hz for a resampler from %s Hz", sound.sampleRate(), from);
        return new Sound(apply(sound.samples()), to);
    }

    /** How many samples become of so many: {@code samples * to / from}, rounded up. */
    public int length(int samples) {
        long length = ((long) samples * up + down - 1) / down;
        Preconditions.checkArgument(length <= Integer.MAX_VALUE - 8, "%s samples become %s, more than an array holds", samples, length);
        return (int) length;
    }

    /** The samples at the new rate; outside the sound there is silence. */
    public float[] apply(float[] samples) {
        var result = new float[length(samples.length)];
        Workers.split(result.length, Math.max(1, result.length / BLOCK), (part, start, end) -> {
            Interrupted.check();
            for (var m = start; m < end; m++) {
                long time = (long) m * down;
                int phase = (int) (time % up);
                var filter = phases[phase];
                int first = (int) (time / up) - before[phase];
                int last = Math.min(filter.length, samples.length - first);
                var sum = 0.0;
                for (var i = Math.max(0, -first); i < last; i++) {
                    sum += filter[i] * samples[first + i];
                }
                result[m] = (float) sum;
            }
        });
        return result;
    }

    /** The modified Bessel function of the first kind and order zero, by its series. */
    private static double bessel(double x) {
        var sum = 1.0;
        var term = 1.0;
        for (var k = 1; term > 1e-17 * sum; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
