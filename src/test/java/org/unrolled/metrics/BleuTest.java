package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BleuTest {
    private static final StoredCases.Case STORED = StoredCases.file("bleu");
    private static final List<Bleu> SETTINGS = STORED.cases("settings").map(BleuTest::bleu).toList();

    static Stream<StoredCases.Case> cases() {
        return STORED.cases("cases");
    }

    private static Bleu bleu(StoredCases.Case settings) {
        return new Bleu(settings.word("tokenize").equals("13a") ? BleuTokenizer.V13A : BleuTokenizer.NONE,
                switch (settings.word("smooth_method")) {
                    case "none" -> Smoothing.none();
                    case "floor" -> Smoothing.floor(settings.number("smooth_value"));
                    case "add-k" -> Smoothing.addK(settings.number("smooth_value"));
                    default -> Smoothing.exponential();
                }, settings.holds("lowercase"), settings.holds("effective_order"), settings.count("max_ngram_order"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesSacreBleusScoresInAllSettings(StoredCases.Case given) {
        var expected = given.numbers("scores");
        for (int i = 0; i < expected.length; i++) {
            var bleu = SETTINGS.get(i);
            assertEquals(expected[i], bleu.corpusOfSeveral(given.words("hypotheses"), given.sentences("references")).score(), 1e-6,
                    bleu.toString());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesSacreBleusParts(StoredCases.Case given) {
        var stored = STORED.ints("parts");
        for (int i = 0; i < stored.length; i++) {
            var score = SETTINGS.get(stored[i]).corpusOfSeveral(given.words("hypotheses"), given.sentences("references"));
            var parts = DoubleStream.concat(score.precisions().stream().mapToDouble(p -> p),
                    DoubleStream.of(score.brevityPenalty(), score.length(), score.referenceLength())).toArray();
            assertArrayEquals(given.rows("parts")[i], parts, 1e-6, SETTINGS.get(stored[i]).toString());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void printsWhatSacreBleuPrints(StoredCases.Case given) {
        var score = Bleu.standard().corpusOfSeveral(given.words("hypotheses"), given.sentences("references"));
        assertEquals(given.word("text"), score.toString());
        assertEquals(given.word("signature"), score.signature());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void scoresSingleSentencesAsSacreBleuDoes(StoredCases.Case given) {
        var hypotheses = given.words("hypotheses");
        var scores = IntStream.range(0, hypotheses.size()).mapToDouble(i -> Bleu.standard()
                .sentence(hypotheses.get(i), given.sentences("references").get(i).toArray(String[]::new)).score()).toArray();
        assertArrayEquals(given.numbers("sentences"), scores, 1e-6);
    }

    @Test
    void signaturesAreSacreBleusOwn() {
        assertEquals(STORED.words("signatures"), SETTINGS.stream().map(Bleu::signature).toList());
        assertEquals(STORED.word("sacrebleu"), Bleu.SACREBLEU);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Hello, world!                 | Hello , world !",
        "It costs $3,000.50 (10% off). | It costs $ 3,000.50 ( 10 % off ) .",
        "a 3-year-old, well-known dog  | a 3 - year-old , well-known dog",
        "Tom &amp; Jerry's cat.        | Tom & Jerry's cat .",
        "„Guten Tag“ – sagte er …      | „Guten Tag“ – sagte er …"})
    void cutsAsMtevalDoes(String sentence, String tokens) {
        assertEquals(tokens, String.join(" ", BleuTokenizer.V13A.tokens(sentence)));
        assertEquals(List.of(sentence.split(" ")), BleuTokenizer.NONE.tokens(sentence));
    }

    @Test
    void theExampleOfThePaperClipsRepeatedWords() {
        // Papineni et al. 2002, section 2.1, example 2: a modified unigram precision of 2/7.
        var score = Bleu.standard().corpusOfSeveral(List.of("the the the the the the the"),
                List.of(List.of("The cat is on the mat", "There is a cat on the mat")));
        assertEquals(1, score.matches().get(0));
        var lowerCased = Bleu.standard().withLowerCase(true).corpusOfSeveral(List.of("the the the the the the the"),
                List.of(List.of("The cat is on the mat", "There is a cat on the mat")));
        assertEquals(List.of(2L, 7L), List.of(lowerCased.matches().get(0), lowerCased.totals().get(0)));
        assertEquals(200.0 / 7, lowerCased.precisions().get(0), 1e-12);
    }

    @Test
    void shortTranslationsPayAndLongOnesDoNot() {
        var bleu = Bleu.standard().withMaxOrder(1);
        assertEquals(100 * Math.exp(1 - 6 / 3.0), bleu.corpus(List.of("a b c"), List.of("a b c d e f")).score(), 1e-12);
        assertEquals(50, bleu.corpus(List.of("a b c d e f"), List.of("a b c")).score(), 1e-12);
    }

    @Test
    void aCorpusIsMoreThanTheMeanOfItsSentences() {
        var hypotheses = List.of("a b c d e f", "u v");
        var references = List.of("a b c d e f", "w x");
        var bleu = Bleu.standard();
        var counts = bleu.counts(hypotheses, references.stream().map(List::of).toList());
        assertEquals(bleu.corpus(hypotheses, references).score(), bleu.score(CorpusMetric.sum(counts)), 1e-12);
        assertEquals(100, bleu.sentence("a b c d e f", "a b c d e f").score(), 1e-9);
        assertEquals(0, bleu.sentence("u v", "w x").score());
        // Six of eight words, five of six pairs, four of four triples, three of three fours.
        assertEquals(100 * Math.pow(6 / 8.0 * 5 / 6.0, 0.25), bleu.corpus(hypotheses, references).score(), 1e-9);
    }

    @Test
    void aLongSentenceIsScoredInFull() {
        var words = String.join(" ", Collections.nCopies(1000, "the cat sat on the mat"));
        assertEquals(100, Bleu.standard().sentence(words, words).score(), 1e-9);
    }

    @Test
    void numbersOfSentencesThatDifferAreNamed() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> Bleu.standard().corpus(List.of("a", "b"), List.of("a")));
        assertEquals("2 hypotheses and references for 1 sentences: expected as many of both, line by line", wrong.getMessage());
        assertEquals("BLEU of no sentence: expected at least one",
                assertThrows(IllegalArgumentException.class, () -> Bleu.standard().corpus(List.of(), List.of())).getMessage());
        assertEquals("sentence 1 has no reference: expected at least one", assertThrows(IllegalArgumentException.class,
                () -> Bleu.standard().corpusOfSeveral(List.of("a", "b"), List.of(List.of("a"), List.of()))).getMessage());
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Bleu.standard().withMaxOrder(0));
        assertThrows(IllegalArgumentException.class, () -> Smoothing.floor(-1));
        assertThrows(IllegalArgumentException.class, () -> new Smoothing(Smoothing.Kind.EXPONENTIAL, 1));
        var others = Bleu.standard().withMaxOrder(2).counts("a b", List.of("a b"));
        assertEquals("6 counts for n-grams up to 4: expected 10, added up from counts(...) with the same settings",
                assertThrows(IllegalArgumentException.class, () -> Bleu.standard().score(others)).getMessage());
    }
}
