package org.unrolled.ctc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlignmentPosteriorTest {
    private static final int STEPS = 6;
    private static final int SYMBOLS = 4;

    private static float[][] some(int seed) {
        var random = new Random(seed);
        var logs = new float[STEPS][SYMBOLS];
        for (float[] row : logs) {
            double sum = 0;
            for (int k = 0; k < SYMBOLS; k++) {
                row[k] = (float) random.nextGaussian();
                sum += Math.exp(row[k]);
            }
            for (int k = 0; k < SYMBOLS; k++) {
                row[k] -= (float) Math.log(sum);
            }
        }
        return logs;
    }

    /** Every row of places that steps of 0, 1 or 2 can go through, with its probability. */
    private static void paths(float[][] logs, int[] row, int[] path, int t, double probability, double[][] sums) {
        if (t == STEPS) {
            if (path[t - 1] >= row.length - 2) {
                for (int step = 0; step < STEPS; step++) {
                    sums[step][path[step]] += probability;
                }
            }
            return;
        }
        for (int s = t == 0 ? 0 : path[t - 1]; s < row.length && s <= (t == 0 ? 1 : path[t - 1] + 2); s++) {
            boolean jumps = t > 0 && s == path[t - 1] + 2;
            if (!jumps || row[s] != 0 && row[s] != row[s - 2]) {
                path[t] = s;
                paths(logs, row, path, t + 1, probability * Math.exp(logs[t][row[s]]), sums);
            }
        }
    }

    @Test
    void isTheShareOfThePathsThatGoThroughAPlace() {
        for (int[] labels : new int[][] {{1, 2}, {3, 3, 1}, {2}, {}}) {
            int[] row = new int[2 * labels.length + 1];
            Arrays.setAll(row, s -> s % 2 == 0 ? 0 : labels[s / 2]);
            var logs = some(labels.length);
            var sums = new double[STEPS][row.length];
            paths(logs, row, new int[STEPS], 0, 1, sums);
            double total = Arrays.stream(sums[0]).sum();
            var posterior = AlignmentPosterior.of(logs, labels, 0);
            for (int t = 0; t < STEPS; t++) {
                double[] expected = Arrays.stream(sums[t]).map(x -> x / total).toArray();
                assertArrayEquals(expected, posterior.places()[t], 1e-5, Arrays.toString(labels) + ", step " + t);
                double said = posterior.blank()[t];
                for (int i = 0; i < labels.length; i++) {
                    said += posterior.label(i)[t];
                }
                assertEquals(1, said, 1e-5);
            }
        }
    }

    /** Where only one path is possible, it has all the probability. */
    @Test
    void whatIsImpossibleHasNone() {
        float never = Float.NEGATIVE_INFINITY;
        float[][] logs = {{never, 0, never}, {0, never, never}, {never, never, 0}};
        var posterior = AlignmentPosterior.of(logs, new int[] {1, 2}, 0);
        assertArrayEquals(new double[] {1, 0, 0}, posterior.label(0), 1e-6);
        assertArrayEquals(new double[] {0, 1, 0}, posterior.blank(), 1e-6);
        assertArrayEquals(new double[] {0, 0, 1}, posterior.label(1), 1e-6);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> AlignmentPosterior.of(logs, new int[] {2, 1}, 0)).getMessage()
            .contains("no path"));
        assertThrows(IllegalArgumentException.class, () -> AlignmentPosterior.of(logs, new int[] {1, 1, 1}, 0));
    }
}
