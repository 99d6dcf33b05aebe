package org.unrolled.nn.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowLanesTest {
    private static final double TOLERANCE = 1e-6;

    /** Runs the work on an array, given and read as doubles. */
    private static double[] on(double[] values, Consumer<float[]> work) {
        var array = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            array[i] = (float) values[i];
        }
        work.accept(array);
        return IntStream.range(0, values.length).mapToDouble(i -> array[i]).toArray();
    }

    @Test
    void softmaxOfLargeAndSmallScores() {
        var p = on(new double[] {1000, 1000, -1000, 0, Math.log(3), -1e30}, a ->
            RowLanes.softmax(a, 2, 3, 1, null, false, 2));
        assertArrayEquals(new double[] {0.5, 0.5, 0, 0.25, 0.75, 0}, p, TOLERANCE);
    }

    @Test
    void softmaxSeesWhatItMay() {
        double log2 = Math.log(2);
        var p = on(new double[] {5, 99, 99, 0, 99, 99, 0, 99, 2 * log2}, a ->
            RowLanes.softmax(a, 3, 3, 0.5, new boolean[] {true, false, true}, true, 3));
        assertArrayEquals(new double[] {1, 0, 0, 1, 0, 0, 1.0 / 3, 0, 2.0 / 3}, p, TOLERANCE);
        assertEquals(0, p[4], "exactly");
        var nothing = on(new double[] {1, 2}, a ->
            RowLanes.softmax(a, 1, 2, 1, new boolean[] {false, false}, false, 1));
        assertArrayEquals(new double[] {0, 0}, nothing, "a row that sees nothing");
    }

    @Test
    void softmaxOfManyRows() {
        int columns = 37;
        int rows = 61;
        var random = new Random(5);
        var scores = random.doubles((long) rows * columns, -20, 20).toArray();
        var p = on(scores, a -> RowLanes.softmax(a, rows, columns, 0.3, null, false, 1));
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += Math.exp(0.3 * scores[r * columns + c]);
            }
            for (int c = 0; c < columns; c++) {
                assertEquals(Math.exp(0.3 * scores[r * columns + c]) / sum, p[r * columns + c], TOLERANCE);
            }
        }
    }

    @Test
    void normalisedRowsHaveMeanZeroAndVarianceOne() {
        var random = new Random(6);
        var x = random.doubles(5 * 33, -3, 7).toArray();
        var y = on(x, a -> RowLanes.normalise(a, 5, 33, 0, new float[5]));
        for (int r = 0; r < 5; r++) {
            int at = r * 33;
            assertEquals(0, IntStream.range(at, at + 33).mapToDouble(i -> y[i]).average().orElseThrow(), TOLERANCE);
            assertEquals(1, IntStream.range(at, at + 33).mapToDouble(i -> y[i] * y[i]).average().orElseThrow(),
                10 * TOLERANCE);
        }
        var constant = on(new double[] {2, 2, 2}, a -> RowLanes.normalise(a, 1, 3, 1e-5, new float[1]));
        assertArrayEquals(new double[] {0, 0, 0}, constant, "a row of equal numbers");
    }

    @Test
    void geluKnowsItsLimits() {
        var y = on(new double[] {-30, -1, 0, 1, 30}, a -> RowLanes.gelu(a, a, 5));
        // Φ(1) = 0.8413447; the form with tanh is within 1e-3 of x Φ(x).
        assertArrayEquals(new double[] {0, -0.1586553, 0, 0.8413447, 30}, y, 1e-3);
        assertEquals(30, y[4], 1e-5);
    }

    @Test
    void finiteNoticesEveryKindOfBrokenNumber() {
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertTrue(RowLanes.finite(new float[] {1, 2, Float.MAX_VALUE}, 3));
            assertFalse(RowLanes.finite(new float[] {1, broken, 3}, 3));
            assertTrue(RowLanes.finite(new float[] {1, 2, broken}, 2), "what lies beyond doesn't count");
        }
    }
}
