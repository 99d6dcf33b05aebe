package org.unrolled.notebook.moving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.unrolled.decode.BeamStep;
import org.unrolled.notebook.MimeBundle;
import org.unrolled.notebook.RecordingDisplay;
import org.xml.sax.InputSource;

class MovingTest {
    private static final double[][] STATES = {{0.5, -0.25}, {-1, 0}};
    private static final double[][] HALVES = {{0.5, 0.5}, {0.25, 0.75}};

    static Stream<Arguments> figures() {
        return MovingSamples.figures().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("figures")
    void isSmallCompleteAndWellFormed(String name, MimeBundle bundle) throws Exception {
        var html = bundle.html();
        int bytes = html.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < 100_000, name + " has " + bytes + " bytes");
        assertFalse(bundle.plain().contains("</") || bundle.plain().length() < 40, bundle.plain());
        assertFalse(html.contains("null") && !html.contains("!== null"), html);
        assertFalse(html.matches("(?s).*\\b(src|href)=\"(?!data:).*"), "an address outside the page");
        assertFalse(html.matches("(?s).* id=\".*"), "an id, which would have to be unique in the page");
        assertTrue(html.contains("aria-live=\"polite\"") && html.contains("class=\"controls\" hidden"), html.substring(0, 300));
        // All but the script, which isn't XML, and the attribute without value.
        var markup = html.replaceAll("(?s)<(script|style)>.*?</\\1>", "").replace(" hidden>", ">")
            .replaceAll("<input([^>]*)>", "<input$1/>");
        var parts = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(markup)));
        assertTrue(parts.getElementsByTagName("svg").item(0).getAttributes().getNamedItem("aria-label").getNodeValue().length() > 20);
        assertTrue(data(html).size() > 0);
    }

    @Test
    void numbersStandInTheDrawingBeforeAnyScriptRuns() {
        assertTrue(MovingSamples.lstm().html().contains("data-part=\"c\">0.16</text>"), "the new cell state");
        assertTrue(MovingSamples.gru().html().contains("data-part=\"h\">0.42</text>"), "the new state");
        var hello = MovingSamples.hello().html();
        assertTrue(hello.contains(">−0.50</text>") && hello.contains(">0.700</text>"), "a state and a probability");
    }

    /** Twice the same figure is twice the same text: what a notebook keeps doesn't change from run to run. */
    @Test
    void theSameDataGiveTheSameFigure() {
        assertEquals(MovingSamples.beam().html(), MovingSamples.beam().html());
    }

    @Test
    void noTokenEndsTheScriptOrTheMarkup() throws IOException {
        var tokens = List.of("</script><b>", "\"'\\", "שלום", "🦜&amp;", "<!--");
        var weights = new double[5][5];
        for (int i = 0; i < 5; i++) {
            weights[i][i] = 1;
        }
        try (var screen = RecordingDisplay.install()) {
            Moving.attention(tokens, tokens, weights);
            var html = screen.last().html();
            assertEquals(1, html.split("</script>", -1).length - 1, "ends of scripts");
            assertFalse(html.contains("<b>") || html.contains("<!--"), html);
            assertEquals(tokens, Arrays.asList(new ObjectMapper().convertValue(data(html).get("source"), String[].class)));
            assertTrue(html.contains(">שלום</text>") && html.contains("🦜&amp;amp;"), html);
        }
    }

    @Test
    void manyUnitsAreThinnedAndMuchElseIsRefused() {
        var wide = MovingSamples.random(80, 512);
        var tokens = IntStream.range(0, 80).mapToObj(t -> "w" + t).toList();
        try (var screen = RecordingDisplay.install()) {
            Moving.states(tokens, wide);
            assertTrue(screen.last().html().length() < 150_000, screen.last().html().length() + " characters");
            assertTrue(screen.last().plain().contains("64 of 512 units over 80 steps"), screen.last().plain());
        }
        var many = IntStream.range(0, 2000).mapToObj(t -> "w").toList();
        refused("the figure \"States while reading\" would have [0-9,]+ bytes, expected at most 200,000: give a shorter text",
                () -> Moving.states(many, MovingSamples.random(2000, 64)));
    }

    @Test
    void whatDoesNotFitIsSaid() {
        refused("hidden states: given 1 rows, expected 2, one for each of the characters read",
                () -> Moving.unrolled("aba", new double[1][2], HALVES, "ab"));
        refused("the text has \\[x\\], expected only characters of the vocabulary \"ab\"",
            () -> Moving.unrolled("ax", STATES, HALVES, "ab"));
        refused("a text of 1 characters, expected at least 2: one to read and one to guess",
                () -> Moving.unrolled("a", STATES, HALVES, "ab"));
        refused("probabilities, row 0: they sum to 0.0, expected 1", () -> Moving.unrolled("aba", STATES, new double[2][2], "ab"));
        refused("states, row 1: number 0 is NaN, expected a finite one",
                () -> Moving.states(List.of("a", "b"), new double[][] {{1}, {Double.NaN}}));
        refused("unit 2 of 2, expected 0 to 1", () -> Moving.states(List.of("a"), new double[1][2], 0, 2));
        refused("states: there are 0 tokens and 0 units, expected at least one of each", () -> Moving.states(List.of(), new double[0][]));
        refused("attention of 0 heads, expected at least 1", () -> Moving.attention(List.of("a"), List.of("b"), new double[0][][]));
        refused("attention of head 1: row 0 has 2 numbers, expected 1, one for each of the source tokens",
                () -> Moving.attention(List.of("a"), List.of("b", "c"), HALVES));
        refused("attention of head 1, row 0: -1.0 is among them, expected 0 or above",
                () -> Moving.attention(List.of("a", "b"), List.of("c"), new double[][] {{-1, 2}}));
        refused("spectral radii are \\[2.0, 1.0\\], expected rising ones",
                () -> Moving.gradientByLag(new double[] {2, 1}, Map.of("RNN", HALVES)));
        refused("0 curves, expected 1 to 3", () -> Moving.gradientByLag(new double[] {1, 2}, Map.of()));
        refused("2 tokens and 1 log-probabilities, expected one for each", () -> Moving.sampling(List.of("a", "b"), -1));
        refused("the log-probability of token 1 is NaN, expected a number or minus infinity",
                () -> Moving.sampling(List.of("a", "b"), -1, Double.NaN));
        refused("1 of 2 tokens have a probability above 0, expected at least 2",
                () -> Moving.sampling(List.of("a", "b"), 0, Double.NEGATIVE_INFINITY));
        refused("a search of 0 steps, expected at least 1: hand the list to .*", () -> Moving.beam(List.of(), id -> ""));
        var candidate = new BeamStep.Candidate(List.of(1), -1, -1, BeamStep.Fate.KEPT);
        refused("step 1 of 1 is of sentence 0, last: false; expected .*",
                () -> Moving.beam(List.of(new BeamStep(0, List.of(candidate), false)), id -> "x"));
    }

    private static void refused(String message, Executable call) {
        var given = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(given.matches(message), given);
    }

    private static JsonNode data(String html) throws IOException {
        int from = html.indexOf("const data = ") + 13;
        return new ObjectMapper().readTree(html.substring(from, html.indexOf(";\n", from)));
    }
}
