package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.unrolled.metrics.ErrorRate.Kind;

class ErrorRateTest {
    static Stream<StoredCases.Case> cases() {
        return StoredCases.read("error-rate");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void countsAndAlignmentsAreThoseOfJiwer(StoredCases.Case each) {
        var references = each.words("references");
        var hypotheses = each.words("hypotheses");
        same(each.json().get("words"), ErrorRate.words(references, hypotheses));
        same(each.json().get("characters"), ErrorRate.characters(references, hypotheses));
    }

    private static void same(JsonNode expected, ErrorRate found) {
        var counts = List.of(expected.get("hits").asLong(), expected.get("substitutions").asLong(), expected.get("deletions").asLong(),
            expected.get("insertions").asLong());
        assertEquals(counts, Stream.of(Kind.HIT, Kind.SUBSTITUTION, Kind.DELETION, Kind.INSERTION).map(found::count).toList(), found.shown());
        var marks = found.edits().stream().map(edit -> edit.kind() == Kind.HIT ? " " : edit.kind().name().substring(0, 1))
            .reduce("", String::concat);
        assertEquals(expected.get("marks").asText(), marks, "of several shortest ways the same\n" + found.shown());
        if (found.length() == 0 && found.errors() > 0) {
            assertEquals(found.errors(), expected.get("rate").asDouble(), "where jiwer gives the number of errors");
            assertThrows(IllegalStateException.class, found::rate);
        } else {
            assertEquals(expected.get("rate").asDouble(), found.rate(), 1e-12);
        }
    }

    @Test
    void alignmentsAreShownInColumns() {
        assertEquals("""
            REF: the cat sat ****
            HYP: a   cat sat down
                 S           I""", ErrorRate.ofWords("the cat sat", "a cat sat down").shown());
        assertEquals("REF: größe x\nHYP: groß  *\n     S     D", ErrorRate.ofWords("größe x", "groß").shown(), "columns count code points");
    }

    @Test
    void confusionsAreCountedMostFrequentFirst() {
        var rate = ErrorRate.words(List.of("five one", "five", "nine"), List.of("nine one", "nine", "one"));
        assertEquals(List.of("five → nine", "nine → one"), List.copyOf(rate.confusions().keySet()));
        assertEquals(2, rate.confusions().get("five → nine"));
    }

    @Test
    void nothingIsNoErrorAndSomethingFromNothingHasNoRate() {
        assertEquals(0, ErrorRate.ofWords(" ", "").rate());
        assertEquals(1, ErrorRate.ofWords("a b", "").rate());
        var invented = ErrorRate.ofWords("", "a b");
        assertEquals(2, invented.errors());
        assertTrue(assertThrows(IllegalStateException.class, invented::rate).getMessage().contains("2 errors and no reference"));
        assertThrows(IllegalArgumentException.class, () -> ErrorRate.words(List.of("a"), List.of()));
    }

    /** With every sentence drawn as often, the interval's score is the corpus's; its range is that of drawn corpora, by hand. */
    @Test
    void anAccuracyHasAnInterval() {
        var references = List.of("one two three four", "five", "six seven");
        var hypotheses = List.of("one two tree four", "nine", "six seven");
        var words = new WordAccuracy(false);
        assertEquals(100 - 100 * 2 / 7.0, words.corpus(hypotheses, references), 1e-9);
        assertEquals(100 - 100 * ErrorRate.characters(references, hypotheses).rate(),
            new WordAccuracy(true).corpus(hypotheses, references), 1e-9);
        var samples = new int[][] {{0, 0, 1}, {2, 2, 2}, {1, 1, 1}};
        var interval = Bootstrap.of(words, references.stream().map(List::of).toList(), samples).interval(hypotheses);
        assertEquals(100 - 100 * 2 / 7.0, interval.score(), 1e-9);
        assertEquals((100 * (1 - 3 / 9.0) + 100 + 0) / 3, interval.mean(), 1e-9);
        assertTrue(Bootstrap.of(words, references, 200, 1).compare(hypotheses, references).wins() > 0.8, "higher is better");
        assertEquals(50, words.sentence("a c", "a b", "x y z"), "the reference that it is nearest to");
        assertEquals(0, words.sentence("a b", "b"), 1e-9, "one word too many for one that was said");
        assertThrows(IllegalStateException.class, () -> words.sentence("a", ""));
    }
}
