package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rankings, calibration and comparisons of classifiers, against scikit-learn and SciPy. */
class ClassifierScoresTest {
    private static final boolean[] NONE = {};

    static Stream<StoredCases.Case> rankings() {
        return StoredCases.read("rankings");
    }

    static Stream<StoredCases.Case> calibrations() {
        return StoredCases.read("calibrations");
    }

    static Stream<StoredCases.Case> comparisons() {
        return StoredCases.read("comparisons");
    }

    private static boolean[] truths(int[] numbers) {
        var truths = new boolean[numbers.length];
        for (int i = 0; i < truths.length; i++) {
            truths[i] = numbers[i] != 0;
        }
        return truths;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rankings")
    void curvesAndAreasAreThoseOfScikitLearn(StoredCases.Case given) {
        var ranking = BinaryRanking.of(truths(given.ints("positive")), given.numbers("scores"));
        var points = ranking.points();
        assertArrayEquals(given.numbers("thresholds"), points.stream().mapToDouble(BinaryRanking.Point::threshold).toArray(), 0);
        assertArrayEquals(given.numbers("recall"), points.stream().mapToDouble(BinaryRanking.Point::recall).toArray(), 1e-12);
        assertArrayEquals(given.numbers("falsePositiveRate"),
            points.stream().mapToDouble(BinaryRanking.Point::falsePositiveRate).toArray(), 1e-12);
        assertEquals(given.number("area"), ranking.area(), 1e-12);
        assertEquals(given.number("averagePrecision"), ranking.averagePrecision(), 1e-12);
        assertTrue(points.stream().allMatch(point -> point.f1() <= ranking.best().f1()));
        assertEquals(given.numbers("equalError")[0], ranking.equalError().rate(), 1e-12);
        assertEquals(given.numbers("equalError")[1], ranking.equalError().threshold(), 1e-12);
    }

    /** Of two voices' pairs: one of three alike ones is rejected below 0.5, one of four different ones accepted above 0.5. */
    @Test
    void errorsAreEqualBetweenTwoPointsOfTheCurve() {
        var ranking = BinaryRanking.of(new boolean[] {true, true, false, true, false, false, false}, new double[] {9, 7, 6, 3, 2, 1, 0});
        // From (1/4, 1/3) at 6 to (1/4, 0) at 3: equal at 1/4, a quarter of the way.
        assertEquals(0.25, ranking.equalError().rate(), 1e-12);
        assertEquals(5.25, ranking.equalError().threshold(), 1e-12);
    }

    @Test
    void equalErrorsOfTheExtremes() {
        boolean[] classes = {true, false, true, false};
        assertEquals(0, BinaryRanking.of(classes, new double[] {2, 1, 3, 0}).equalError().rate(), 0);
        assertEquals(1, BinaryRanking.of(classes, new double[] {1, 2, 0, 3}).equalError().rate(), 0);
        assertEquals(new BinaryRanking.EqualError(7, 0.5), BinaryRanking.of(classes, new double[] {7, 7, 7, 7}).equalError());
        double all = Double.POSITIVE_INFINITY;
        assertEquals(new BinaryRanking.EqualError(all, 0), BinaryRanking.of(classes, new double[] {all, -all, all, -all}).equalError());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calibrations")
    void binsAreThoseOfScikitLearn(StoredCases.Case given) {
        var calibration = Calibration.of(given.numbers("probabilities"), truths(given.ints("right")), given.count("bins"));
        assertArrayEquals(given.numbers("accuracy"), calibration.bins().stream().mapToDouble(Calibration.Bin::accuracy).toArray(), 1e-12);
        assertArrayEquals(given.numbers("confidence"), calibration.bins().stream().mapToDouble(Calibration.Bin::confidence).toArray(), 1e-12);
    }

    @Test
    void errorsOfCalibrationFollowFromTheBins() {
        // Three answers at 0.9 of which one is right, one at 0.25 that is right: gaps 17/30 and 3/4.
        var calibration = Calibration.of(new double[] {0.9, 0.9, 0.9, 0.25}, new boolean[] {true, false, false, true}, 10);
        assertEquals(0.75 * 17 / 30 + 0.25 * 0.75, calibration.expectedError(), 1e-12);
        assertEquals(0.75, calibration.maximumError(), 1e-12);
        assertEquals(1, Calibration.of(new double[] {1}, new boolean[] {true}, 10).bins().get(0).confidence(), "1 is in the last bin");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("comparisons")
    void mcNemarsTestIsTheBinomialTestOfSciPy(StoredCases.Case given) {
        assertEquals(given.number("p"), new McNemar(given.count("first"), given.count("second")).pValue(), 1e-9);
    }

    @Test
    void mcNemarCountsWhereOneIsRight() {
        var test = McNemar.of(new boolean[] {true, true, false, false, true}, new boolean[] {true, false, true, false, false});
        assertEquals(new McNemar(2, 1), test);
    }

    @Test
    void aBootstrapComparesClassifiers() {
        var labels = Collections.nCopies(50, "spam");
        var good = Collections.nCopies(50, "spam");
        var bad = Stream.concat(Collections.nCopies(25, "ham").stream(), Collections.nCopies(25, "spam").stream()).toList();
        var comparison = Bootstrap.of(new LabelAccuracy(), labels, 500, 1).compare(bad, good);
        assertEquals(50, comparison.difference().score(), 1e-12);
        assertEquals(1, comparison.wins(), 1e-12);
        assertTrue(comparison.pValue() < 0.01, comparison.toString());
        assertEquals(50.0, new LabelAccuracy().corpus(bad, labels), 1e-12);
    }

    @Test
    void mistakesAreNamed() {
        says("1 classes and 2 scores", () -> BinaryRanking.of(new boolean[1], new double[2]));
        says("0 examples of the class", () -> BinaryRanking.of(new boolean[2], new double[2]));
        says("example 1 is NaN", () -> BinaryRanking.of(new boolean[] {true, false}, new double[] {1, Double.NaN}));
        var e = assertThrows(IllegalStateException.class, () -> new BinaryRanking(
            List.of(new BinaryRanking.Point(0.5, 0.25, 0, 1))).equalError());
        assertTrue(e.getMessage().contains("at which all examples are taken"), e.getMessage());
        says("at least one", () -> Calibration.of(new double[0], NONE, 10));
        says("answer 0 is 1.5", () -> Calibration.of(new double[] {1.5}, new boolean[1], 10));
        says("0 and 1 answers", () -> McNemar.of(NONE, new boolean[1]));
    }

    private static void says(String words, org.junit.jupiter.api.function.Executable mistake) {
        var e = assertThrows(IllegalArgumentException.class, mistake);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
