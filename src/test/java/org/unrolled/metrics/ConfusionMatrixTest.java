package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ConfusionMatrixTest {
    private static final List<String> CLASSES = List.of("noun", "verb", "other");

    static Stream<StoredCases.Case> cases() {
        return StoredCases.read("classes");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesTheScoresOfScikitLearn(StoredCases.Case given) {
        var labels = IntStream.range(0, given.count("classes")).mapToObj(String::valueOf).toList();
        var matrix = ConfusionMatrix.of(labels, given.ints("actual"), given.ints("predicted"));
        assertArrayEquals(given.table("matrix"), matrix.counts());
        assertEquals(given.number("accuracy"), matrix.accuracy(), 1e-12);
        for (int label = 0; label < labels.size(); label++) {
            assertEquals(given.numbers("precision")[label], matrix.precision(label), 1e-12, "precision of " + label);
            assertEquals(given.numbers("recall")[label], matrix.recall(label), 1e-12, "recall of " + label);
            assertEquals(given.numbers("f1")[label], matrix.f1(label), 1e-12, "F1 of " + label);
        }
        assertArrayEquals(given.numbers("macro"),
                new double[] {matrix.macroPrecision(), matrix.macroRecall(), matrix.macroF1()}, 1e-12);
        assertArrayEquals(given.numbers("weighted"),
                new double[] {matrix.weightedPrecision(), matrix.weightedRecall(), matrix.weightedF1()}, 1e-12);
        assertEquals(given.number("accuracy"), matrix.microF1(), 1e-12);
        assertEquals(given.number("matthews"), matrix.matthewsCorrelation(), 1e-12);
    }

    @Test
    void rowsAreActualColumnsPredicted() {
        var matrix = ConfusionMatrix.of(CLASSES, new int[] {0, 0, 1}, new int[] {0, 1, 1});
        assertArrayEquals(new long[][] {{1, 1, 0}, {0, 1, 0}, {0, 0, 0}}, matrix.counts());
        assertEquals(1, matrix.count(0, 1));
        assertEquals(List.of(2L, 2L, 3L), List.of(matrix.actual(0), matrix.predicted(1), matrix.total()));
        assertArrayEquals(new double[] {1, 0.5, 0}, matrix.table().doubleColumn("precision").asDoubleArray());
        assertEquals(CLASSES, matrix.table().stringColumn("class").asList());
    }

    @Test
    void aNetworksOutputIsCountedWhereTheMaskSaysSo() {
        var matrix = ConfusionMatrix.of(CLASSES);
        var labels = Nd4j.createFromArray(new int[][] {{0, 2}, {1, 1}});
        // [batch, classes, time]: the first sentence is tagged noun, verb; the second verb, noun.
        var probabilities = Nd4j.createFromArray(new float[][][] {
            {{0.8f, 0.1f}, {0.1f, 0.7f}, {0.1f, 0.2f}}, {{0.3f, 0.6f}, {0.6f, 0.3f}, {0.1f, 0.1f}}});
        matrix.add(labels, probabilities, Nd4j.createFromArray(new float[][] {{1, 1}, {1, 0}}));
        assertArrayEquals(new long[][] {{1, 0, 0}, {0, 1, 0}, {0, 1, 0}}, matrix.counts());
        matrix.add(labels.castTo(DataType.FLOAT), probabilities, null);
        assertEquals(7, matrix.total());
        var oneEach = ConfusionMatrix.of(CLASSES);
        oneEach.add(Nd4j.createFromArray(new int[] {2, 0}), Nd4j.createFromArray(new float[][] {{0, 0, 1}, {0, 1, 0}}), null);
        assertArrayEquals(new long[][] {{0, 1, 0}, {0, 0, 0}, {0, 0, 1}}, oneEach.counts());
    }

    @Test
    void nanIsNoClass() {
        var matrix = ConfusionMatrix.of(CLASSES);
        var labels = Nd4j.createFromArray(new float[][] {{0, 2}, {1, 1}});
        float nan = Float.NaN;
        for (float[] row : new float[][] {{nan, nan, nan}, {0.5f, nan, 0.5f}, {nan, 0.5f, 0.5f}, {0.5f, 0.5f, nan}}) {
            // The second example's first step.
            var probabilities = Nd4j.createFromArray(new float[][][] {{{0.8f, 0.1f}, {0.1f, 0.7f}, {0.1f, 0.2f}},
                {{row[0], 0.6f}, {row[1], 0.3f}, {row[2], 0.1f}}});
            var error = assertThrows(IllegalArgumentException.class, () -> matrix.add(labels, probabilities, null));
            assertTrue(error.getMessage().contains("example 1, step 0") && error.getMessage().contains("NaN"), error.getMessage());
            assertEquals(0, matrix.total(), "nothing of it is counted");
            var counted = ConfusionMatrix.of(CLASSES);
            counted.add(labels, probabilities, Nd4j.createFromArray(new float[][] {{1, 1}, {0, 1}}));
            assertEquals(3, counted.total(), "what the mask leaves out may be anything");
        }
        var good = Nd4j.createFromArray(new float[][][] {{{0.8f, 0.1f}, {0.1f, 0.7f}, {0.1f, 0.2f}}});
        for (float label : new float[] {nan, 0.5f, -1, 3}) {
            assertThrows(IllegalArgumentException.class,
                () -> matrix.add(Nd4j.createFromArray(new float[][] {{0, label}}), good, null), label + "");
        }
        assertEquals(0, matrix.total());
        var logs = Nd4j.createFromArray(new float[][] {{Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY}});
        matrix.add(Nd4j.createFromArray(new int[] {1}), logs, null);
        assertEquals(1, matrix.count(1, 1), "logarithms of probabilities are fine");
    }

    @Test
    void shapesThatDoNotFitAreShown() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> ConfusionMatrix.of(CLASSES)
                .add(Nd4j.zeros(2, 4), Nd4j.zeros(2, 3, 5), null));
        assertEquals("labels of shape [2, 4], probabilities [2, 3, 5]: expected [batch, time], [batch, 3, time], [batch, time]",
                wrong.getMessage());
    }

    @Test
    void aClassOutOfRangeAndAnEmptyListOfClassesAreRefused() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> ConfusionMatrix.of(CLASSES).add(0, 3));
        assertEquals("the predicted class is number 3, expected 0 to 2: one of noun, verb, other", wrong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> ConfusionMatrix.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> ConfusionMatrix.of(CLASSES, new int[2], new int[1]));
    }

    @Test
    void nothingCountedScoresZero() {
        var matrix = ConfusionMatrix.of(CLASSES);
        assertEquals(0, matrix.accuracy());
        assertEquals(0, matrix.macroF1());
    }
}
