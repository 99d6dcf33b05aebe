package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MelCepstralDistortionTest {
    @Test
    void equalsNumPys() {
        var cases = StoredCases.read("mel-cepstral").toList();
        assertEquals(5, cases.size());
        for (var each : cases) {
            var found = MelCepstralDistortion.of(floats(each.rows("one")), floats(each.rows("other")), each.count("coefficients"));
            assertEquals(each.number("decibels"), found.decibels(), 1e-4);
            assertEquals(each.count("pairs"), found.pairs());
        }
    }

    private static float[][] floats(double[][] rows) {
        var floats = new float[rows.length][rows[0].length];
        for (int t = 0; t < rows.length; t++) {
            for (int mel = 0; mel < rows[t].length; mel++) {
                floats[t][mel] = (float) rows[t][mel];
            }
        }
        return floats;
    }

    /** With all coefficients it is the root mean square of the level differences in dB, less their mean. */
    @Test
    void isADifferenceOfLevels() {
        var random = new Random(1);
        var one = new float[1][8];
        var other = new float[1][8];
        double sum = 0;
        double squares = 0;
        for (int mel = 0; mel < 8; mel++) {
            one[0][mel] = (float) random.nextGaussian();
            other[0][mel] = (float) random.nextGaussian();
            double decibels = 10 * Math.log10(Math.exp(one[0][mel] - other[0][mel]));
            sum += decibels;
            squares += decibels * decibels;
        }
        assertEquals(Math.sqrt(squares / 8 - sum * sum / 64), MelCepstralDistortion.of(one, other, 7).decibels(), 1e-5);
    }

    /** Louder, or slower: it doesn't count. */
    @Test
    void loudnessAndTimingDontCount() {
        float[][] word = {{0, 1, 2, 5}, {3, 1, 0, 0}, {1, 1, 4, 1}};
        float[][] slowAndLoud = {{7, 8, 9, 12}, {7, 8, 9, 12}, {10, 8, 7, 7}, {8, 8, 11, 8}, {8, 8, 11, 8}};
        assertEquals(0, MelCepstralDistortion.of(word, slowAndLoud, 3).decibels(), 1e-6);
    }

    @Test
    void namesMistakes() {
        assertThrows(IllegalArgumentException.class, () -> MelCepstralDistortion.of(new float[0][], new float[1][20]));
        assertThrows(IllegalArgumentException.class, () -> MelCepstralDistortion.of(new float[1][20], new float[1][26]));
        assertThrows(IllegalArgumentException.class, () -> MelCepstralDistortion.of(new float[1][13], new float[1][13]));
    }
}
