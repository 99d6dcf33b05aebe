package org.unrolled.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unrolled.data.LabelledSentence;
import org.unrolled.synthetic.MinimalPairs.Kind;
import org.unrolled.synthetic.MinimalPairs.Pair;

class MinimalPairsTest {
    private static final List<Pair> PAIRS = MinimalPairs.generate(11, 3000);

    @Test
    void theSeedDecidesThePairs() {
        assertEquals(PAIRS.subList(0, 10), MinimalPairs.generate(11, 10));
        assertNotEquals(PAIRS.subList(0, 10), MinimalPairs.generate(12, 10));
        var error = assertThrows(IllegalArgumentException.class, () -> MinimalPairs.generate(1, 0));
        assertEquals("count is 0, expected 1 to 200000 sentences", error.getMessage());
    }

    @Test
    void theLargestCountIsWrittenWhole() {
        assertEquals(200_000, MinimalPairs.generate(1, 200_000).size());
    }

    @Test
    void bothKindsAndBothLabelsComeOften() {
        for (var kind : Kind.values()) {
            assertEquals(0.5, of(kind).size() / (double) PAIRS.size(), 0.15, kind.name());
            double positive = of(kind).stream().filter(pair -> pair.first().label().equals("positive")).count();
            assertEquals(0.5, positive / of(kind).size(), 0.05, kind.name());
        }
        for (var pair : PAIRS) {
            assertEquals(Set.of("positive", "negative"), Set.of(pair.first().label(), pair.second().label()));
            for (var text : List.of(pair.first().text(), pair.second().text())) {
                assertTrue(text.matches("[a-z]+( [a-z]+| [.,])+"), text);
            }
        }
    }

    @Test
    void anOrderPairHasTheSameWordsInAnotherOrder() {
        for (var pair : of(Kind.ORDER)) {
            assertNotEquals(pair.first().text(), pair.second().text());
            assertEquals(sorted(pair.first()), sorted(pair.second()), pair.toString());
        }
    }

    @Test
    void aNegationPairDiffersByFewWords() {
        int words = 0;
        for (var pair : of(Kind.NEGATION)) {
            int changed = Math.max(missing(pair.first(), pair.second()), missing(pair.second(), pair.first()));
            assertTrue(changed >= 1 && changed <= 3, pair.toString());
            words += changed;
        }
        assertTrue(words < 2 * of(Kind.NEGATION).size(), words + " words");
    }

    /** The second one of a pair is no stranger: the grammar writes it, too, and always with that label. */
    @Test
    void theSecondSentenceIsAReviewToo() {
        var reviews = GeneratedSentences.reviews().generate(1, 60_000);
        var known = new HashSet<>(reviews);
        var texts = new HashSet<>(reviews.stream().map(LabelledSentence::text).toList());
        int seen = 0;
        for (var pair : PAIRS) {
            if (texts.contains(pair.second().text())) {
                assertTrue(known.contains(pair.second()), pair.toString());
                seen++;
            }
        }
        assertTrue(seen > 300, "only " + seen + " of " + PAIRS.size() + " came among the reviews");
    }

    @Test
    void aBagOfWordsHasOneOfTwoRight() {
        var bayes = new NaiveBayes(GeneratedSentences.reviews().generate(1, 4000));
        var order = of(Kind.ORDER).stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList();
        assertTrue(order.size() > 2000, order.size() + " sentences");
        assertEquals(0.5, bayes.accuracy(order), 1e-9);
    }

    private static List<Pair> of(Kind kind) {
        return PAIRS.stream().filter(pair -> pair.kind() == kind).toList();
    }

    private static List<String> sorted(LabelledSentence sentence) {
        return Stream.of(sentence.text().split(" ")).sorted().toList();
    }

    /** How many words of one sentence the other lacks. */
    private static int missing(LabelledSentence from, LabelledSentence other) {
        var words = new ArrayList<>(sorted(from));
        sorted(other).forEach(words::remove);
        return words.size();
    }
}
