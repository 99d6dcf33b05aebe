package org.unrolled.nn.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowLanesTest {
    private static double tolerance(Precision precision) {
        return precision == Precision.FLOAT ? 1e-6 : 1e-14;
    }

    /** Runs the work on an array of either type, given and read as doubles. */
    private static <A> double[] on(Precision precision, double[] values, java.util.function.BiConsumer<RowLanes<A>, A> work) {
        RowLanes<A> math = RowLanes.of(precision);
        var lanes = math.lanes();
        A array = lanes.ensure(null, values.length);
        for (int i = 0; i < values.length; i++) {
            lanes.set(array, i, values[i]);
        }
        work.accept(math, array);
        return IntStream.range(0, values.length).mapToDouble(i -> lanes.get(array, i)).toArray();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void softmaxOfLargeAndSmallScores(Precision precision) {
        var p = on(precision, new double[] {1000, 1000, -1000, 0, Math.log(3), -1e30}, (math, a) ->
            math.softmax(a, 2, 3, 1, null, false, 2));
        assertArrayEquals(new double[] {0.5, 0.5, 0, 0.25, 0.75, 0}, p, tolerance(precision));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void softmaxSeesWhatItMay(Precision precision) {
        double log2 = Math.log(2);
        var p = on(precision, new double[] {5, 99, 99, 0, 99, 99, 0, 99, 2 * log2}, (math, a) ->
            math.softmax(a, 3, 3, 0.5, new boolean[] {true, false, true}, true, 3));
        assertArrayEquals(new double[] {1, 0, 0, 1, 0, 0, 1.0 / 3, 0, 2.0 / 3}, p, tolerance(precision));
        assertEquals(0, p[4], "exactly");
        var nothing = on(precision, new double[] {1, 2}, (math, a) ->
            math.softmax(a, 1, 2, 1, new boolean[] {false, false}, false, 1));
        assertArrayEquals(new double[] {0, 0}, nothing, "a row that sees nothing");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void softmaxOfManyRows(Precision precision) {
        int columns = 37;
        int rows = 61;
        var random = new Random(5);
        var scores = random.doubles((long) rows * columns, -20, 20).toArray();
        var p = on(precision, scores, (math, a) -> math.softmax(a, rows, columns, 0.3, null, false, 1));
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += Math.exp(0.3 * scores[r * columns + c]);
            }
            for (int c = 0; c < columns; c++) {
                assertEquals(Math.exp(0.3 * scores[r * columns + c]) / sum, p[r * columns + c], tolerance(precision));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void normalisedRowsHaveMeanZeroAndVarianceOne(Precision precision) {
        var random = new Random(6);
        var x = random.doubles(5 * 33, -3, 7).toArray();
        var y = on(precision, x, (math, a) -> math.normalise(a, 5, 33, 0, math.lanes().ensure(null, 5)));
        for (int r = 0; r < 5; r++) {
            int at = r * 33;
            assertEquals(0, IntStream.range(at, at + 33).mapToDouble(i -> y[i]).average().orElseThrow(), tolerance(precision));
            assertEquals(1, IntStream.range(at, at + 33).mapToDouble(i -> y[i] * y[i]).average().orElseThrow(),
                10 * tolerance(precision));
        }
        var constant = on(precision, new double[] {2, 2, 2}, (math, a) -> math.normalise(a, 1, 3, 1e-5, math.lanes().ensure(null, 1)));
        assertArrayEquals(new double[] {0, 0, 0}, constant, "a row of equal numbers");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void geluKnowsItsLimits(Precision precision) {
        var y = on(precision, new double[] {-30, -1, 0, 1, 30}, (math, a) -> math.gelu(a, a, 5));
        // Φ(1) = 0.8413447; the form with tanh is within 1e-3 of x Φ(x).
        assertArrayEquals(new double[] {0, -0.1586553, 0, 0.8413447, 30}, y, 1e-3);
        assertEquals(30, y[4], 1e-5);
    }

    @Test
    void finiteNoticesEveryKindOfBrokenNumber() {
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            RowLanes<float[]> math = RowLanes.of(Precision.FLOAT);
            assertTrue(math.finite(new float[] {1, 2, Float.MAX_VALUE}, 3));
            assertFalse(math.finite(new float[] {1, broken, 3}, 3));
            assertTrue(math.finite(new float[] {1, 2, broken}, 2), "what lies beyond doesn't count");
        }
    }
}
