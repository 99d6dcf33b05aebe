package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EncodedTextTest {
    private static final Vocabulary LETTERS = Vocabulary.characters("hello ");

    @Test
    void aTextIsItsIds() {
        var text = EncodedText.of("hello hole", LETTERS);
        assertArrayEquals(LETTERS.encode("hello hole"), text.ids());
        assertEquals("hello hole", text.text());
        assertEquals("llo", text.part(2, 5).text());
        assertEquals(text, EncodedText.of("hello hole", new CharacterTokenizer(), LETTERS));
    }

    @Test
    void theSplitKeepsTheOrderAndLosesNothing() {
        var parts = EncodedText.of("hello hello hello he", LETTERS).split(0.9);
        assertEquals("hello hello hello ", parts.train().text());
        assertEquals("he", parts.validation().text());
    }

    @Test
    void wordsAreCutByTheTokenizerAndRareOnesCounted() {
        var words = new WordTokenizer();
        var vocabulary = Vocabulary.of(words, "one two, one two", 2, Vocabulary.UNKNOWN);
        var text = EncodedText.of("two, one three", words, vocabulary);
        assertArrayEquals(new int[] {2, 0, 1, 0}, text.ids());
        assertEquals(2, text.unknown());
        assertEquals(0, EncodedText.of("hello", LETTERS).unknown());
    }

    @Test
    void badInputIsNamed() {
        assertSays("the text is empty", () -> EncodedText.of("", LETTERS));
        assertSays("character 'x' is not among", () -> EncodedText.of("hex", LETTERS));
        assertSays("id 6 at place 1 is not in the vocabulary of 5 symbols", () -> new EncodedText(LETTERS, new int[] {0, 6}));
        assertSays("id -1 at place 0", () -> new EncodedText(LETTERS, new int[] {-1}));
        assertSays("1 symbol can't be cut", () -> EncodedText.of("h", LETTERS).split(0.5));
        assertSays("3 symbols can't be cut", () -> EncodedText.of("hel", LETTERS).split(0.5));
        assertSays("trainFraction is 1.0", () -> EncodedText.of("hello", LETTERS).split(1));
        assertSays("trainFraction is NaN", () -> EncodedText.of("hello", LETTERS).split(Double.NaN));
        assertSays("symbols 2 to 9", () -> EncodedText.of("hello", LETTERS).part(2, 9));
        var words = Vocabulary.words(List.of("a"), 1);
        assertSays("symbols of kind CHARACTER", () -> EncodedText.of("a", new CharacterTokenizer(), words));
    }

    private static void assertSays(String expected, Executable action) {
        var error = assertThrows(IllegalArgumentException.class, action);
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }
}
