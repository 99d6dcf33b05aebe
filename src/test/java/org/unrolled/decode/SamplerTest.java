package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

class SamplerTest {
    private static final double[] SHARES = {0.1, 0.4, 0.2, 0.3};

    /** Worked by hand: 0.4 + 0.3 = 0.7 and 0.4 + 0.3 + 0.2 = 0.9 are where the nucleus grows. */
    @ParameterizedTest(name = "temperature {0}, k {1}, p {2}")
    @CsvSource({
        "1,    9, 1,    0.1 0.4 0.2 0.3",
        "0.5,  9, 1,    0.0333333333 0.5333333333 0.1333333333 0.3",
        "1,    2, 1,    0 0.5714285714 0 0.4285714286",
        "1,    1, 1,    0 1 0 0",
        "1,    9, 0.4,  0 1 0 0",
        "1,    9, 0.41, 0 0.5714285714 0 0.4285714286",
        "1,    9, 0.71, 0 0.4444444444 0.2222222222 0.3333333333",
        "1,    9, 0.91, 0.1 0.4 0.2 0.3",
        "1,    2, 0.6,  0 0.5714285714 0 0.4285714286",
        "1,    2, 0.5,  0 1 0 0",
        "0,    9, 1,    0 1 0 0"})
    void keepsTheSharesOfTheTokensThatAreLeft(double temperature, int k, double p, String wanted) {
        var sampler = Sampler.builder().temperature(temperature).topK(k).topP(p).seed(1).build();
        var expected = Arrays.stream(wanted.split(" ")).mapToDouble(Double::parseDouble).toArray();
        assertArrayEquals(expected, sampler.probabilities(logarithms(SHARES)), 1e-9);
    }

    @Test
    void drawsEachTokenAsOftenAsItsShareSays() {
        var sampler = Sampler.builder().temperature(0.5).topK(3).seed(5).build();
        var wanted = sampler.probabilities(logarithms(SHARES));
        var counts = new double[4];
        int draws = 20_000;
        IntStream.range(0, draws).forEach(i -> counts[sampler.next(logarithms(SHARES))]++);
        for (int id = 0; id < 4; id++) {
            // Five standard deviations of a count.
            assertEquals(wanted[id], counts[id] / draws, 5 * Math.sqrt(wanted[id] * (1 - wanted[id]) / draws), "token " + id);
        }
        assertEquals(0, counts[0]);
    }

    @Test
    void aConstantAddedToAllScoresChangesNothing() {
        var sampler = Sampler.builder().temperature(0.7).topP(0.8).seed(1).build();
        var shifted = Arrays.stream(logarithms(SHARES)).map(score -> score + 1000).toArray();
        assertArrayEquals(sampler.probabilities(logarithms(SHARES)), sampler.probabilities(shifted), 1e-9);
    }

    @Test
    void oneSeedGivesOneStreamOfTokens() {
        assertArrayEquals(stream(7), stream(7));
        assertNotEquals(Arrays.toString(stream(7)), Arrays.toString(stream(8)));
    }

    private static int[] stream(long seed) {
        var sampler = Sampler.builder().seed(seed).build();
        return IntStream.range(0, 40).map(i -> sampler.next(logarithms(SHARES))).toArray();
    }

    @Test
    void amongEqualsTheLowestIdsComeFirst() {
        double[] equal = {-1, -1, -1};
        assertEquals(0, Sampler.greedy().next(equal));
        assertArrayEquals(new double[] {0.5, 0.5, 0}, Sampler.builder().topK(2).seed(1).build().probabilities(equal), 1e-12);
    }

    @Test
    void cutsAsIfAllHadBeenSorted() {
        var random = new Random(8);
        for (int run = 0; run < 200; run++) {
            // Few different values: many are equal.
            var scores = random.ints(1 + random.nextInt(300), -9, 0).asDoubleStream().toArray();
            int k = random.nextBoolean() ? 400 : 1 + random.nextInt(60);
            double p = random.nextBoolean() ? 1 : 0.01 + 0.98 * random.nextDouble();
            var all = Sampler.builder().seed(1).build().probabilities(scores);
            var order = IntStream.range(0, all.length).boxed().sorted(Comparator.comparingDouble(id -> -all[id])).toList();
            order = order.subList(0, Math.min(k, order.size()));
            double left = p * order.stream().mapToDouble(id -> all[id]).sum();
            var expected = new double[all.length];
            for (int rank = 0; rank < order.size() && (p == 1 || left > 1e-12); rank++) {
                expected[order.get(rank)] = all[order.get(rank)];
                left -= all[order.get(rank)];
            }
            double sum = Arrays.stream(expected).sum();
            assertArrayEquals(Arrays.stream(expected).map(share -> share / sum).toArray(),
                Sampler.builder().topK(k).topP(p).seed(1).build().probabilities(scores), 1e-9, "k " + k + ", p " + p);
        }
    }

    @Test
    void anImpossibleTokenIsNeverDrawnAtAnyTemperature() {
        var sampler = Sampler.builder().temperature(1e6).seed(3).build();
        var scores = new double[] {Double.NEGATIVE_INFINITY, 0, -5};
        assertTrue(IntStream.range(0, 1000).map(i -> sampler.next(scores)).noneMatch(id -> id == 0));
        assertArrayEquals(new double[] {0, 0.5, 0.5}, sampler.probabilities(scores), 1e-5);
    }

    @Test
    void aTinyTemperatureTakesTheBestWithoutOverflow() {
        assertArrayEquals(new double[] {0, 1, 0, 0},
            Sampler.builder().temperature(1e-300).seed(1).build().probabilities(logarithms(SHARES)));
    }

    @Test
    void tokensThatAreNeverToBeDrawnLeaveTheirShareToTheOthers() {
        var sampler = Sampler.builder().never(1).seed(1).build();
        assertArrayEquals(new double[] {1 / 6.0, 0, 2 / 6.0, 3 / 6.0}, sampler.probabilities(logarithms(SHARES)), 1e-12);
        assertEquals(3, Sampler.builder().temperature(0).never(1).build().next(logarithms(SHARES)));
        var wrong = assertThrows(IllegalArgumentException.class, () -> Sampler.builder().never(4).seed(1).build().next(SHARES));
        assertEquals("token 4 is never to be drawn, but there are only 4: is the sampler meant for another vocabulary?",
            wrong.getMessage());
    }

    @Test
    void takesARowOfAnArray() {
        var row = Nd4j.createFromArray(new float[][] {{-3, -1, -2}});
        assertEquals(1, Sampler.greedy().next(row));
        assertEquals(1, Sampler.greedy().next(row.getRow(0)));
        assertArrayEquals(Sampler.builder().seed(1).build().probabilities(-3, -1, -2),
            Sampler.builder().seed(1).build().probabilities(row), 1e-7);
        var wrong = assertThrows(IllegalArgumentException.class, () -> Sampler.greedy().next(Nd4j.zeros(2, 3)));
        assertEquals("log-probabilities have shape [2, 3], expected [vocabulary] or [1, vocabulary]: draw row by row",
            wrong.getMessage());
    }

    @Test
    void saysWhichScoreIsNoNumber() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> Sampler.greedy().next(0, Double.NaN));
        assertEquals("the log-probability of token 1 is NaN, expected a number or minus infinity: has the training diverged?",
            wrong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Sampler.greedy().next());
        assertThrows(IllegalArgumentException.class, () -> Sampler.greedy().next(Double.NEGATIVE_INFINITY));
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertMessage("temperature is -1.0, expected 0 (always the most probable) or above", () -> Sampler.builder().temperature(-1));
        assertMessage("temperature is NaN, expected 0 (always the most probable) or above",
            () -> Sampler.builder().temperature(Double.NaN));
        assertMessage("topK is 0, expected 1 or above", () -> Sampler.builder().topK(0));
        assertMessage("topP is 0.0, expected above 0 and up to 1", () -> Sampler.builder().topP(0));
        assertMessage("topP is 1.5, expected above 0 and up to 1", () -> Sampler.builder().topP(1.5));
        var noSeed = assertThrows(IllegalStateException.class, () -> Sampler.builder().temperature(0.5).build());
        assertEquals("a sampler with temperature 0.5 needs a seed: call seed(...), so that the same text can be drawn again",
            noSeed.getMessage());
    }

    private static void assertMessage(String message, Executable body) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, body).getMessage());
    }

    private static double[] logarithms(double[] shares) {
        return Arrays.stream(shares).map(Math::log).toArray();
    }
}
