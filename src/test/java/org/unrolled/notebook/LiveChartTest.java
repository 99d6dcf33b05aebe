package org.unrolled.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.plot.Plots;

class LiveChartTest {
    private long now;

    private LiveChart chart(Display display) {
        return new LiveChart(Plots.lines("Loss", "step", "nats"), display, () -> now);
    }

    @Test
    void growsInOnePlaceAndEndsWithTheLastState() {
        try (var screen = RecordingDisplay.install()) {
            try (var chart = chart(screen)) {
                chart.add("training", 0, 3);
                chart.add("training", 1, 2);
                chart.add("validation", 1, 2.5);
            }
            assertEquals(1, screen.visible().size());
            assertEquals("Line chart \"Loss\", nats over step. training: 2 points, x from 0 to 1, y from 2 to 3, last 2."
                    + " validation: 1 point, x from 1 to 1, y from 2.50 to 2.50, last 2.50.", screen.last().plain());
            assertTrue(screen.last().html().startsWith("<img class=\"unrolled-chart\""));
            assertTrue(screen.last().html().contains("alt=\"Line chart &quot;Loss&quot;"));
        }
    }

    @Test
    void drawsAboutThreeTimesASecond() {
        try (var screen = RecordingDisplay.install(); var chart = chart(screen)) {
            for (var i = 0; i < 1000; i++) {
                now += 2_000_000L;
                chart.add("training", i, 1);
            }
            assertTrue(screen.frames().size() >= 6 && screen.frames().size() <= 8, "frames in two seconds: " + screen.frames().size());
        }
    }

    @Test
    void drawsLessOftenWhenDrawingIsSlow() {
        // Each look at the clock costs 50 ms, so a frame seems to take that long: 5 % of the time is one frame a second.
        try (var screen = RecordingDisplay.install();
                var chart = new LiveChart(Plots.lines("Loss", "step", "nats"), screen, () -> now += 50_000_000L)) {
            for (var i = 0; i < 200; i++) {
                chart.add("training", i, 1);
            }
            assertTrue(screen.frames().size() <= 12, "frames in ten seconds: " + screen.frames().size());
        }
    }

    @Test
    void movesEveryTwoSecondsHoweverSlowDrawingIs() {
        try (var screen = RecordingDisplay.install();
                var chart = new LiveChart(Plots.lines("Loss", "step", "nats"), screen, () -> now += 500_000_000L)) {
            for (var i = 0; i < 40; i++) {
                chart.add("training", i, 1);
            }
            assertTrue(screen.frames().size() >= 7, "frames in twenty seconds: " + screen.frames().size());
        }
    }

    @Test
    void valuesThatCannotBeDrawnLeaveNoMark() {
        try (var screen = RecordingDisplay.install()) {
            try (var chart = chart(screen).logY()) {
                chart.add("training", 0, 0.1);
                chart.add("training", 1, Double.NaN);
                chart.add("training", 2, 0);
                chart.add("training", 3, Double.POSITIVE_INFINITY);
                chart.add("training", 4, 0.01);
            }
            assertTrue(screen.last().plain().contains("training: 2 points"), screen.last().plain());
            assertTrue(screen.last().plain().endsWith("Not drawn: 1 value of training, not a number; 1 value of training, not positive"
                    + " (logarithmic axis); 1 value of training, infinite."), screen.last().plain());
        }
    }

    @Test
    void smoothingShowsTheMean() {
        try (var screen = RecordingDisplay.install()) {
            try (var chart = chart(screen).smooth(0.5)) {
                chart.add("training", 0, 1);
                chart.add("training", 1, 4);
            }
            // Weights 1/4 and 1/2 of the two values, over their sum.
            assertTrue(screen.last().plain().contains("y from 1 to 3, last 3"), screen.last().plain());
        }
    }

    @Test
    void anEmptyChartShowsNothing() {
        try (var screen = RecordingDisplay.install()) {
            chart(screen).close();
            assertTrue(screen.frames().isEmpty());
        }
    }

    @Test
    void anInterruptStopsTheLoop() {
        try (var screen = RecordingDisplay.install(); var chart = chart(screen)) {
            Thread.currentThread().interrupt();
            assertThrows(Interrupted.class, () -> chart.add("training", 0, 1));
        }
    }

    @Test
    void aLongSeriesIsThinnedButKeepsItsExtremes() {
        var points = new GrowingSeries();
        for (var i = 0; i < 100_000; i++) {
            points.add(i, i == 31_337 ? -7 : i == 77_777 ? 9 : Math.sin(i));
        }
        var y = points.y();
        assertTrue(y.length <= GrowingSeries.LIMIT && y.length > GrowingSeries.LIMIT / 4, "points kept: " + y.length);
        assertEquals(-7, Arrays.stream(y).min().orElseThrow());
        assertEquals(9, Arrays.stream(y).max().orElseThrow());
        assertEquals(0, points.x()[0]);
        assertEquals(99_999, points.x()[points.x().length - 1]);
        for (var i = 1; i < points.x().length; i++) {
            assertTrue(points.x()[i] > points.x()[i - 1]);
        }
    }
}
