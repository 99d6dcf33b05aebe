package org.unrolled.metrics;

import java.util.Arrays;
import org.nd4j.common.base.Preconditions;

/**
 * The three ways to say how surprised a model is. With H = -(1/N) sum of ln p(token), the mean cross-entropy in
 * <em>nats</em> a token: <em>bits</em> = H / ln 2, <em>perplexity</em> = exp(H), among how many equally likely tokens the
 * model still hesitates (Jelinek et al. 1977). Tokens of different size can't be compared; bits a character can.
 */
public final class Perplexity {
    private static final double LN2 = Math.log(2);

    private Perplexity() { }

    /** exp(nats). @param nats mean cross-entropy of a token */
    public static double ofNats(double nats) {
        return Math.exp(nats);
    }

    /** 2 to the power of bits. @param bits mean cross-entropy of a token */
    public static double ofBits(double bits) {
        return Math.exp(nats(bits));
    }

    /** Nats as bits. */
    public static double bits(double nats) {
        return nats / LN2;
    }

    /** Bits as nats. */
    public static double nats(double bits) {
        return bits * LN2;
    }

    /**
     * Mean cross-entropy in nats of the tokens that came, from the model's ln p of each, at least one and none above 0; infinity
     * if one was impossible to the model.
     */
    public static double meanNats(double... logProbabilities) {
        for (var logProbability : logProbabilities) {
            Preconditions.checkArgument(logProbability <= 1e-6,
                    "a log-probability of %s: expected 0 or below, the natural logarithm of a probability", logProbability);
        }
        return -Arrays.stream(logProbabilities).average().orElseThrow(() -> new IllegalArgumentException(
                "no log-probabilities: the mean needs at least one token"));
    }

    /**
     * Bits a character of a model of words or parts of words, from the mean nats of so many tokens and the number of characters
     * that they spell, the spaces between them included.
     */
    public static double bitsPerCharacter(double natsPerToken, long tokens, long characters) {
        Preconditions.checkArgument(tokens >= 1 && characters >= 1,
                "%s tokens and %s characters: expected at least one of each", tokens, characters);
        return bits(natsPerToken) * tokens / characters;
    }
}
