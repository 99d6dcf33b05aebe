package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NGramModelTest {
    /** Each token is followed by the next of four, or with a probability of 0.2 by any. */
    private static List<int[]> texts(int seed, int count) {
        var random = new Random(seed);
        return IntStream.range(0, count).mapToObj(i -> {
            int[] text = new int[20];
            for (int j = 1; j < text.length; j++) {
                text[j] = random.nextDouble() < 0.2 ? random.nextInt(4) : (text[j - 1] + 1) % 4;
            }
            return text;
        }).toList();
    }

    private static double nats(NGramModel model, List<int[]> texts) {
        double sum = 0;
        int tokens = 0;
        for (int[] text : texts) {
            var state = model.start();
            for (int j = 0; j + 1 < text.length; j++) {
                var step = model.step(state, text[j]);
                sum -= step.logProbabilities().getDouble(0, text[j + 1]);
                tokens++;
                state = step.state();
            }
        }
        return sum / tokens;
    }

    /** By hand: after a stood b twice and c once, two different ones; after that there is what is frequent, and 1/3. */
    @Test
    void probabilitiesAreThoseOfTheFormula() {
        var model = NGramModel.train(List.of(new int[] {0, 1, 0, 1, 0, 2}), 2, 3);
        // Without a history: 1 twice, 0 twice, 2 once, of three kinds.
        double[] unigram = {(2 + 3 / 3.0) / 8, (2 + 3 / 3.0) / 8, (1 + 3 / 3.0) / 8};
        double[] expected = {2 * unigram[0] / 5, (2 + 2 * unigram[1]) / 5, (1 + 2 * unigram[2]) / 5};
        assertArrayEquals(expected, Arrays.stream(model.logProbabilities(0)).map(Math::exp).toArray(), 1e-12);
        assertEquals(1, Arrays.stream(expected).sum(), 1e-12);
    }

    @Test
    void longerHistoriesHelpUpToTheTrueEntropy() {
        var train = texts(1, 400);
        var test = texts(2, 100);
        double truth = -(0.85 * Math.log(0.85) + 3 * 0.05 * Math.log(0.05));
        double unigram = nats(NGramModel.train(train, 1, 4), test);
        double bigram = nats(NGramModel.train(train, 2, 4), test);
        double trigram = nats(NGramModel.train(train, 3, 4), test);
        assertEquals(Math.log(4), unigram, 0.01);
        assertEquals(truth, bigram, 0.05);
        assertEquals(truth, trigram, 0.05);
    }

    @Test
    void statesAreSelectedAndSteppedTogether() {
        var model = NGramModel.train(texts(1, 20), 3, 4);
        var both = model.step(model.select(model.start(), 0, 0), 1, 2);
        assertArrayEquals(model.logProbabilities(2), both.logProbabilities().getRow(1).toDoubleVector(), 1e-6);
        var swapped = model.step(model.select(both.state(), 1), 3);
        assertArrayEquals(model.logProbabilities(2, 3), swapped.logProbabilities().getRow(0).toDoubleVector(), 1e-6);
        assertEquals(List.of(List.of(2, 3)), swapped.state(), "two tokens decide");
    }

    @Test
    void statesAreJoined() {
        var model = NGramModel.train(texts(1, 20), 3, 4);
        var both = model.join(List.of(model.step(model.start(), 1).state(), model.step(model.start(), 2).state()));
        var step = model.step(both, 3, 0);
        assertArrayEquals(model.logProbabilities(1, 3), step.logProbabilities().getRow(0).toDoubleVector(), 1e-6);
        assertArrayEquals(model.logProbabilities(2, 0), step.logProbabilities().getRow(1).toDoubleVector(), 1e-6);
    }

    @Test
    void mistakesAreNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> NGramModel.train(List.of(new int[] {4}), 2, 4)).getMessage()
            .contains("token 4"));
        var model = NGramModel.train(texts(1, 2), 2, 4);
        assertThrows(IllegalArgumentException.class, () -> model.step(model.start(), 1, 2));
        assertThrows(IllegalArgumentException.class, () -> NGramModel.train(List.of(), 0, 4));
    }
}
