package org.unrolled.decode;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Draws the next token from log-probabilities: temperature first, then the k best, then the nucleus (Holtzman et al. 2020,
 * "The Curious Case of Neural Text Degeneration", section 3.1); what is left is scaled to sum to 1. <pre>{@code
 * var sampler = Sampler.builder().temperature(0.8).topK(40).topP(0.95).seed(7).build();
 * int id = sampler.next(logProbabilities);
 * }</pre>
 *
 * <p>A sampler goes on drawing from one stream of random numbers, so two samplers with the same settings give the same
 * tokens, and the second text of one sampler differs from its first. Not for use by several threads at once.
 */
public final class Sampler {
    private final double temperature;
    private final int topK;
    private final double topP;
    private final int[] never;
    private final long seed;
    private final Random random;

    private Sampler(Builder builder) {
        temperature = builder.temperature;
        topK = builder.topK;
        topP = builder.topP;
        never = builder.never;
        seed = builder.seed == null ? 0 : builder.seed;
        random = builder.seed == null ? null : new Random(builder.seed);
    }

    /** Settings to be chosen: temperature 1, all tokens, and a seed that you have to give. */
    public static Builder builder() {
        return new Builder();
    }

    /** Always the most probable token, the one with the lowest id among equals; needs no seed. */
    public static Sampler greedy() {
        return builder().temperature(0).build();
    }

    /**
     * Draws one token.
     *
     * @param logProbabilities of each token, shape [vocabulary]; scores that differ from them by a constant do as well
     * @return its id
     * @throws IllegalArgumentException if there is none to draw: no numbers, NaN among them, or none above minus infinity
     */
    public int next(double... logProbabilities) {
        return draw(logProbabilities.clone(), random);
    }

    /** Draws one token with these random numbers, whatever else has been drawn. @param scores are written over */
    int draw(double[] scores, RandomGenerator numbers) {
        requireChoice(scores);
        if (temperature == 0) {
            return best(scores);
        }
        share(scores);
        double left = numbers.nextDouble();
        int last = 0;
        for (int id = 0; id < scores.length; id++) {
            if (scores[id] > 0) {
                left -= scores[id];
                last = id;
                if (left < 0) {
                    return id;
                }
            }
        }
        // The shares' rounded sum may stay a little below 1.
        return last;
    }

    /** Where the random numbers begin; 0 for one that needs none. */
    long seed() {
        return seed;
    }

    /** Draws one token. @param logProbabilities of each token, shape [vocabulary] or [1, vocabulary] */
    public int next(INDArray logProbabilities) {
        return next(row(logProbabilities));
    }

    /**
     * With which probability {@link #next(double...)} draws each token; draws none.
     *
     * @return shape [vocabulary], sums to 1
     */
    public double[] probabilities(double... logProbabilities) {
        var scores = logProbabilities.clone();
        requireChoice(scores);
        if (temperature == 0) {
            var only = new double[scores.length];
            only[best(scores)] = 1;
            return only;
        }
        share(scores);
        return scores;
    }

    /** With which probability each token is drawn. @param logProbabilities shape [vocabulary] or [1, vocabulary] */
    public double[] probabilities(INDArray logProbabilities) {
        return probabilities(row(logProbabilities));
    }

    /** Turns log-probabilities into the shares with which they are drawn. */
    private void share(double[] scores) {
        if (topK < scores.length) {
            keepBest(scores);
        }
        double highest = scores[best(scores)];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = scores[id] == Double.NEGATIVE_INFINITY ? 0 : Math.exp((scores[id] - highest) / temperature);
        }
        scale(scores);
        if (topP < 1) {
            keepNucleus(scores);
            scale(scores);
        }
    }

    /** Sets to minus infinity what is not among the k best; of equals the lower ids stay. */
    private void keepBest(double[] scores) {
        var best = new Candidates(topK);
        for (int id = 0; id < scores.length; id++) {
            if (scores[id] > best.bar()) {
                best.offer(scores[id], 0, id);
            }
        }
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < best.size(); i++) {
            scores[best.id(i)] = best.value(i);
        }
    }

    /** Sets to zero what lies outside the nucleus; of equals the lower ids stay. @param shares sum to 1 */
    private void keepNucleus(double[] shares) {
        // The smallest shares, were all of this size, together are less than what the nucleus leaves out: they aren't sorted.
        double floor = (1 - topP) / (2 * shares.length);
        var rising = Arrays.stream(shares).filter(share -> share >= floor).toArray();
        Arrays.sort(rising);
        int kept = 0;
        double sum = 0;
        while (kept < rising.length && sum < topP) {
            sum += rising[rising.length - ++kept];
        }
        double least = rising[rising.length - kept];
        int above = 0;
        for (double share : rising) {
            above += share > least ? 1 : 0;
        }
        for (int id = 0; id < shares.length; id++) {
            if (shares[id] < least || shares[id] == least && above++ >= kept) {
                shares[id] = 0;
            }
        }
    }

    private static void scale(double[] shares) {
        double sum = Arrays.stream(shares).sum();
        for (int id = 0; id < shares.length; id++) {
            shares[id] /= sum;
        }
    }

    /** Takes out what is never drawn, and makes sure that something is left. */
    private void requireChoice(double[] scores) {
        for (int id = 0; id < scores.length; id++) {
            if (Double.isNaN(scores[id]) || scores[id] == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("the log-probability of token " + id + " is " + scores[id]
                    + ", expected a number or minus infinity: has the training diverged?");
            }
        }
        for (int id : never) {
            Preconditions.checkArgument(id < scores.length,
                    "token %s is never to be drawn, but there are only %s: is the sampler meant for another vocabulary?",
                    id, scores.length);
            scores[id] = Double.NEGATIVE_INFINITY;
        }
        if (Arrays.stream(scores).noneMatch(score -> score > Double.NEGATIVE_INFINITY)) {
            throw new IllegalArgumentException("none of " + scores.length + " tokens can be drawn: expected at least one"
                + " log-probability above minus infinity" + (never.length == 0 ? "" : " beside those never to be drawn"));
        }
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int id = 1; id < scores.length; id++) {
            if (scores[id] > scores[best]) {
                best = id;
            }
        }
        return best;
    }

    private static double[] row(INDArray logProbabilities) {
        if (logProbabilities.rank() > 2 || logProbabilities.rank() == 2 && logProbabilities.size(0) != 1) {
            throw new IllegalArgumentException("log-probabilities have shape " + Arrays.toString(logProbabilities.shape())
                + ", expected [vocabulary] or [1, vocabulary]: draw row by row");
        }
        return logProbabilities.reshape(logProbabilities.length()).toDoubleVector();
    }

    @Override
    public String toString() {
        return (temperature == 0 ? "greedy" : "temperature " + temperature)
            + (topK == Integer.MAX_VALUE ? "" : ", top " + topK) + (topP == 1 ? "" : ", nucleus " + topP);
    }

    /** Settings of a {@link Sampler}. */
    public static final class Builder {
        private double temperature = 1;
        private int topK = Integer.MAX_VALUE;
        private double topP = 1;
        private int[] never = {};
        private Long seed;

        private Builder() {
        }

        /**
         * Divides the log-probabilities: below 1 the probable gets more probable, above 1 all get more alike, and 0 takes
         * the most probable.
         *
         * @throws IllegalArgumentException if it is negative or not a number
         */
        public Builder temperature(double value) {
            require(value >= 0 && value < Double.POSITIVE_INFINITY, "temperature", value, "0 (always the most probable) or above");
            temperature = value;
            return this;
        }

        /** Draws among the k most probable tokens only, lower ids first among equals. */
        public Builder topK(int k) {
            require(k >= 1, "topK", k, "1 or above");
            topK = k;
            return this;
        }

        /** Draws among the fewest most probable tokens whose probabilities sum to at least p: the nucleus. */
        public Builder topP(double p) {
            require(p > 0 && p <= 1, "topP", p, "above 0 and up to 1");
            topP = p;
            return this;
        }

        /** Ids that are never drawn, such as those of padding or of the unknown word. */
        public Builder never(int... ids) {
            for (int id : ids) {
                require(id >= 0, "an id never to be drawn", id, "0 or above");
            }
            never = ids.clone();
            return this;
        }

        /** Where the random numbers begin. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** @throws IllegalStateException without a seed, unless the temperature is 0 */
        public Sampler build() {
            Preconditions.checkState(seed != null || temperature <= 0,
                    "a sampler with temperature %s needs a seed: call seed(...), so that the same text can be drawn again",
                    temperature);
            return new Sampler(this);
        }

        private static void require(boolean holds, String what, Number given, String expected) {
            Preconditions.checkArgument(holds, "%s is %s, expected %s", what, given, expected);
        }
    }
}
