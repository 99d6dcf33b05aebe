package org.unrolled.synthetic;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.nd4j.common.base.Preconditions;

/**
 * Makes series from a seed, each with the error of the best possible one-step forecast.
 *
 * <p>For "something predictable plus white noise" that error is the noise's standard deviation: a forecaster that knows the
 * rule and the whole past is left with the noise of the next step alone.
 */
public final class SeriesGenerator {
    private static final int SETTLING_STEPS = 1_000;

    /** One wave of a sum: half its height from trough to crest, its length in steps, and where it begins, in radians. */
    public record Wave(double amplitude, double period, double phase) {
        /** Checks that the period is positive. */
        public Wave {
            Preconditions.checkArgument(period > 0, "the period is %s steps, expected a positive number", period);
        }

        double at(int step) {
            return amplitude * Math.sin(2 * Math.PI * step / period + phase);
        }
    }

    private SeriesGenerator() { }

    /** One wave of amplitude 1, {@code x_t = sin(2 pi t / period) + noise e_t}, see {@link #sines}. */
    public static Series sine(long seed, int steps, double period, double noise) {
        return sines(seed, steps, noise, new Wave(1, period, 0)).named("sine with noise");
    }

    /**
     * {@code x_t = sum_k a_k sin(2 pi t / P_k + phi_k) + noise e_t}, e standard normal.
     *
     * @param noise standard deviation of the noise, also the best one-step error
     */
    public static Series sines(long seed, int steps, double noise, Wave... waves) {
        requirePositive("steps", steps);
        requireNotNegative("noise", noise);
        Preconditions.checkArgument(waves.length != 0, "no waves are given, expected at least one");
        var random = new Random(seed);
        var values = new double[steps];
        for (int t = 0; t < steps; t++) {
            values[t] = noise * random.nextGaussian();
            for (var wave : waves) {
                values[t] += wave.at(t);
            }
        }
        return new Series("sum of " + waves.length + " sines", values, OptionalDouble.of(noise));
    }

    /**
     * An autoregressive process: {@code x_t = sum_k c_k x_(t-k) + noise e_t}, e standard normal. The first steps, while it
     * forgets that it began at zero, are thrown away.
     *
     * @param noise standard deviation of the noise, also the best one-step error
     * @param coefficients c_1, c_2, ... for the lags 1, 2, ...
     * @throws IllegalArgumentException if the process is not stationary: it would grow without limit
     */
    public static Series autoregressive(long seed, int steps, double noise, double... coefficients) {
        requirePositive("steps", steps);
        requireNotNegative("noise", noise);
        Preconditions.checkArgument(coefficients.length != 0, "no coefficients are given, expected one for each lag");
        Preconditions.checkArgument(stationary(coefficients), "coefficients %s make a process that grows without limit or "
                + "never settles: choose smaller ones, for one lag between -1 and 1", Arrays.toString(coefficients));
        var random = new Random(seed);
        var values = new double[SETTLING_STEPS + steps];
        for (int t = 0; t < values.length; t++) {
            values[t] = noise * random.nextGaussian();
            for (int lag = 1; lag <= Math.min(t, coefficients.length); lag++) {
                values[t] += coefficients[lag - 1] * values[t - lag];
            }
        }
        return new Series("autoregressive process of order " + coefficients.length,
                Arrays.copyOfRange(values, SETTLING_STEPS, values.length), OptionalDouble.of(noise));
    }

    /**
     * Root mean square error of the best possible forecast {@code horizon} steps ahead of an autoregressive process:
     * {@code noise sqrt(sum_(j < horizon) psi_j^2)} with psi the weights of its moving-average form (Box and Jenkins, "Time
     * Series Analysis", chapter 5).
     */
    public static double bestAutoregressiveError(int horizon, double noise, double... coefficients) {
        requirePositive("horizon", horizon);
        requireNotNegative("noise", noise);
        var psi = new double[horizon];
        double sum = 0;
        for (int j = 0; j < horizon; j++) {
            psi[j] = j == 0 ? 1 : 0;
            for (int lag = 1; lag <= Math.min(j, coefficients.length); lag++) {
                psi[j] += coefficients[lag - 1] * psi[j - lag];
            }
            sum += psi[j] * psi[j];
        }
        return noise * Math.sqrt(sum);
    }

    /**
     * The logistic map {@code x_t = rate x_(t-1) (1 - x_(t-1))} (May, Nature 261, 1976), started at random within (0, 1).
     * Nothing in it is random after that: the best one-step error is 0, yet for rates near 4 an error in x doubles with about
     * every step, so that no forecast reaches far.
     *
     * @param rate above 0, at most 4; it settles below 3, swings above, is chaotic from about 3.57
     */
    public static Series logistic(long seed, int steps, double rate) {
        requirePositive("steps", steps);
        Preconditions.checkArgument(rate > 0 && rate <= 4,
                "rate is %s, expected above 0 and at most 4: the values would leave the interval from 0 to 1", rate);
        var values = new double[steps];
        values[0] = 0.05 + 0.9 * new Random(seed).nextDouble();
        for (int t = 1; t < steps; t++) {
            values[t] = rate * values[t - 1] * (1 - values[t - 1]);
        }
        return new Series("logistic map", values, OptionalDouble.of(0));
    }

    /** Schur-Cohn test by the step-down recursion: all partial autocorrelations must lie strictly between -1 and 1. */
    private static boolean stationary(double[] coefficients) {
        var a = coefficients.clone();
        for (int order = a.length; order > 0; order--) {
            double last = a[order - 1];
            if (!(Math.abs(last) < 1)) {
                return false;
            }
            var shorter = new double[order - 1];
            for (int k = 0; k < order - 1; k++) {
                shorter[k] = (a[k] + last * a[order - 2 - k]) / (1 - last * last);
            }
            a = shorter;
        }
        return true;
    }

    private static void requirePositive(String name, int value) {
        Preconditions.checkArgument(value >= 1, "%s is %s, expected at least 1", name, value);
    }

    private static void requireNotNegative(String name, double value) {
        Preconditions.checkArgument(value >= 0 && Double.isFinite(value),
                "%s is %s, expected 0 or a positive number", name, value);
    }
}
