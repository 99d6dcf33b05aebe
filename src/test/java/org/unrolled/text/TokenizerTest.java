package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unrolled.data.RealData;

class TokenizerTest {
    private static final WordTokenizer WORDS = new WordTokenizer();
    private static final Tokenizer CHARACTERS = new CharacterTokenizer();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "Hello, world!                 | Hello , world !",
        "Don't stop.                   | Don't stop .",
        "l’eau, aujourd’hui            | l’eau , aujourd’hui",
        "the dogs' bones               | the dogs ' bones",
        "'quoted' words                | ' quoted ' words",
        "pi is 3.14, or 1,000.5 more.  | pi is 3.14 , or 1,000.5 more .",
        "a.b 1.b a,1                   | a . b 1 . b a , 1",
        "a well-known passer-by        | a well - known passer - by",
        "naïve café Ünlü Straße        | naïve café Ünlü Straße",
        "Привет, мир                   | Привет , мир",
        "הלו עולם  مرحبا               | הלו עולם مرحبا",
        "हिन्दी में                       | हिन्दी में",
        "我爱你。ひらカタカナ           | 我 爱 你 。 ひ ら カタカナ",
        "らーめん                       | らー め ん",
        "한국어 단어                    | 한국어 단어",
        "col·legi                      | col·legi",
        "wait... what?!                | wait . . . what ? !",
        "$5 @you #tag a/b              | $ 5 @ you # tag a / b",
        "snake_case x2                 | snake _ case x2",
        "«où» „da“                     | « où » „ da “",
    })
    void wordsFollowUnicodeRules(String text, String expected) {
        assertEquals(List.of(expected.split(" ")), WORDS.tokens(text));
    }

    @Test
    void whatOneSeesAsOneCharacterIsOneToken() {
        var family = "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
        var thumbWithSkinTone = "\uD83D\uDC4D\uD83C\uDFFD";
        var germanFlag = "\uD83C\uDDE9\uD83C\uDDEA";
        assertEquals(List.of("hi", family, thumbWithSkinTone, germanFlag), WORDS.tokens("hi" + family + thumbWithSkinTone + germanFlag));
        assertEquals(List.of("cafe\u0301"), WORDS.tokens("cafe\u0301"), "a separate accent stays with its letter");
        assertEquals(List.of("\uD834\uDD1E", "\uD835\uDC9C1"), WORDS.tokens("\uD834\uDD1E \uD835\uDC9C1"),
                "a clef is a sign, a script capital from beyond the basic plane a letter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n ", "\u00A0\u2003", "\uFEFF", "\u0000", "\u200B"})
    void whatCannotBeSeenIsNoWord(String text) {
        assertEquals(List.of(), WORDS.tokens(text));
        assertEquals("", WORDS.join(List.of()));
    }

    @Test
    void lineBreaksAreTokensOnRequest() {
        assertEquals(List.of("one", "\n", "two", "\n", "\n", "three"), WORDS.withLines().tokens("one\r\ntwo \n\n three"));
        assertEquals("one\ntwo\n\nthree", WORDS.join(List.of("one", "\n", "two", "\n", "\n", "three")));
        assertEquals(List.of("one", "two"), WORDS.tokens("one\ntwo"));
    }

    @Test
    void lowerCaseKnowsNoCountry() {
        assertEquals(List.of("title", "straße", "οδος"), WORDS.withLowerCase().tokens("TITLE Straße ΟΔΟΣ"));
        assertTrue(WORDS.withLines().withLowerCase().lines());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"Good day,\" says he. \"Have you seen (or heard) the one-eyed cat?\"",
        "Peter's house; it's 3.5 m high: that is 50%!",
        "\"An open quotation\nends with its line. No \"matter\".",
        "我爱你。カタカナ a/b", "„Ja“, «oui», “yes”", "costs $5 or €4",
    })
    void joinSetsPunctuationAsInPrint(String text) {
        if (!text.contains("„Ja“")) {
            assertEquals(text, WORDS.join(WORDS.withLines().tokens(text)));
        }
        assertEquals(WORDS.tokens(text), WORDS.tokens(WORDS.join(WORDS.tokens(text))));
    }

    @Test
    void theEmbeddedTextComesBackFromItsWords() {
        var text = Corpus.embedded();
        var tokens = WORDS.withLines().tokens(text);
        assertEquals(text, WORDS.join(tokens));
        assertTrue(tokens.size() < text.length() / 3, tokens.size() + " tokens");
    }

    @Test
    void joinedTokensAreCutTheSameWay() {
        var bits = List.of("a", "B", "7", "é", "e\u0301", "\u0301", " ", "\n", "'", "’", "\"", ".", ",", "-", "–", "/", "(", ")", "我", "ひ", "カ",
                "ー", "$", "\uD83D\uDC4D", "\uD83C\uDFFD", "\u200D", "·", "ß", "1.5", "<unk>", "“", "”", "\t");
        var random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(bits.get(random.nextInt(bits.size())));
            }
            for (var tokenizer : List.of(WORDS, WORDS.withLines(), WORDS.withLowerCase(), CHARACTERS)) {
                var tokens = tokenizer.tokens(text.toString());
                assertEquals(tokens, tokenizer.tokens(tokenizer.join(tokens)), () -> "'" + text + "' became '" + tokenizer.join(tokens) + "'");
            }
        }
    }

    @Test
    void aVeryLongWordDoesNotOverflow() {
        var apostrophes = "a'".repeat(200_000) + "a";
        assertEquals(List.of(apostrophes), WORDS.tokens(apostrophes));
        var letters = "\u00E9".repeat(400_000);
        assertEquals(List.of(letters), WORDS.tokens(letters));
    }

    @Test
    void charactersAreCodePointsAndComeBackExactly() {
        assertEquals(List.of("a", "\uD834\uDD1E", " ", "e", "\u0301", "\n"), CHARACTERS.tokens("a\uD834\uDD1E e\u0301\n"));
        var odd = "\uD800 lone\r\n\u0000";
        assertEquals(odd, CHARACTERS.join(CHARACTERS.tokens(odd)));
        assertEquals(List.of(), CHARACTERS.tokens(""));
    }

    @Test
    void vocabulariesComeFromTokenizers() {
        var text = "The cat. The owl.";
        assertEquals(List.of("<pad>", ".", "The", "cat", "owl"), Vocabulary.of(WORDS, text, 1, Vocabulary.PADDING).symbols());
        assertEquals(List.of("<unk>", ".", "The"), Vocabulary.of(WORDS, text, 2, Vocabulary.UNKNOWN).symbols());
        assertEquals(Vocabulary.characters(text), Vocabulary.of(CHARACTERS, text, 1));
        assertEquals(List.of("<unk>", " ", ".", "T", "e", "h"),
                Vocabulary.of(CHARACTERS, text, 2, Vocabulary.UNKNOWN).symbols(), "a, c, l, o, t and w stand there once");
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.of(WORDS, text, 0));
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.of(WORDS, "", 1));
    }

    @Test
    void aVocabularyCanBeCutToItsMostFrequentWords() {
        var words = Vocabulary.of(WORDS, "b a b c a b", 1, Vocabulary.UNKNOWN);
        assertEquals(List.of("<unk>", "b", "a"), words.first(3).symbols());
        assertEquals(words, words.first(100));
        var error = assertThrows(IllegalArgumentException.class, () -> Vocabulary.characters("abc").first(2));
        assertTrue(error.getMessage().contains("words"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> words.first(0));
    }

    @Test
    void realTextKeepsItsTokens(@TempDir Path folder) {
        var text = RealData.cache(folder).text("tinyshakespeare", "input.txt");
        var tokens = WORDS.withLines().tokens(text);
        assertEquals(tokens, WORDS.withLines().tokens(WORDS.join(tokens)));
        var known = Vocabulary.words(tokens, 5, Vocabulary.UNKNOWN);
        double unknown = new EncodedText(known, known.encode(tokens)).unknown() / (double) tokens.size();
        assertTrue(unknown > 0.01 && unknown < 0.2, "share of rare words " + unknown);
    }

    @Test
    void whiteSpaceOfOtherScriptsIsATokenWhereverItStands() {
        var tokens = List.of("\u3000", "a", "\u2028");
        assertEquals(tokens, new SpaceTokenizer().tokens(" \u3000 a\n\u2028 "));
        assertEquals(List.of(), new SpaceTokenizer().tokens(" \n"));
        assertEquals(3, Vocabulary.words(tokens, 1).encode(String.join(" ", tokens)).length);
    }
}
