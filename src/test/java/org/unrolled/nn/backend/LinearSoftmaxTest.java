package org.unrolled.nn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The fused softmax and cross-entropy against plain ND4J operations in double precision. */
class LinearSoftmaxTest {
    @ParameterizedTest(name = "{0} rows of {1}, {2} classes, smoothing {3}, {4}")
    @CsvSource({
        "1, 1, 1, 0, FLOAT", "1, 1, 2, 0, FLOAT", "3, 5, 7, 0.1, FLOAT", "17, 3, 1023, 0, FLOAT",
        "37, 33, 1024, 0.1, FLOAT", "131, 19, 1025, 0, FLOAT", "70, 16, 2501, 0.3, FLOAT",
        // More rows than a block holds, so that gradients of several blocks are added up.
        "2300, 5, 97, 0.1, FLOAT", "2300, 5, 97, 0.1, FLOAT", "150, 7, 70001, 0, FLOAT"})
    void gradientsEqualThoseOfPlainOperations(int rows, int size, int classes, double smoothing, DataType type) {
        var random = new Random(7);
        var x = normal(random, rows, size);
        var weights = normal(random, classes, size).muli(0.5);
        var bias = normal(random, classes);
        int[] labels = random.ints(rows, 0, classes).toArray();
        double[] factors = random.doubles(rows).toArray();
        double tolerance = type == DataType.FLOAT ? 2e-5 : 1e-12;

        var expected = run(Backends.named("nd4j"), DataType.DOUBLE, x, weights, bias, labels, factors, smoothing, false);
        var actual = run(Backends.named("cpu"), type, x, weights, bias, labels, factors, smoothing, false);
        close(expected, actual, tolerance);

        var added = run(Backends.named("cpu"), type, x, weights, bias, labels, factors, smoothing, true);
        close(expected.weights.add(1), added.weights, tolerance);
    }

    @Test
    void lossesBestClassesAndProbabilitiesAgreeToo() {
        var random = new Random(3);
        var x = normal(random, 50, 9);
        var weights = normal(random, 1500, 9);
        int[] labels = random.ints(50, 0, 1500).toArray();
        var plain = new LinearSoftmax.Rows(x, weights, null, labels);
        var fused = new LinearSoftmax.Rows(x.castTo(DataType.FLOAT), weights.castTo(DataType.FLOAT), null, labels);
        var oracle = Backends.named("nd4j").softmax(9, 1500);
        var softmax = Backends.named("cpu").softmax(9, 1500);

        int[] expectedBest = new int[50];
        int[] best = new int[50];
        assertArrayEquals(oracle.losses(plain, 0, expectedBest), softmax.losses(fused, 0, best), 1e-5);
        assertArrayEquals(expectedBest, best);
        for (boolean logarithms : new boolean[] {false, true}) {
            var expected = Nd4j.create(DataType.DOUBLE, 50, 1500);
            var actual = Nd4j.create(DataType.FLOAT, 50, 1500);
            assertEquals(-1, oracle.probabilities(plain, logarithms, expected));
            assertEquals(-1, softmax.probabilities(fused, logarithms, actual));
            close(expected, actual, 1e-5);
        }
    }

    @Test
    void aBatchWithoutLabelsHasNoGradients() {
        for (var name : new String[] {"nd4j", "cpu"}) {
            var softmax = Backends.named(name).softmax(2, 3);
            // One row, as there are no empty arrays; no label says what it is.
            var rows = new LinearSoftmax.Rows(Nd4j.ones(DataType.FLOAT, 1, 2), Nd4j.ones(DataType.FLOAT, 3, 2),
                Nd4j.ones(DataType.FLOAT, 3), new int[0]);
            for (boolean add : new boolean[] {false, true}) {
                var dw = Nd4j.ones(DataType.FLOAT, 3, 2);
                var db = Nd4j.ones(DataType.FLOAT, 3);
                assertEquals(0, softmax.gradients(rows, 0, new double[0], new LinearSoftmax.Gradients(
                    Nd4j.ones(DataType.FLOAT, 1, 2), dw, add, db)).length);
                assertEquals(add ? 6 : 0, dw.sumNumber().intValue(), name);
                assertEquals(0, db.sumNumber().intValue(), name);
            }
            assertEquals(0, softmax.losses(rows, 0, new int[0]).length);
        }
    }

    @Test
    void exponentialsAreRightDownToTheSmallestFloats() {
        int classes = 4000;
        // The largest is 0, so that shifting by it rounds nothing and the exponential alone is measured.
        var logits = Nd4j.arange(classes).castTo(DataType.FLOAT).muli(-80.0 / classes).reshape(1, classes);
        var identity = new LinearSoftmax.Rows(Nd4j.ones(DataType.FLOAT, 1, 1), logits.reshape(classes, 1), null, null);
        var p = Nd4j.create(DataType.FLOAT, 1, classes);
        Backends.named("cpu").softmax(1, classes).probabilities(identity, false, p);
        assertEquals(1, p.sumNumber().doubleValue(), 1e-6);
        for (int i = 0; i < classes; i++) {
            double expected = Math.exp(logits.getDouble(0, i));
            assertEquals(1, p.getDouble(0, i) / p.getDouble(0, 0) / expected, 3e-7, "exp(" + logits.getDouble(0, i) + ")");
        }
    }

    @Test
    void largeLogitsDoNotOverflowAndInfiniteOnesAreReported() {
        var x = Nd4j.createFromArray(new float[][] {{1}, {1e4f}, {Float.NaN}, {Float.POSITIVE_INFINITY}});
        var weights = Nd4j.createFromArray(new float[][] {{1}, {-1}, {0.5f}});
        var softmax = Backends.named("cpu").softmax(1, 3);
        var losses = softmax.losses(new LinearSoftmax.Rows(x, weights, null, new int[] {0, 1, 0, 0}), 0, null);
        assertTrue(Double.isFinite(losses[0]));
        assertEquals(2e4, losses[1], 1);
        assertTrue(Double.isNaN(losses[2]));
        assertTrue(Double.isNaN(losses[3]));
        var out = Nd4j.create(DataType.FLOAT, 4, 3);
        assertEquals(2, softmax.probabilities(new LinearSoftmax.Rows(x, weights, null, null), false, out));
    }

    @Test
    void gatherAndScatterTouchOnlyTheRowsNamed() {
        var table = Nd4j.arange(12).reshape(4, 3).castTo(DataType.FLOAT);
        for (var backend : new LayerBackend[] {Backends.named("nd4j"), Backends.named("cpu")}) {
            var rows = Nd4j.create(DataType.FLOAT, 3, 3);
            backend.gather(table, new int[] {2, -1, 0}, rows);
            assertEquals(Nd4j.createFromArray(new float[][] {{6, 7, 8}, {0, 0, 0}, {0, 1, 2}}), rows);
            var sums = Nd4j.ones(DataType.FLOAT, 4, 3);
            backend.scatter(rows, new int[] {3, 1, 3}, true, sums);
            assertEquals(Nd4j.createFromArray(new float[][] {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {7, 9, 11}}), sums);
            backend.scatter(rows, new int[] {-1, 1, 0}, false, sums);
            assertEquals(Nd4j.createFromArray(new float[][] {{0, 1, 2}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}}), sums);
        }
    }

    @Test
    void largeScattersAreTheSumsWhateverTheThreads() {
        var random = new Random(1);
        var rows = normal(random, 4000, 65).castTo(DataType.FLOAT);
        int[] ids = random.ints(4000, -1, 11).toArray();
        var expected = Nd4j.create(DataType.FLOAT, 11, 65);
        var actual = Nd4j.create(DataType.FLOAT, 11, 65);
        Backends.named("nd4j").scatter(rows, ids, false, expected);
        Backends.named("cpu").scatter(rows, ids, false, actual);
        close(expected, actual, 1e-6);
    }

    private record Result(double[] losses, INDArray x, INDArray weights, INDArray bias) {
    }

    private static Result run(LayerBackend backend, DataType type, INDArray x, INDArray weights, INDArray bias, int[] labels,
                              double[] factors, double smoothing, boolean add) {
        var dx = Nd4j.valueArrayOf(x.shape(), 99.0, type);
        var dw = Nd4j.valueArrayOf(weights.shape(), add ? 1.0 : 99.0, type);
        var db = Nd4j.valueArrayOf(bias.shape(), 99.0, type);
        var in = new LinearSoftmax.Rows(x.castTo(type), weights.castTo(type), bias.castTo(type), labels);
        var losses = backend.softmax((int) x.size(1), (int) weights.size(0))
            .gradients(in, smoothing, factors, new LinearSoftmax.Gradients(dx, dw, add, db));
        return new Result(losses, dx, dw, db);
    }

    private static void close(Result expected, Result actual, double tolerance) {
        for (int i = 0; i < expected.losses.length; i++) {
            assertEquals(expected.losses[i], actual.losses[i], tolerance * (1 + expected.losses[i]));
        }
        close(expected.x, actual.x, tolerance);
        close(expected.weights, actual.weights, tolerance);
        close(expected.bias, actual.bias, tolerance);
    }

    private static void close(INDArray expected, INDArray actual, double tolerance) {
        double largest = expected.castTo(DataType.DOUBLE).sub(actual.castTo(DataType.DOUBLE)).amaxNumber().doubleValue();
        double scale = Math.max(1, expected.amaxNumber().doubleValue());
        assertTrue(largest <= tolerance * scale, "differs by " + largest + " of " + scale + " in an array of shape "
            + Arrays.toString(expected.shape()));
    }

    private static INDArray normal(Random random, long... shape) {
        long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return Nd4j.createFromArray(random.doubles(length).map(d -> 2 * d - 1).toArray()).reshape('c', shape);
    }
}
