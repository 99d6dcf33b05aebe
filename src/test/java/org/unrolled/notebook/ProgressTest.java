package org.unrolled.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.unrolled.concurrent.Interrupted;

class ProgressTest {
    /** A clock that stands still until the test moves it. */
    private long now;

    @Test
    void showsFractionRateAndTimeLeftInOnePlace() {
        try (var screen = RecordingDisplay.install(); var progress = new Progress("training", 200, screen, () -> now)) {
            now = 10_000_000_000L;
            progress.note("loss 1.25").step(50);
            assertEquals(1, screen.visible().size());
            assertTrue(screen.last().html().contains("role=\"progressbar\""), screen.last().html());
            assertTrue(screen.last().html().contains("data-fraction=\"0.2500\""), screen.last().html());
            assertTrue(screen.last().html().contains("aria-valuenow=\"25\""), screen.last().html());
            assertEquals("training: 25% · 50 of 200 · 5.0/s · 0:10 elapsed · 0:30 left · loss 1.25", screen.last().plain());
        }
    }

    @Test
    void drawsAtMostEightTimesASecond() {
        try (var screen = RecordingDisplay.install(); var progress = new Progress("fast", 100_000, screen, () -> now)) {
            for (var i = 0; i < 100_000; i++) {
                now += 10_000;
                progress.step();
            }
            assertTrue(screen.frames().size() <= 10, "frames in one second: " + screen.frames().size());
        }
    }

    @Test
    void closedAtItsTotalItIsDoneAndSaysHowLongItTook() {
        try (var screen = RecordingDisplay.install()) {
            try (var progress = new Progress("training", 3, screen, () -> now)) {
                now = 1_500_000_000L;
                progress.step(3);
            }
            assertTrue(screen.last().html().contains("data-state=\"done\""), screen.last().html());
            assertEquals("training: done · 3 of 3 · 2.0/s · in 1.5 s", screen.last().plain());
        }
    }

    @Test
    void closedBeforeItsTotalItSaysThatItStopped() {
        try (var screen = RecordingDisplay.install()) {
            assertThrows(IllegalStateException.class, () -> {
                try (var progress = new Progress("training", 10, screen, () -> now)) {
                    progress.step(4);
                    throw new IllegalStateException("loss is NaN");
                }
            });
            assertTrue(screen.last().html().contains("data-state=\"stopped\""), screen.last().html());
            assertTrue(screen.last().plain().startsWith("training: stopped at 40%"), screen.last().plain());
        }
    }

    @Test
    void finishedEarlyItIsDone() {
        try (var screen = RecordingDisplay.install(); var progress = new Progress("training", 10, screen, () -> now)) {
            progress.step(4);
            progress.finish();
            assertTrue(screen.last().plain().startsWith("training: done · 4 of 10"), screen.last().plain());
        }
    }

    @Test
    void withoutATotalItCounts() {
        try (var screen = RecordingDisplay.install(); var progress = new Progress("reading", 0, screen, () -> now)) {
            now = 2_000_000_000L;
            progress.step(1234);
            assertEquals("reading: running · 1,234 · 617/s · 0:02 elapsed", screen.last().plain());
            assertFalse(screen.last().html().contains("aria-valuenow"), screen.last().html());
        }
    }

    @Test
    void anInterruptStopsTheLoop() {
        try (var screen = RecordingDisplay.install(); var progress = new Progress("training", 10, screen, () -> now)) {
            progress.step();
            Thread.currentThread().interrupt();
            assertThrows(Interrupted.class, progress::step);
            assertTrue(screen.last().html().contains("data-state=\"stopped\""), screen.last().html());
            assertFalse(Thread.currentThread().isInterrupted());
        }
    }

    @Test
    void labelsAndNotesAreTextAndNotHtml() {
        try (var screen = RecordingDisplay.install(); var progress = new Progress("<b>&", 2, screen, () -> now)) {
            now = 1_000_000_000L;
            progress.note("<i>").step(2);
            assertFalse(screen.last().html().contains("<i>"), screen.last().html());
            assertFalse(screen.last().html().contains("<b>"), screen.last().html());
            assertTrue(screen.last().html().contains("&lt;b&gt;&amp;"), screen.last().html());
        }
    }

    @Test
    void onAConsoleItPrintsALineEveryFewSeconds() {
        var out = new ByteArrayOutputStream();
        var console = Display.console(new PrintStream(out, true, StandardCharsets.UTF_8));
        try (var progress = new Progress("training", 100, console, () -> now)) {
            for (var i = 0; i < 100; i++) {
                now += 100_000_000L;
                progress.step();
            }
        }
        var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(4, lines.size(), lines.toString());
        assertEquals("training: 30% · 30 of 100 · 10.0/s · 0:03 elapsed · 0:07 left", lines.get(0));
        assertEquals("training: done · 100 of 100 · 10.0/s · in 0:10", lines.get(3));
    }
}
