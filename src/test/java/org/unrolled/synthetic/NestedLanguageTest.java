package org.unrolled.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unrolled.synthetic.NestedLanguage.Closing;

class NestedLanguageTest {
    private static final NestedLanguage LANGUAGE = NestedLanguage.of(3, 15, 10);
    private static final String NESTED = "ba di ( ba \" fu [ ba ] di \" ba ) di .";

    private static int[] ids(String text) {
        return LANGUAGE.vocabulary().encode(text);
    }

    @Test
    void theVocabularyHoldsSymbolsAndWords() {
        assertEquals(List.of(".", "(", ")", "[", "]", "{", "}", "\"", "'", "ba", "di"),
                LANGUAGE.vocabulary().symbols().subList(0, 11));
        assertEquals(9 + 10, LANGUAGE.vocabulary().size());
        assertEquals(List.of("(", "[", "{", "\"", "'"), LANGUAGE.openingSymbols());
        assertEquals(List.of(")", "]", "}", "\"", "'"), LANGUAGE.closingSymbols());
        assertEquals(1 + 8 + 3 + 80, NestedLanguage.of(1, 5, 80, 4, 3).vocabulary().size(), "80 different words");
    }

    @Test
    void closingSymbolsKnowTheirDistanceAndDepth() {
        int[] ids = ids(NESTED);
        assertEquals(List.of(new Closing(8, 2, 3, ids[8]), new Closing(10, 6, 2, ids[10]), new Closing(12, 10, 1, ids[12])),
                LANGUAGE.closings(ids));
        assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 1, 1, 0, 0, 0}, LANGUAGE.openGroups(ids));
        assertArrayEquals(new int[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0}, LANGUAGE.inside(ids, "\""));
    }

    @Test
    void bracketsOfOneKindNestAndQuotesDoNot() {
        assertEquals(2, LANGUAGE.closings(ids("( ( ba ) ) .")).size());
        // The second mark closes the first one, so the third opens a group.
        assertArrayEquals(new int[] {1, 0, 1, 0}, LANGUAGE.openGroups(ids("\" \" \" \"")));
        assertEquals(2, LANGUAGE.closings(ids("( \" ' ba ' \" )")).get(0).distance());
    }

    @Test
    void theRulesGiveTheProbabilities() {
        double p = 4 / 30.0;                                     // (depth + 1) / (2 mean distance)
        assertEquals(p, LANGUAGE.rate(), 1e-15);
        double first = IntStream.rangeClosed(1, 10).mapToDouble(r -> 1.0 / r).sum();
        double[] start = LANGUAGE.next();
        assertEquals(p, start[LANGUAGE.vocabulary().id(".")], 1e-15);
        assertEquals(p / 5, start[LANGUAGE.vocabulary().id("(")], 1e-15, "five kinds share p");
        assertEquals(0, start[LANGUAGE.vocabulary().id(")")]);
        assertEquals((1 - 2 * p) / first, start[LANGUAGE.vocabulary().id("ba")], 1e-15);
        double[] quoted = LANGUAGE.next(ids("\""));
        assertEquals(p, quoted[LANGUAGE.vocabulary().id("\"")], 1e-15, "closes");
        assertEquals(p / 4, quoted[LANGUAGE.vocabulary().id("'")], 1e-15, "four kinds are left to open");
        double[] deepest = LANGUAGE.next(ids("( [ {"));
        assertEquals(p, deepest[LANGUAGE.vocabulary().id("}")], 1e-15);
        assertEquals(0, deepest[LANGUAGE.vocabulary().id("(")], "no more than three groups are open");
        assertEquals((1 - p) / 2 / first, deepest[LANGUAGE.vocabulary().id("di")], 1e-15);
    }

    @Test
    void probabilitiesOfAllNextTokensAddUpToOne() {
        int[] ids = LANGUAGE.generate(3, 300);
        for (int end = 0; end < ids.length; end++) {
            assertEquals(1, Arrays.stream(LANGUAGE.next(Arrays.copyOf(ids, end))).sum(), 1e-12, "after " + end + " tokens");
        }
    }

    @Test
    void entropyOfASmallLanguageIsTheOneComputedByHand() {
        // p = 2 / 10: full stop, bracket, word with 0.2, 0.2, 0.6 outside, bracket and word with 0.2 and 0.8 inside.
        var small = NestedLanguage.of(1, 5, 1, 1, 0);
        double outside = -2 * 0.2 * Math.log(0.2) - 0.6 * Math.log(0.6);
        double inside = -0.2 * Math.log(0.2) - 0.8 * Math.log(0.8);
        assertEquals((outside + inside) / 2, small.natsPerToken(), 1e-12);
        assertEquals(10, small.tokensPerSentence(), 1e-12);
        int[] ids = small.vocabulary().encode("ba ( ba ) .");
        assertArrayEquals(new double[] {-Math.log(0.6), -Math.log(0.2), -Math.log(0.8), -Math.log(0.2), -Math.log(0.2)},
                small.perfectLoss(ids), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 1, 1, 0", "3, 15, 10, 3, 2", "6, 25, 20, 1, 3", "2, 12, 4, 4, 0"})
    void theMeanLossOfThePerfectModelIsTheEntropy(int depth, double distance, int words, int brackets, int quotes) {
        var language = NestedLanguage.of(depth, distance, words, brackets, quotes);
        // Blocks of sentences are independent: their means tell how far the whole mean may be from the truth.
        double[] means = IntStream.range(0, 40).mapToDouble(block ->
                Arrays.stream(language.perfectLoss(language.generate(block, 4_000))).average().orElseThrow()).toArray();
        double mean = Arrays.stream(means).average().orElseThrow();
        double error = Math.sqrt(Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum() / (40 * 39));
        assertEquals(language.natsPerToken(), mean, 4 * error);
        assertTrue(error < 0.01 * mean, "the comparison is a sharp one: " + error);
    }

    @Test
    void distancesHaveTheirMean() {
        var closings = LANGUAGE.closings(LANGUAGE.generate(7, 600_000));
        assertEquals(15, closings.stream().mapToInt(Closing::distance).average().orElseThrow(), 0.4);
        for (int depth = 1; depth <= 3; depth++) {
            int d = depth;
            double mean = closings.stream().filter(c -> c.depth() == d).mapToInt(Closing::distance).average().orElseThrow();
            assertEquals(1, mean / ((4 - depth) / LANGUAGE.rate()), 0.03, "depth " + depth);
        }
    }

    @Test
    void aPerfectModelClosesEveryGroupAndOneWithoutMemoryDoesNot() {
        int[] ids = LANGUAGE.generate(5, 2_000);
        double[] always = new double[LANGUAGE.vocabulary().size()];
        always[LANGUAGE.vocabulary().id("\"")] = 1;
        int lucky = 0;
        var closings = LANGUAGE.closings(ids);
        for (var closing : closings) {
            assertTrue(LANGUAGE.right(closing, LANGUAGE.next(Arrays.copyOf(ids, closing.position()))));
            lucky += LANGUAGE.right(closing, always) ? 1 : 0;
        }
        assertTrue(closings.size() > 150 && lucky < 0.35 * closings.size(), lucky + " of " + closings.size());
        assertFalse(LANGUAGE.right(closings.get(0), new double[always.length]), "a tie is no answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"( ]", ")", "\" ( \"", "( .", "( [ { (", "ba ba ( ba ' ba )"})
    void whatTheLanguageCannotWriteHasNoProbability(String text) {
        int[] ids = ids(text);
        double[] loss = LANGUAGE.perfectLoss(ids);
        assertEquals(Double.POSITIVE_INFINITY, loss[loss.length - 1]);
        assertTrue(loss.length == 1 || Double.isFinite(loss[0]));
        var error = assertThrows(IllegalArgumentException.class, () -> LANGUAGE.closings(ids));
        assertTrue(error.getMessage().contains("position " + (ids.length - 1)), error.getMessage());
    }

    @Test
    void afterAnImpossibleTokenNothingIsPossible() {
        assertEquals(Double.POSITIVE_INFINITY, LANGUAGE.perfectLoss(ids(") ba"))[1]);
        assertThrows(IllegalArgumentException.class, () -> LANGUAGE.closings(new int[] {99}));
    }

    @Test
    void oneSeedIsOneText() {
        assertArrayEquals(LANGUAGE.generate(1, 500), NestedLanguage.of(3, 15, 10).generate(1, 500));
        assertNotEquals(LANGUAGE.vocabulary().decode(LANGUAGE.generate(1, 500)),
                LANGUAGE.vocabulary().decode(LANGUAGE.generate(2, 500)));
        int[] ids = LANGUAGE.generate(1, 500);
        assertTrue(ids.length >= 500);
        assertEquals(".", LANGUAGE.vocabulary().symbol(ids[ids.length - 1]), "whole sentences");
    }

    @Test
    void rowsAreIndependentTextsOfOneLength() {
        int[][] rows = LANGUAGE.rows(4, 6, 50);
        assertEquals(6, rows.length);
        assertEquals(6, Arrays.stream(rows).map(Arrays::toString).distinct().count());
        for (int[] row : rows) {
            assertEquals(50, row.length);
            assertTrue(Double.isFinite(Arrays.stream(LANGUAGE.perfectLoss(row)).sum()), "begins with a sentence");
        }
    }

    @Test
    void aBatchAsksForTheNextToken() {
        int[][] rows = LANGUAGE.rows(4, 6, 50);
        var batch = LANGUAGE.batch(4, 6, 49);
        assertArrayEquals(new long[] {6, 49}, batch.getFeatures().shape());
        assertArrayEquals(new long[] {6, 49}, batch.getLabels().shape());
        assertArrayEquals(Arrays.copyOf(rows[2], 49), batch.getFeatures().getRow(2).toIntVector());
        assertArrayEquals(Arrays.copyOfRange(rows[2], 1, 50), batch.getLabels().getRow(2).toIntVector());
    }

    @Test
    void settingsThatDoNotFitAreNamed() {
        var tight = assertThrows(IllegalArgumentException.class, () -> NestedLanguage.of(7, 9, 5));
        assertTrue(tight.getMessage().contains("meanDistance is 9.0") && tight.getMessage().contains("10.0"), tight.getMessage());
        assertThrows(IllegalArgumentException.class, () -> NestedLanguage.of(0, 9, 5));
        assertThrows(IllegalArgumentException.class, () -> NestedLanguage.of(2, Double.NaN, 5));
        assertThrows(IllegalArgumentException.class, () -> NestedLanguage.of(2, 9, 81));
        assertThrows(IllegalArgumentException.class, () -> NestedLanguage.of(2, 9, 5, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> LANGUAGE.inside(ids("ba"), ")"));
        assertThrows(IllegalArgumentException.class, () -> LANGUAGE.generate(1, 0));
    }
}
