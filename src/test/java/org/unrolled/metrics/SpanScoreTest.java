package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpanScoreTest {
    static Stream<StoredCases.Case> cases() {
        return StoredCases.read("spans");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void readsTheSpansThatSeqevalReads(StoredCases.Case given) {
        for (var key : List.of("gold", "found")) {
            assertEquals(given.spansOfSentences(key + "Spans"), given.sentences(key).stream().map(Span::read).toList(), key);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesTheScoresOfSeqevalAndConlleval(StoredCases.Case given) {
        var score = SpanScore.of(given.sentences("gold"), given.sentences("found"));
        if (!given.has("types")) {
            assertEquals(new SpanScore(0, 0, 0, Map.of()), score);
            return;
        }
        assertEquals(given.names("types").stream().sorted().toList(), List.copyOf(score.types().keySet()));
        for (var type : given.names("types")) {
            assertArrayEquals(given.numbers("types", type), numbers(score.types().get(type)), 1e-12, type);
        }
        assertArrayEquals(given.numbers("micro"), numbers(score), 1e-12, "all");
        assertEquals(given.numbers("macro")[2], score.macroF1(), 1e-12, "macro F1");
    }

    private static double[] numbers(SpanScore score) {
        return new double[] {score.precision(), score.recall(), score.f1()};
    }

    @Test
    void halfASpanIsWorthNothing() {
        var gold = List.of(List.of("B-PER", "I-PER", "O", "B-LOC"), List.of("B-PER"));
        var found = List.of(List.of("B-PER", "O", "O", "B-LOC"), List.of("B-LOC"));
        var score = SpanScore.of(gold, found);
        assertEquals(List.of(3L, 3L, 1L), List.of(score.expected(), score.found(), score.correct()));
        assertEquals(1 / 3.0, score.f1(), 1e-12);
        assertEquals(0, score.types().get("PER").f1());
        assertEquals(2 / 3.0, score.types().get("LOC").f1(), 1e-12);
        assertEquals(1 / 3.0, score.macroF1(), 1e-12);
    }

    @Test
    void goldAndFoundMayBeInDifferentSchemes() {
        var spans = List.of(new Span("LOC", 0, 2), new Span("LOC", 2, 3));
        var score = SpanScore.of(List.of(TagScheme.IOB1.tags(spans, 4)), List.of(TagScheme.BIOES.tags(spans, 4)));
        assertEquals(1, score.f1());
    }

    @Test
    void theTableHasARowForEachTypeAndOneForAll() {
        var table = SpanScore.of(List.of(List.of("B-PER", "B-LOC")), List.of(List.of("B-PER", "O"))).table();
        assertEquals(List.of("LOC", "PER", "all"), table.stringColumn("type").asList());
        assertArrayEquals(new double[] {0, 1, 2 / 3.0}, table.doubleColumn("F1").asDoubleArray(), 1e-12);
        assertEquals(List.of(1L, 1L, 2L), table.longColumn("expected").asList());
    }

    @Test
    void sentencesOfDifferentLengthsAreNamed() {
        var three = assertThrows(IllegalArgumentException.class,
                () -> SpanScore.of(List.of(List.of("O"), List.of("O", "O")), List.of(List.of("O"), List.of("O"))));
        assertEquals("sentence 1 has 2 gold tags and 1 of the tagger: expected one of each for each token", three.getMessage());
        assertEquals("1 gold sentences and 0 of the tagger: expected as many of both",
                assertThrows(IllegalArgumentException.class, () -> SpanScore.of(List.of(List.of("O")), List.of())).getMessage());
    }

    @Test
    void aLongSentenceOfManySpansIsCountedInFull() {
        var spans = new ArrayList<Span>();
        IntStream.range(0, 10_000).forEach(i -> spans.add(new Span("T" + i % 7, 3 * i, 3 * i + 1 + i % 3)));
        var tags = TagScheme.IOB1.tags(spans, 30_000);
        assertEquals(10_000, SpanScore.of(List.of(tags), List.of(tags)).correct());
    }
}
