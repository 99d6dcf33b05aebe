package org.unrolled.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Graphics2D;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.knowm.xchart.XYChart;
import org.unrolled.plot.Plots;

@Timeout(120)
class DrawingTest {
    @Test
    void aDrawingThatNeverEndsHoldsUpNoOther() {
        var end = new CountDownLatch(1);
        var late = assertThrows(IllegalStateException.class, () -> Drawing.within(Duration.ofMillis(50), () -> {
            end.await();
            return "late";
        }));
        assertEquals("the chart is still not drawn after 0 s: draw fewer values or a smaller chart; other charts are not held up",
                late.getMessage());
        assertEquals("in time", Drawing.within(Duration.ofMinutes(1), () -> "in time"));
        end.countDown();
    }

    @Test
    void afterAnInterruptThePictureIsFinishedAndTheInterruptIsStillThere() {
        Thread.currentThread().interrupt();
        assertEquals("done", Drawing.within(Duration.ofMinutes(1), () -> {
            assertTrue(!Thread.currentThread().isInterrupted());
            return "done";
        }));
        assertTrue(Thread.interrupted());
    }

    @Test
    void mistakesComeOutAsTheyAre() {
        assertEquals("no pen", assertThrows(IllegalArgumentException.class, () -> Drawing.within(Duration.ofMinutes(1), () -> {
            throw new IllegalArgumentException("no pen");
        })).getMessage());
    }

    @Test
    void aChartThatFailsLeavesTheNextOneAndTheLoopAlone() {
        try (var screen = RecordingDisplay.install()) {
            var bad = new XYChart(100, 100) {
                @Override
                public void paint(Graphics2D pen, int width, int height) {
                    throw new IllegalStateException("no ink");
                }
            };
            assertThrows(IllegalStateException.class, () -> Show.chart(bad));
            try (var live = new LiveChart(bad, screen, () -> 0)) {
                live.add("training", 0, 1);
                live.add("training", 1, 1);
            }
            assertEquals(1, screen.frames().size());
            assertTrue(screen.last().plain().contains("the loop goes on: no ink"), screen.last().plain());
            var good = Plots.lines("good", "x", "y");
            good.addSeries("a", new double[] {1e15, 1e15 + 1}, new double[] {1e17, 1e17 + 16});
            Show.chart(good);
            assertTrue(screen.last().plain().startsWith("Line chart \"good\""), screen.last().plain());
        }
    }
}
