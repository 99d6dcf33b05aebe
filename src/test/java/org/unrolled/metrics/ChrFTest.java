package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChrFTest {
    private static final StoredCases.Case STORED = StoredCases.file("chrf");
    private static final List<ChrF> SETTINGS = STORED.cases("settings").map(ChrFTest::chrF).toList();

    static Stream<StoredCases.Case> cases() {
        return STORED.cases("cases");
    }

    private static ChrF chrF(StoredCases.Case settings) {
        return new ChrF(settings.count("char_order"), settings.count("word_order"), settings.count("beta"),
                settings.holds("lowercase"), settings.holds("whitespace"), settings.holds("eps_smoothing"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesSacreBleusScoresInAllSettings(StoredCases.Case given) {
        var expected = given.numbers("scores");
        for (int i = 0; i < expected.length; i++) {
            var chrF = SETTINGS.get(i);
            assertEquals(expected[i], chrF.corpusOfSeveral(given.words("hypotheses"), given.sentences("references")).score(), 1e-6,
                    chrF.toString());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void printsWhatSacreBleuPrints(StoredCases.Case given) {
        var score = ChrF.standard().corpusOfSeveral(given.words("hypotheses"), given.sentences("references"));
        assertEquals(given.word("text"), score.toString());
        assertEquals(given.word("signature"), score.signature());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void scoresSingleSentencesAsSacreBleuDoes(StoredCases.Case given) {
        var hypotheses = given.words("hypotheses");
        var scores = IntStream.range(0, hypotheses.size()).mapToDouble(i -> ChrF.standard()
                .sentence(hypotheses.get(i), given.sentences("references").get(i).toArray(String[]::new)).score()).toArray();
        assertArrayEquals(given.numbers("sentences"), scores, 1e-6);
    }

    @Test
    void signaturesAreSacreBleusOwn() {
        assertEquals(STORED.words("signatures"), SETTINGS.stream().map(ChrF::signature).toList());
    }

    @Test
    void aWrongEndingCostsLessThanAWrongWord() {
        var right = "Der alte Mann liest";
        var ending = ChrF.standard().sentence("Der alter Mann liest", right).score();
        var word = ChrF.standard().sentence("Der Baum Mann liest", right).score();
        assertTrue(ending > word + 10, ending + " and " + word);
        assertEquals(Bleu.standard().sentence("Der alter Mann liest", right).score(),
                Bleu.standard().sentence("Der Baum Mann liest", right).score(), 1e-12);
    }

    @Test
    void recallCountsTwiceAsMuch() {
        // One order: "ab" finds both of its characters, and 2 of 4: P = 1, R = 1/2, F2 = 5 · 1/2 / (4 + 1/2).
        var characters = ChrF.standard().withCharacterOrder(1);
        assertEquals(100 * 2.5 / 4.5, characters.sentence("ab", "abcd").score(), 1e-12);
        assertEquals(100 * 2 * 0.5 / 1.5, characters.withBeta(1).sentence("ab", "abcd").score(), 1e-12);
    }

    @Test
    void aCharacterOutsideTheBasicPlaneIsOne() {
        var characters = ChrF.standard().withCharacterOrder(1);
        // U+1F600 and U+1F601 have their first half in common.
        assertEquals(0, characters.sentence("\uD83D\uDE00", "\uD83D\uDE01").score());
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ChrF.standard().withCharacterOrder(0));
        assertThrows(IllegalArgumentException.class, () -> ChrF.standard().withBeta(0));
        var others = ChrF.plusPlus().counts("a b", List.of("a b"));
        assertEquals("24 counts for 6 orders of n-grams: expected 18, added up from counts(...) with the same settings",
                assertThrows(IllegalArgumentException.class, () -> ChrF.standard().score(others)).getMessage());
    }
}
