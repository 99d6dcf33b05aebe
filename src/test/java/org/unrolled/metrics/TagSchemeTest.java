package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TagSchemeTest {
    static Stream<StoredCases.Case> cases() {
        return StoredCases.read("schemes");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void writesAndReadsWhatSeqevalsStrictModeReads(StoredCases.Case given) {
        var spans = given.spans("spans");
        for (var scheme : TagScheme.values()) {
            var tags = given.words(scheme.name());
            assertEquals(tags, scheme.tags(spans, given.count("length")), scheme.name());
            assertEquals(spans, scheme.spans(tags), scheme.name());
            for (var other : TagScheme.values()) {
                assertEquals(given.words(other.name()), other.tags(scheme.spans(tags), tags.size()), scheme + " to " + other);
            }
        }
    }

    @Test
    void theSchemesDifferInHowSpansBegin() {
        var spans = List.of(new Span("LOC", 0, 2), new Span("LOC", 2, 3), new Span("PER", 3, 4));
        assertEquals(List.of("I-LOC", "I-LOC", "B-LOC", "I-PER", "O"), TagScheme.IOB1.tags(spans, 5));
        assertEquals(List.of("B-LOC", "I-LOC", "B-LOC", "B-PER", "O"), TagScheme.IOB2.tags(spans, 5));
        assertEquals(List.of("B-LOC", "E-LOC", "S-LOC", "S-PER", "O"), TagScheme.BIOES.tags(spans, 5));
        assertEquals(List.of("Bad", "Homburg"), spans.get(0).tokens(List.of("Bad", "Homburg", "Ulm", "Eva", "sang")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "IOB1,  I-PER I-PER B-PER O,   true",
        "IOB1,  O B-PER O,             false",
        "IOB2,  B-PER I-PER O B-LOC,   true",
        "IOB2,  O I-PER,               false",
        "IOB2,  B-PER I-LOC,           false",
        "BIOES, S-PER B-LOC I-LOC E-LOC, true",
        "BIOES, B-PER O,               false",
        "BIOES, B-PER I-PER,           false",
        "BIOES, O E-PER,               false",
        "IOB2,  S-PER,                 false"})
    void knowsItsOwnTags(TagScheme scheme, String tags, boolean accepted) {
        assertEquals(accepted, scheme.accepts(List.of(tags.split(" "))));
    }

    @Test
    void saysWhichTagBreaksTheRulesAndWhatWouldStandThere() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> TagScheme.IOB2.spans(List.of("O", "I-PER")));
        assertEquals("tag I-PER at place 1, after O, breaks the rules of IOB2, which writes B-PER there: check the scheme, or"
                + " read the tags of a model with Span.read", wrong.getMessage());
        assertEquals(List.of(new Span("PER", 1, 2)), Span.read(List.of("O", "I-PER")));
    }

    @ParameterizedTest
    @CsvSource({"B", "PER", "X-PER", "B-", "-PER", "b-PER", "''"})
    void whatIsNoTagIsNamedWithItsPlace(String tag) {
        var wrong = assertThrows(IllegalArgumentException.class, () -> Span.read(List.of("O", tag)));
        assertEquals("tag \"" + tag + "\" at place 1: expected O, or B, I, E or S with a type, such as B-PER", wrong.getMessage());
    }

    @Test
    void aTypeMayHaveAHyphen() {
        assertEquals(List.of(new Span("time-of-day", 0, 2)), Span.read(List.of("B-time-of-day", "I-time-of-day")));
    }

    @Test
    void anEmptySentenceHasNoSpans() {
        assertEquals(List.of(), Span.read(List.of()));
        assertEquals(List.of(), TagScheme.IOB2.tags(List.of(), 0));
        assertTrue(TagScheme.BIOES.accepts(List.of()));
    }

    @Test
    void spansThatOverlapOrLeaveTheSentenceAreRefused() {
        var overlapping = List.of(new Span("A", 1, 3), new Span("B", 2, 4));
        var wrong = assertThrows(IllegalArgumentException.class, () -> TagScheme.IOB2.tags(overlapping, 9));
        assertEquals("Span[type=B, begin=2, end=4] overlaps Span[type=A, begin=1, end=3]: expected spans within the sentence,"
                + " each token in one at most", wrong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> TagScheme.IOB2.tags(overlapping.subList(0, 1), 2));
        assertThrows(IllegalArgumentException.class, () -> new Span("A", 2, 2));
        assertThrows(IllegalArgumentException.class, () -> new Span("A", -1, 2));
        assertThrows(IllegalArgumentException.class, () -> new Span(" ", 0, 2));
        assertFalse(new Span("A", 0, 2).overlaps(new Span("B", 2, 3)));
    }
}
