package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPairsTest {
    @ParameterizedTest
    @CsvSource({"GERMAN_ENGLISH, 10000, 400", "ENGLISH_FRENCH, 4000, 100", "HEADLINES, 3000, 200", "ANSWERS, 3000, 200"})
    void noSentenceIsInBothPartsAndNoSourceTwice(EmbeddedPairs kind, int train, int test) {
        var known = kind.train(train);
        var heldOut = kind.test(test);
        assertEquals(List.of(train, test), List.of(known.size(), heldOut.size()));
        assertEquals(train, known.stream().map(AlignedPair::source).distinct().count());
        assertEquals(test, heldOut.stream().map(AlignedPair::source).distinct().count());
        var sources = texts(known, AlignedPair::sourceText);
        assertTrue(heldOut.stream().map(AlignedPair::sourceText).noneMatch(sources::contains));
        assertEquals(known.subList(0, 7), kind.train(7));
        assertEquals(heldOut.subList(0, 7), kind.test(7));
        for (var pair : known) {
            assertEquals(pair.toString(), pair.toString().toLowerCase(Locale.ROOT));
        }

        var tooMany = assertThrows(IllegalArgumentException.class, () -> kind.test(test + 1));
        assertEquals(kind + " has " + test + " pairs in its part TEST, expected 1 to " + test + ", not " + (test + 1)
                + ": take fewer, or write more with tools/bilingual", tooMany.getMessage());
        assertThrows(IllegalArgumentException.class, () -> kind.train(0));
    }

    @ParameterizedTest
    @CsvSource({"GERMAN_ENGLISH, 10000, 400", "ENGLISH_FRENCH, 4000, 100"})
    void noTranslationIsInBothParts(EmbeddedPairs kind, int train, int test) {
        var known = texts(kind.train(train), AlignedPair::targetText);
        assertTrue(kind.test(test).stream().map(AlignedPair::targetText).noneMatch(known::contains));
    }

    private static Set<String> texts(List<AlignedPair> pairs, Function<AlignedPair, String> side) {
        return pairs.stream().map(side).collect(Collectors.toSet());
    }

    @Test
    void sidesHaveThreeToSixteenWordsAndNearlyAllAreLinked() {
        var pairs = EmbeddedPairs.GERMAN_ENGLISH.train(10_000);
        var lengths = pairs.stream().flatMap(pair -> Stream.of(pair.source().size(), pair.target().size()))
                .mapToInt(length -> length).summaryStatistics();
        assertEquals(List.of(3, 16), List.of(lengths.getMin(), lengths.getMax()));
        double words = pairs.stream().mapToInt(pair -> pair.target().size()).sum();
        double linked = pairs.stream().mapToLong(pair -> pair.sureLinks().stream().map(Link::target).distinct().count()).sum();
        assertTrue(linked > 0.85 * words && linked < words, linked + " of " + words);
    }
}
