package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PerplexityTest {
    static Stream<StoredCases.Case> cases() {
        return StoredCases.read("losses");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theMeanIsScikitLearnsLogLoss(StoredCases.Case given) {
        var logarithms = Arrays.stream(given.numbers("probabilities")).map(Math::log).toArray();
        assertEquals(given.number("nats"), Perplexity.meanNats(logarithms), 1e-12);
    }

    @Test
    void eightEquallyLikelyTokensAreThreeBits() {
        var nats = Perplexity.meanNats(Math.log(1 / 8.0), Math.log(1 / 8.0));
        assertEquals(3, Perplexity.bits(nats), 1e-12);
        assertEquals(8, Perplexity.ofNats(nats), 1e-12);
        assertEquals(8, Perplexity.ofBits(3), 1e-12);
        assertEquals(nats, Perplexity.nats(3), 1e-12);
    }

    @Test
    void anImpossibleTokenCostsInfinitelyMuch() {
        assertEquals(Double.POSITIVE_INFINITY, Perplexity.ofNats(Perplexity.meanNats(-1, Double.NEGATIVE_INFINITY)));
    }

    @Test
    void wordsAreSpreadOverTheirCharacters() {
        // 10 words of 8 bits each, 50 characters with the spaces: 80 bits over 50.
        assertEquals(1.6, Perplexity.bitsPerCharacter(Perplexity.nats(8), 10, 50), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> Perplexity.bitsPerCharacter(1, 10, 0));
    }

    @Test
    void probabilitiesInPlaceOfTheirLogarithmsAreNoticed() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> Perplexity.meanNats(-1, 0.5));
        assertEquals("a log-probability of 0.5: expected 0 or below, the natural logarithm of a probability", wrong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Perplexity.meanNats(Double.NaN));
        assertThrows(IllegalArgumentException.class, Perplexity::meanNats);
    }
}
