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
    void countsAreThoseOfJiwer(StoredCases.Case each) {
        var references = each.words("references");
        var hypotheses = each.words("hypotheses");
        same(each.json().get("words"), ErrorRate.words(references, hypotheses));
        same(each.json().get("characters"), ErrorRate.characters(references, hypotheses));
    }

    private static void same(JsonNode expected, ErrorRate found) {
        var counts = List.of(expected.get("hits").asLong(), expected.get("substitutions").asLong(), expected.get("deletions").asLong(),
            expected.get("insertions").asLong());
        assertEquals(counts, Stream.of(Kind.HIT, Kind.SUBSTITUTION, Kind.DELETION, Kind.INSERTION).map(found::count).toList(), found.shown());
        assertEquals(expected.get("rate").asDouble(), found.rate(), 1e-12);
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
}
