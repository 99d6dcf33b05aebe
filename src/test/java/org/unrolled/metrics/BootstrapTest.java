package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BootstrapTest {
    private static final List<String> REFERENCES = IntStream.range(0, 40).mapToObj(i -> "word" + i + " is followed by word" + i / 2)
            .toList();

    static Stream<StoredCases.Case> cases() {
        return StoredCases.read("bootstrap");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesSacreBleusFiguresOnItsSamples(StoredCases.Case given) {
        var references = given.words("references").stream().map(List::of).toList();
        var comparison = Bootstrap.of(Bleu.standard(), references, given.intRows("samples"))
                .compare(given.words("baseline"), given.words("system"));
        same(given.numbers("baselineScores"), comparison.baseline());
        same(given.numbers("systemScores"), comparison.system());
        assertEquals(given.number("pValue"), comparison.pValue(), 1e-9);
    }

    /** The printed figures have seven digits. */
    private static void same(double[] expected, Bootstrap.Interval interval) {
        assertEquals(expected[0], interval.score(), 1e-5);
        assertEquals(expected[1], interval.mean(), 1e-5);
        assertEquals(expected[2], interval.plusMinus(), 1e-5);
    }

    private static List<String> spoilt(int every) {
        return IntStream.range(0, REFERENCES.size()).mapToObj(i -> i % every == 0 ? "nothing is right here" : REFERENCES.get(i))
                .toList();
    }

    @Test
    void aClearlyBetterSystemWinsAlways() {
        var comparison = Bootstrap.of(Bleu.standard(), REFERENCES, 200, 1).compare(spoilt(2), spoilt(20));
        assertEquals(1, comparison.wins());
        assertTrue(comparison.pValue() < 0.01, comparison.toString());
        assertTrue(comparison.difference().low() > 0, comparison.toString());
    }

    @Test
    void aSystemIsNoBetterThanItself() {
        var comparison = Bootstrap.of(Bleu.standard(), REFERENCES, 50, 1).compare(spoilt(3), spoilt(3));
        assertEquals(new Bootstrap.Interval(0, 0, 0, 0), comparison.difference());
        assertEquals(0, comparison.wins());
        assertEquals(1, comparison.pValue());
    }

    @Test
    void theIntervalHoldsTheScoreAndNarrowsWithTheTestSet() {
        var small = Bootstrap.of(Bleu.standard(), REFERENCES, 400, 1).interval(spoilt(4));
        assertTrue(small.low() < small.score() && small.score() < small.high(), small.toString());
        var sixteenTimes = Collections.nCopies(16, REFERENCES).stream().flatMap(List::stream).toList();
        var large = Bootstrap.of(Bleu.standard(), sixteenTimes, 400, 1)
                .interval(Collections.nCopies(16, spoilt(4)).stream().flatMap(List::stream).toList());
        // A quarter as wide, as the standard error falls with the root of the number of sentences.
        assertEquals(4, small.plusMinus() / large.plusMinus(), 0.8);
    }

    @Test
    void anyMetricOfACorpusWillDo() {
        var chrF = Bootstrap.of(ChrF.standard(), REFERENCES, 50, 1).interval(spoilt(4));
        assertEquals(ChrF.standard().corpus(spoilt(4), REFERENCES).score(), chrF.score(), 1e-12);
        assertTrue(chrF.low() < chrF.mean() && chrF.mean() < chrF.high(), chrF.toString());
    }

    @Test
    void theSeedDecides() {
        var one = Bootstrap.of(Bleu.standard(), REFERENCES, 50, 1).interval(spoilt(3));
        assertEquals(one, Bootstrap.of(Bleu.standard(), REFERENCES, 50, 1).interval(spoilt(3)));
        assertNotEquals(one, Bootstrap.of(Bleu.standard(), REFERENCES, 50, 2).interval(spoilt(3)));
    }

    @Test
    void nothingToDrawFromIsRefused() {
        assertEquals("1000 samples of 0 sentences: expected at least 2 of at least one",
                assertThrows(IllegalArgumentException.class, () -> Bootstrap.of(Bleu.standard(), List.of(), 1000, 1)).getMessage());
        assertThrows(IllegalArgumentException.class,
                () -> Bootstrap.of(Bleu.standard(), REFERENCES, 10, 1).interval(List.of("too few")));
    }
}
