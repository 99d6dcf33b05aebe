package org.unrolled.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.unrolled.notebook.RecordingDisplay;

class FiguresTest {
    @TempDir
    private Path folder;

    @Test
    void figuresInTheirRangesAreShownAndKept() throws IOException {
        try (var screen = RecordingDisplay.install()) {
            var figures = new Figures("02-vanilla-rnn", 7, Mode.QUICK, folder);
            figures.check("gradient error", 2e-8, 0, 1e-6, "");
            figures.check("loss", 1.5, 1, 2, "nats");
            figures.report();
            assertTrue(screen.last().html().contains("gradient error"), screen.last().html());
            assertTrue(screen.last().html().contains("2.000e-08"), screen.last().html());
        }
        var json = json();
        assertEquals("02-vanilla-rnn", json.get("notebook").asText());
        assertEquals(7, json.get("seed").asLong());
        assertEquals("quick", json.get("mode").asText());
        assertTrue(json.get("seconds").asDouble() >= 0);
        assertTrue(json.get("backend").asText().startsWith("ND4J"), json.toString());
        var loss = json.get("figures").get(1);
        assertEquals("{\"name\":\"loss\",\"value\":1.5,\"low\":1.0,\"high\":2.0,\"unit\":\"nats\",\"ok\":true}", loss.toString());
    }

    @Test
    void aFigureOutOfItsRangeIsNamedButKeptAllTheSame() throws IOException {
        try (var screen = RecordingDisplay.install()) {
            var figures = new Figures("02-vanilla-rnn", 7, Mode.FULL, folder);
            figures.check("loss", 2.5, 1, 2, "nats");
            figures.check("accuracy", Double.NaN, 0.5, 1, "");
            figures.check("fine", 1, 1, 1, "");
            var wrong = assertThrows(IllegalStateException.class, figures::report);
            assertEquals("02-vanilla-rnn (full mode, seed 7): loss is 2.5, expected 1.0 to 2.0 nats; accuracy is NaN, expected 0.5 to 1.0",
                    wrong.getMessage());
            assertTrue(screen.last().html().contains("out of range"), screen.last().html());
        }
        assertFalse(json().get("figures").get(0).get("ok").asBoolean());
        assertTrue(json().get("figures").get(1).get("value").isNull());
        assertFalse(json().get("figures").get(1).get("ok").asBoolean());
    }

    @Test
    void namesAreUniqueAndRangesMakeSense() {
        var figures = new Figures("n", 1, Mode.QUICK, folder);
        figures.check("loss", 1, 0, 2, "");
        assertThrows(IllegalArgumentException.class, () -> figures.check("loss", 1, 0, 2, ""));
        assertThrows(IllegalArgumentException.class, () -> figures.check("turned", 1, 2, 0, ""));
        assertThrows(IllegalArgumentException.class, () -> figures.check("endless", 1, 0, Double.POSITIVE_INFINITY, ""));
        assertThrows(IllegalArgumentException.class, () -> figures.check("no range", 1, Double.NaN, 1, ""));
        assertThrows(IllegalArgumentException.class, () -> figures.check(" ", 1, 0, 1, ""));
        assertThrows(IllegalArgumentException.class, () -> new Figures("../escape", 1, Mode.QUICK, folder));
    }

    @Test
    void aReportReplacesTheOneBeforeAndLeavesNothingElse() throws IOException {
        try (var screen = RecordingDisplay.install()) {
            for (var seed = 1; seed <= 2; seed++) {
                var figures = new Figures("n", seed, Mode.QUICK, folder);
                figures.check("x", 1, 0, 2, "");
                figures.report();
            }
            assertEquals(2, screen.visible().size());
        }
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        try (var screen = RecordingDisplay.install()) {
            var figures = new Figures("n", 1, Mode.QUICK, file.resolve("below"));
            figures.check("x", 1, 0, 2, "");
            var wrong = assertThrows(UncheckedIOException.class, figures::report);
            assertTrue(wrong.getMessage().contains("UNROLLED_RESULTS"), wrong.getMessage());
            assertEquals(1, screen.visible().size());
        }
    }

    @Test
    void resultsGoWhereTheEnvironmentSays() {
        assertEquals(Path.of("/r"), Results.folder(Map.of("UNROLLED_RESULTS", "/r", "UNROLLED_HOME", "/h")));
        assertEquals(Path.of("/h/build/results"), Results.folder(Map.of("UNROLLED_HOME", "/h")));
        assertEquals(Path.of("./build/results"), Results.folder(Map.of()));
    }

    @Test
    void theModeIsQuickUnlessFullIsAskedFor() {
        assertEquals(Mode.QUICK, Mode.of(null));
        assertEquals(Mode.QUICK, Mode.of(" "));
        assertEquals(Mode.FULL, Mode.of("Full"));
        assertThrows(IllegalArgumentException.class, () -> Mode.of("fast"));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("02-vanilla-rnn.json").toFile());
    }
}
