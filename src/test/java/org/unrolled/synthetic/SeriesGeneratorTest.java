package org.unrolled.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.unrolled.synthetic.SeriesGenerator.Wave;

class SeriesGeneratorTest {
    @Test
    void oneSeedIsOneSeries() {
        assertEquals(SeriesGenerator.sine(1, 100, 20, 0.1), SeriesGenerator.sine(1, 100, 20, 0.1));
        assertNotEquals(SeriesGenerator.sine(1, 100, 20, 0.1), SeriesGenerator.sine(2, 100, 20, 0.1));
    }

    @Test
    void aSineWithoutNoiseIsTheSine() {
        var sine = SeriesGenerator.sine(1, 9, 8, 0);
        double half = Math.sqrt(0.5);
        assertArrayEquals(new double[] {0, half, 1, half, 0, -half, -1, -half, 0}, sine.values(), 1e-12);
        assertEquals(OptionalDouble.of(0), sine.bestOneStepError());
    }

    @Test
    void theRuleBehindSinesLeavesTheStatedError() {
        Wave slow = new Wave(1, 50, 0.3);
        Wave fast = new Wave(0.5, 7, 1);
        var series = SeriesGenerator.sines(4, 20_000, 0.2, slow, fast);
        assertEquals(0.2, oneStepError(series, t -> slow.at(t) + fast.at(t)), 0.003);
        assertEquals(0.2, series.bestOneStepError().orElseThrow());
    }

    @Test
    void theRuleBehindAnAutoregressionLeavesTheStatedError() {
        var series = SeriesGenerator.autoregressive(5, 20_000, 0.5, 1.2, -0.5);
        var x = series.values();
        assertEquals(0.5, oneStepError(series, t -> t < 2 ? x[t] : 1.2 * x[t - 1] - 0.5 * x[t - 2]), 0.008);
        // Its variance: noise^2 (1 - c2) / ((1 + c2) ((1 - c2)^2 - c1^2)), Box and Jenkins, section 3.2.4.
        double variance = 0.25 * 1.5 / (0.5 * (2.25 - 1.44));
        assertEquals(Math.sqrt(variance), series.standardDeviation(), 0.05);
        assertTrue(series.naiveOneStepError() > 0.55, "saying the last value again is worse");
    }

    @Test
    void farForecastsOfAnAutoregressionApproachItsStandardDeviation() {
        assertEquals(0.5, SeriesGenerator.bestAutoregressiveError(1, 0.5, 0.9), 1e-12);
        assertEquals(0.5 * Math.sqrt(1 + 0.81), SeriesGenerator.bestAutoregressiveError(2, 0.5, 0.9), 1e-12);
        assertEquals(0.5 / Math.sqrt(1 - 0.81), SeriesGenerator.bestAutoregressiveError(200, 0.5, 0.9), 1e-9);
    }

    @Test
    void processesThatGrowAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> SeriesGenerator.autoregressive(1, 10, 1, 1.0));
        assertThrows(IllegalArgumentException.class, () -> SeriesGenerator.autoregressive(1, 10, 1, 0.6, 0.6));
        assertThrows(IllegalArgumentException.class, () -> SeriesGenerator.autoregressive(1, 10, 1, Double.NaN));
        assertEquals(10, SeriesGenerator.autoregressive(1, 10, 1, 0.5, 0.4).length());
    }

    @Test
    void theLogisticMapSettlesSwingsOrIsChaotic() {
        var settled = SeriesGenerator.logistic(3, 500, 2.5).values();
        assertEquals(0.6, settled[499], 1e-9);
        var swinging = SeriesGenerator.logistic(3, 500, 3.2).values();
        assertEquals(swinging[497], swinging[499], 1e-9);
        assertTrue(Math.abs(swinging[498] - swinging[499]) > 0.2);
        var chaotic = SeriesGenerator.logistic(3, 5_000, 4);
        assertEquals(0.5, chaotic.mean(), 0.02);
        for (double x : chaotic.values()) {
            assertTrue(x >= 0 && x <= 1);
        }
        assertThrows(IllegalArgumentException.class, () -> SeriesGenerator.logistic(1, 10, 4.1));
    }

    @Test
    void splittingKeepsTheOrderOfTime() {
        var split = SeriesGenerator.logistic(3, 10, 4).split(0.8);
        assertEquals(8, split.train().length());
        assertEquals(2, split.test().length());
        assertEquals(SeriesGenerator.logistic(3, 10, 4).values()[8], split.test().values()[0]);
        assertThrows(IllegalArgumentException.class, () -> SeriesGenerator.logistic(3, 10, 4).split(1));
    }

    @Test
    void aTableHasAStepAndAValue() {
        var table = SeriesGenerator.sine(1, 30, 10, 0.1).table();
        assertEquals("sine with noise", table.name());
        assertEquals(java.util.List.of("step", "value"), table.columnNames());
        assertEquals(30, table.rowCount());
        assertEquals(29, table.intColumn("step").get(29));
    }

    @Test
    void badSettingsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> SeriesGenerator.sine(1, 0, 20, 0.1));
        assertThrows(IllegalArgumentException.class, () -> SeriesGenerator.sine(1, 10, 0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> SeriesGenerator.sine(1, 10, 20, -1));
        assertThrows(IllegalArgumentException.class, () -> SeriesGenerator.sines(1, 10, 0.1));
        var error = assertThrows(IllegalArgumentException.class,
                () -> new Series("broken", new double[] {1, Double.NaN}, OptionalDouble.empty()));
        assertEquals("series 'broken' has NaN at step 1, expected a finite number", error.getMessage());
    }

    private static double oneStepError(Series series, IntToDoubleFunction forecast) {
        var x = series.values();
        double sum = 0;
        for (int t = 0; t < x.length; t++) {
            sum += Math.pow(x[t] - forecast.applyAsDouble(t), 2);
        }
        return Math.sqrt(sum / x.length);
    }
}
