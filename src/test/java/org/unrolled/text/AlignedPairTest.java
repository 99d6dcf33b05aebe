package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AlignedPairTest {
    private static final AlignedPair PAIR = new AlignedPair(List.of("der", "Hund", "schläft"), List.of("the", "dog", "is", "sleeping"),
            List.of(new Link(2, 3), new Link(2, 2, false), new Link(0, 0), new Link(1, 1)));

    @Test
    void linksAreInOrderAndSureOrPossible() {
        assertEquals("der Hund schläft ||| the dog is sleeping ||| 0-0 1-1 2?2 2-3", PAIR.toString());
        assertEquals(3, PAIR.sureLinks().size());
        assertEquals("the dog is sleeping", PAIR.targetText());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        var unlinked = new AlignedPair(List.of("ja"), List.of("yes", "|"), List.of());
        for (var pair : List.of(PAIR, PAIR.reversed(), unlinked)) {
            assertEquals(pair, AlignedPair.parse(pair.toString()));
        }
        for (var bad : List.of("", "ja ||| yes", "ja ||| yes ||| 0-0 ||| x", "ja ||| yes ||| 0", "ja ||| yes ||| 0+0",
                "ja ||| yes ||| 0-1", "ja ||| yes ||| 0--1", "ja ||| yes ||| 0-99999999999")) {
            assertThrows(IllegalArgumentException.class, () -> AlignedPair.parse(bad), bad);
        }
        var error = assertThrows(IllegalArgumentException.class, () -> AlignedPair.parse("ja ||| yes ||| 0+0"));
        assertEquals("a link '0+0', expected two places with - or ? between, such as 0-1", error.getMessage());
    }

    @Test
    void reversedExchangesTheSides() {
        assertEquals("the dog is sleeping ||| der Hund schläft ||| 0-0 1-1 2?2 3-2", PAIR.reversed().toString());
        assertEquals(PAIR, PAIR.reversed().reversed());
    }

    @Test
    void badPairsAreRefused() {
        var error = assertThrows(IllegalArgumentException.class,
                () -> new AlignedPair(List.of("ja"), List.of("yes"), List.of(new Link(0, 1))));
        assertTrue(error.getMessage().contains("link 0-1 in a pair of 1 and 1 words"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new AlignedPair(List.of(), List.of("yes"), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new AlignedPair(List.of("ja"), List.of("yes"),
                List.of(new Link(0, 0), new Link(0, 0, false))));
        assertThrows(IllegalArgumentException.class, () -> new Link(-1, 0));
    }
}
