package org.unrolled.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unrolled.text.Corpus;
import org.unrolled.text.Vocabulary;

class GrammarTextTest {
    private static final GrammarText STORIES = GrammarText.stories();

    @Test
    void entropyOfASmallGrammarIsTheOneComputedByHand() {
        // Half of the texts are "a.", a quarter "bb.", a quarter "bc.": 1.5 bits and 2.5 characters a text.
        var text = new GrammarText(Grammar.parse("""
                Text
                  (2) a.
                  (1) bb.
                  (1) bc.
                """));
        assertEquals(1.5, text.bitsPerStory(), 1e-12);
        assertEquals(2.5, text.charactersPerStory(), 1e-12);
        assertEquals(0.6, text.bitsPerCharacter(), 1e-12);
        assertArrayEquals(new double[] {1, 0, 1, 1, 0}, text.surprise("a.bb."), 1e-12);
        assertEquals(Math.log(1 / 8.0), text.logProbability("a.bb."), 1e-12);
    }

    @Test
    void recursionIsSummedToItsLimit() {
        // a^n b with n geometric, p = 3/4 to go on: 4 characters and H(1/4) / (1/4) bits a text.
        var text = new GrammarText(Grammar.parse("""
                Text
                  (3) a<Text>
                  (1) b
                """));
        double binary = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)) / Math.log(2);
        assertEquals(4, text.charactersPerStory(), 1e-9);
        assertEquals(binary / 0.25, text.bitsPerStory(), 1e-9);
    }

    @Test
    void recursionThroughAnotherRuleIsSummedToo() {
        var direct = new GrammarText(Grammar.parse("Text\n  (3) ab<Text>\n  (1) c\n"));
        var detour = new GrammarText(Grammar.parse("Text\n  (3) a<Rest>\n  (1) c\nRest\n  b<Text>\n"));
        assertEquals(direct.bitsPerCharacter(), detour.bitsPerCharacter(), 1e-9);
        assertEquals(7, detour.charactersPerStory(), 1e-9);
    }

    @Test
    void argumentsCarryAgreement() {
        var text = new GrammarText(Grammar.parse("""
                Text
                  <Clause he>
                  <Clause they>
                Clause $g
                  $g walk<s $g>.
                s he
                  s
                s they
                  <>
                """));
        assertEquals(1, text.derivations("he walks."));
        assertEquals(1, text.derivations("they walk."));
        assertEquals(0, text.derivations("they walks."));
        assertEquals(0, text.derivations("he walk"));
        assertEquals(Double.NEGATIVE_INFINITY, text.logProbability("he walk."));
    }

    @Test
    void anAmbiguousGrammarIsFoundOut() {
        var text = new GrammarText(Grammar.parse("""
                Text
                  <A>c
                  abc
                A
                  ab
                """));
        assertEquals(2, text.derivations("abc"));
        assertEquals(0, text.logProbability("abc"), 1e-12, "the text is certain");
        assertEquals(1, text.bitsPerStory(), 1e-12, "its derivation is not");
    }

    @Test
    void everyStoryHasOneDerivation() {
        for (var story : stories(STORIES.generate(7, 250_000))) {
            assertEquals(1, STORIES.derivations(story), story);
        }
    }

    @Test
    void meanCodeLengthIsTheAnalyticEntropy() {
        var lengths = Arrays.stream(stories(STORIES.generate(11, 300_000)))
                .mapToDouble(story -> -STORIES.logProbability(story) / Math.log(2)).toArray();
        double mean = Arrays.stream(lengths).average().orElseThrow();
        double variance = Arrays.stream(lengths).map(x -> (x - mean) * (x - mean)).sum() / (lengths.length - 1);
        double standardError = Math.sqrt(variance / lengths.length);
        assertTrue(lengths.length > 400, "stories: " + lengths.length);
        assertEquals(STORIES.bitsPerStory(), mean, 3.5 * standardError);
        assertTrue(standardError < 0.02 * mean, "the comparison is a sharp one: " + standardError);
    }

    @Test
    void characterSurprisesAddUpToTheRate() {
        var text = STORIES.generate(5, 300_000);
        double mean = Arrays.stream(STORIES.surprise(text)).average().orElseThrow();
        assertEquals(1, mean / STORIES.bitsPerCharacter(), 0.03);
    }

    @Test
    void probabilitiesOfAllNextCharactersAddUpToOne() {
        var text = STORIES.generate(3, 2_000);
        var alphabet = Vocabulary.characters(Corpus.embedded()).symbols();
        for (int end : new int[] {0, 1, 17, 100, 333, 1000, 1999}) {
            var prefix = text.substring(0, end);
            double before = STORIES.logProbability(prefix);
            double sum = alphabet.stream().mapToDouble(c -> Math.exp(STORIES.logProbability(prefix + c) - before)).sum();
            assertEquals(1, sum, 1e-9, "after " + end + " characters");
        }
    }

    @Test
    void theTextKeepsAgreementAndPunctuation() {
        Map<String, Integer> seen = new HashMap<>();
        for (var wrong : List.of(" they is ", " she are ", " he are ", "They looks", "She look ", "He look ",
                "Ella and Max is", "Nora and Jan looks", "The trees is", "The gate are", "  ", "\n ", " .", " ,", "..")) {
            assertEquals(-1, Corpus.embedded().indexOf(wrong), "'" + wrong + "'");
        }
        var quotes = Corpus.embedded().chars().filter(c -> c == '"').count();
        assertEquals(0, quotes % 2, "each quote is closed");
        for (var word : Corpus.embedded().split("[^A-Za-z]+")) {
            seen.merge(word.toLowerCase(), 1, Integer::sum);
        }
        assertTrue(seen.size() > 450, "different words: " + seen.size());
    }

    @Test
    void oneSeedIsOneText() {
        assertEquals(STORIES.generate(1, 3000), GrammarText.stories().generate(1, 3000));
        assertNotEquals(STORIES.generate(1, 3000), STORIES.generate(2, 3000));
        assertTrue(STORIES.generate(1, 3000).endsWith("\n\n"));
        assertThrows(IllegalArgumentException.class, () -> STORIES.generate(1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "# nothing\n",
        "  (1) lost\n",
        "A\n  <B>\n",
        "A\n  a\nB\n  b\n",
        "A\n  a\nA\n  b\n",
        "A\n  (0) a\n",
        "A\n  <A\n",
        "A\nB\n  b\n",
    })
    void brokenGrammarsAreRefused(String source) {
        assertThrows(IllegalArgumentException.class, () -> Grammar.parse(source));
    }

    @Test
    void endlessGrammarsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new GrammarText(Grammar.parse("A\n  a<A>\n")));
        assertThrows(IllegalArgumentException.class, () -> new GrammarText(Grammar.parse("A\n  (3) a<B>\n  (1) b\nB\n  <A><A>\n")));
        var leftRecursive = new GrammarText(Grammar.parse("A\n  (1) <A>a\n  (1) b\n"));
        assertThrows(IllegalArgumentException.class, () -> leftRecursive.surprise("ba"));
    }

    private static String[] stories(String text) {
        return Arrays.stream(text.split("(?<=\n\n)")).toArray(String[]::new);
    }
}
