package org.unrolled.ctc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unrolled.decode.NGramModel;

class LexiconTest {
    /** Symbols: 0 the blank, 1 and 2 are a and b, 3 stands between words. */
    private static final String SYMBOLS = " ab_";
    /** Tokens 0 to 2 are the words, 3 begins. */
    private static final NGramModel MODEL = NGramModel.train(List.of(new int[] {3, 0, 1, 0}, new int[] {3, 2, 2}), 2, 4);

    private static int[] spelt(String word) {
        return word.chars().map(SYMBOLS::indexOf).toArray();
    }

    private static float[][] random(Random random, int steps) {
        var rows = new float[steps][4];
        for (var row : rows) {
            var odds = random.doubles(4, 0.1, 1).toArray();
            double sum = Arrays.stream(odds).sum();
            for (int k = 0; k < 4; k++) {
                row[k] = (float) Math.log(odds[k] / sum);
            }
        }
        return rows;
    }

    /** Probability of each text by all paths one after the other. */
    private static Map<String, Double> all(float[][] rows) {
        var found = new HashMap<String, Double>();
        for (int number = 0; number < 1 << 2 * rows.length; number++) {
            int[] path = new int[rows.length];
            double log = 0;
            for (int t = 0; t < path.length; t++) {
                path[t] = number >> 2 * t & 3;
                log += rows[t][path[t]];
            }
            found.merge(text(GreedyCtc.collapsed(path, 0)), Math.exp(log), Double::sum);
        }
        return found;
    }

    private static String text(int[] labels) {
        return Arrays.stream(labels).mapToObj(label -> SYMBOLS.substring(label, label + 1)).reduce("", String::concat);
    }

    /** What the lexicon adds to a text by its words cut apart; NaN if it is no text of words. A boundary may stand behind the last. */
    private static double added(String text, List<String> words, boolean known, boolean boundary) {
        double sum = 0;
        int before = 3;
        var cut = boundary ? text.replaceFirst("_$", "").split("_", -1) : text.split("(?<=b)");
        for (var word : text.isEmpty() ? new String[0] : cut) {
            int number = words.indexOf(word);
            if (number < 0) {
                return Double.NaN;
            }
            sum += known ? 0.8 * MODEL.logProbabilities(before)[number] + 0.2 : 0;
            before = number;
        }
        return sum;
    }

    /** With a beam that holds everything it finds all texts of known words, and nothing else, with their scores. */
    @ParameterizedTest
    @ValueSource(strings = {"a ba bb", "b ab aab"})
    void aWideBeamIsAllTextsOfKnownWords(String list) {
        var words = List.of(list.split(" "));
        boolean boundary = words.get(0).equals("a");
        var random = new Random(4);
        int withSeveralWords = 0;
        for (int trial = 0; trial < 30; trial++) {
            boolean known = trial % 2 == 0;
            var rows = random(random, 1 + random.nextInt(5));
            int symbol = boundary ? 3 : -1;
            PrefixScorer<?> lexicon = known ? Lexicon.of(words, LexiconTest::spelt, symbol, MODEL, 3, 0.8, 0.2)
                : Lexicon.of(words, LexiconTest::spelt, symbol);
            var found = PrefixBeamSearch.of(2000).withLeastProbability(0).withScorer(lexicon).decode(rows);
            var expected = new HashMap<String, Double>();
            all(rows).forEach((text, p) -> expected.put(text, Math.log(p) + added(text, words, known, boundary)));
            expected.values().removeIf(score -> score.isNaN());
            assertEquals(expected.keySet(), byText(found).keySet());
            assertEquals(expected.size(), found.size(), "each once");
            byText(found).forEach((text, score) -> assertEquals(expected.get(text), score, 1e-5, text));
            withSeveralWords += expected.keySet().stream().filter(text -> text.matches(boundary ? ".+_.+" : ".*b.*b")).count();
        }
        assertTrue(withSeveralWords > 30, withSeveralWords + " texts of several words");
    }

    private static Map<String, Double> byText(List<CtcHypothesis> found) {
        var scores = new HashMap<String, Double>();
        found.forEach(each -> scores.put(text(each.labels()), each.score()));
        return scores;
    }

    /** Each label is a word: a lexicon is then the list of those that may come. */
    @Test
    void labelsMayBeWords() {
        var rows = new float[][] {{-9, -0.1f, -3, -9}, {-0.1f, -9, -9, -9}, {-9, -3, -9, -0.1f}};
        assertArrayEquals(new int[] {1, 3}, PrefixBeamSearch.of(8).decode(rows).get(0).labels());
        var lexicon = Lexicon.of(List.of("1", "2"), word -> new int[] {Integer.parseInt(word)}, -1);
        var search = PrefixBeamSearch.of(8).withLeastProbability(0).withScorer(lexicon);
        assertArrayEquals(new int[] {1, 1}, search.decode(rows).get(0).labels());
    }

    @Test
    void badInputIsNamed() {
        refused(() -> Lexicon.of(List.of("a", "ab"), LexiconTest::spelt, -1), "a word begins another");
        refused(() -> Lexicon.of(List.of("a", "A"), word -> spelt(word.toLowerCase()), 3, MODEL, 3, 1, 0), "2 words have 1 spellings");
        refused(() -> Lexicon.of(List.of("a", "b", "ab", "ba", "aa"), LexiconTest::spelt, 3, MODEL, 3, 1, 0), "has 4 words, the lexicon 5");
        refused(() -> Lexicon.of(List.of("a"), LexiconTest::spelt, 3, MODEL, 3, Double.NaN, 0), "weight NaN");
        refused(() -> PrefixScorer.model(MODEL, 0, -1, k -> k, 1, Double.POSITIVE_INFINITY), "bonus Infinity");
        var rows = random(new Random(1), 3);
        refused(() -> PrefixBeamSearch.of(4).withScorer(PrefixScorer.model(MODEL, 0, -1, k -> k + 7, 1, 0)).decode(rows),
            "is none of the language model's: expected 0 to 3");
        refused(() -> PrefixBeamSearch.of(4).withScorer(PrefixScorer.model(MODEL, 4, -1, k -> k, 1, 0)).decode(rows), "token 4 is none");
        // Without a model it does not matter which of two words it was.
        assertEquals(1, PrefixBeamSearch.of(1).withScorer(Lexicon.of(List.of("a", "A"), word -> spelt("a"), 3)).decode(rows).size());
    }

    private static void refused(Executable action, String expected) {
        var message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
