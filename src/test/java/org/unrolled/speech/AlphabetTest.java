package org.unrolled.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.text.Vocabulary;

class AlphabetTest {
    @TempDir
    private Path folder;

    @Test
    void lettersAndWordsBecomeNumbersFromOneAndComeBack() throws Exception {
        var letters = Alphabet.letters(List.of("don't go", "back"));
        // Code points: blank, ', a, b, c, d, g, k, n, o, t
        assertEquals(12, letters.size());
        assertArrayEquals(new int[] {7, 10, 1, 4, 3, 5, 8}, letters.encode("x", "go back"));
        assertEquals("go back", letters.decode(7, 0, 10, 1, 0, 0, 4, 3, 5, 8));

        var words = Alphabet.words(EmbeddedSpeech.DIGITS.words());
        assertEquals(11, words.size());
        assertArrayEquals(new int[] {4, 2, 2}, words.encode("x", "three one one"));
        assertEquals("three one one", words.decode(4, 2, 0, 2));
        assertEquals("", words.decode(0, 0));

        words.vocabulary().save(folder.resolve("words.txt"));
        assertEquals(words, new Alphabet(Vocabulary.load(folder.resolve("words.txt"))));
    }

    @Test
    void whatIsNotInTheAlphabetIsNamed() {
        var letters = Alphabet.letters(List.of("go"));
        var e = assertThrows(IllegalArgumentException.class, () -> letters.encode("clip_3", "got"));
        assertTrue(e.getMessage().startsWith("utterance clip_3, \"got\", has the symbol \"t\", which is not in the alphabet"),
                e.getMessage());
        var words = Alphabet.words(List.of("yes no"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> words.encode("clip_4", "yes maybe")).getMessage()
                .startsWith("utterance clip_4, \"yes maybe\", has the symbol \"maybe\""));
        assertThrows(IllegalArgumentException.class, () -> words.encode("clip_5", Alphabet.BLANK), "the blank is no word");
    }

    @Test
    void theBlankIsNumberZero() {
        for (var vocabulary : List.of(Vocabulary.characters("abc"), Vocabulary.words(List.of("a"), 1, Alphabet.BLANK, Vocabulary.UNKNOWN),
                Vocabulary.words(List.of(Alphabet.BLANK), 1))) {
            assertThrows(IllegalArgumentException.class, () -> new Alphabet(vocabulary), vocabulary.toString());
        }
    }
}
