package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unrolled.text.Link;

class AlignmentErrorRateTest {
    static Stream<StoredCases.Case> cases() {
        return StoredCases.read("alignments");
    }

    private static List<Link> links(StoredCases.Case given, String key, boolean sure) {
        return Arrays.stream(given.intRows(key)).map(link -> new Link(link[0], link[1], sure)).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesTheFiguresOfNltk(StoredCases.Case given) {
        var sure = links(given, "sure", true);
        var possible = links(given, "possible", false);
        var found = links(given, "found", true);
        var score = AlignmentErrorRate.of(Stream.concat(sure.stream(), possible.stream()).toList(), found);
        assertEquals(given.number("precision"), score.precision(), 1e-12);
        assertEquals(given.number("recall"), score.recall(), 1e-12);
        assertEquals(given.number("errorRate"), score.errorRate(), 1e-12);
        assertEquals(given.number("errorRateOfSure"),
                AlignmentErrorRate.of(sure, found).errorRate(), 1e-12);
    }

    @Test
    void aMerelyPossibleLinkIsRightButNeedNotBeFound() {
        var known = List.of(new Link(0, 0), new Link(1, 2), new Link(2, 1, false));
        assertEquals(0, AlignmentErrorRate.of(known, List.of(new Link(0, 0), new Link(1, 2))).errorRate());
        assertEquals(0, AlignmentErrorRate.of(known, List.of(new Link(0, 0), new Link(1, 2), new Link(2, 1))).errorRate());
        // 1 - (1 + 2) / (2 + 2)
        assertEquals(0.25, AlignmentErrorRate.of(known, List.of(new Link(0, 0), new Link(2, 1))).errorRate(), 1e-12);
    }

    @Test
    void aCorpusAddsItsSentencesUp() {
        var right = AlignmentErrorRate.of(List.of(new Link(0, 0)), List.of(new Link(0, 0)));
        var wrong = AlignmentErrorRate.of(List.of(new Link(0, 0), new Link(1, 1)), List.of(new Link(0, 1)));
        var both = AlignmentErrorRate.NONE.plus(right).plus(wrong);
        assertEquals(new AlignmentErrorRate(2, 3, 1, 1), both);
        assertEquals(1 - 2 / 5.0, both.errorRate(), 1e-12);
        assertEquals(0, AlignmentErrorRate.NONE.errorRate());
    }

    @Test
    void eachTargetWordIsLinkedToItsLargestWeight() {
        // Three source words and END; two target words and END.
        double[][] weights = {{0.1, 0.7, 0.1, 0.1}, {0.4, 0.1, 0.4, 0.1}, {0, 0, 0.1, 0.9}};
        assertEquals(List.of(new Link(1, 0), new Link(0, 1)), AlignmentErrorRate.links(weights, 3, 2));
        assertEquals(List.of(new Link(1, 0), new Link(0, 1)), AlignmentErrorRate.links(weights, 3, 3),
                "END looks at END, which is no link");
    }

    @Test
    void attentionThatIsTooSmallIsRefused() {
        double[][] weights = {{0.5, 0.5}};
        assertEquals("attention of 1 target words for a sentence of 2: expected a row for each word",
                assertThrows(IllegalArgumentException.class, () -> AlignmentErrorRate.links(weights, 2, 2)).getMessage());
        assertEquals("attention of target word 0 to 2 source words for a sentence of 3: expected a weight for each word",
                assertThrows(IllegalArgumentException.class, () -> AlignmentErrorRate.links(weights, 3, 1)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new AlignmentErrorRate(1, 1, 1, 0));
        for (double[] row : new double[][] {{Double.NaN, 0.5}, {0.5, Double.NaN}}) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> AlignmentErrorRate.links(new double[][] {row}, 2, 1))
                    .getMessage().contains("NaN"), "no link is read off what is no number");
        }
    }
}
