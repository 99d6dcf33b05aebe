package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
    private static final List<String> WORDS = List.of("the cat and the dog and the owl".split(" "));

    @Test
    void halfACharacterIsRefused() {
        var error = assertThrows(IllegalArgumentException.class, () -> Vocabulary.characters("ab\uD83D"));
        assertTrue(error.getMessage().contains("U+D83D, half of a character"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.words(List.of("a", "\uDE00"), 1));
        assertEquals(1, Vocabulary.characters("\uD83D\uDE00").size());
    }

    @Test
    void charactersAreNumberedInOrder() {
        var letters = Vocabulary.characters("hello");
        assertEquals(List.of("e", "h", "l", "o"), letters.symbols());
        assertArrayEquals(new int[] {1, 0, 2, 2, 3}, letters.encode("hello"));
        assertEquals("hole", letters.decode(1, 3, 2, 0));
        assertEquals(2, letters.id('l'));
        assertEquals(4, letters.size());
    }

    @Test
    void wordsAreNumberedByCountThenAlphabet() {
        var words = Vocabulary.words(WORDS, 1, Vocabulary.PADDING, Vocabulary.UNKNOWN);
        assertEquals(List.of("<pad>", "<unk>", "the", "and", "cat", "dog", "owl"), words.symbols());
        assertArrayEquals(new int[] {2, 6, 1}, words.encode("the  owl\nsleeps"));
        assertEquals("the owl <unk>", words.decode(2, 6, 1));
        assertEquals(OptionalInt.of(1), words.unknown());
        assertFalse(words.contains("sleeps"));
        assertArrayEquals(new int[0], words.encode(" "));
    }

    @Test
    void rareWordsAreLeftOut() {
        assertEquals(List.of("<unk>", "the", "and"), Vocabulary.words(WORDS, 2, Vocabulary.UNKNOWN).symbols());
    }

    @Test
    void charactersOutsideTheBasicPlaneAreOneSymbol() {
        var vocabulary = Vocabulary.characters("aß\uD834\uDD1E");
        assertEquals(3, vocabulary.size());
        assertEquals("\uD834\uDD1Ea", vocabulary.decode(vocabulary.encode("\uD834\uDD1Ea")));
    }

    @Test
    void anUnknownSymbolIsNamed() {
        var letters = Vocabulary.characters("hello");
        var error = assertThrows(IllegalArgumentException.class, () -> letters.encode("hex"));
        assertTrue(error.getMessage().startsWith("character 'x' is not among the 4 symbols (e h l o)"), error.getMessage());
        var number = assertThrows(IllegalArgumentException.class, () -> letters.decode(4));
        assertTrue(number.getMessage().startsWith("id is 4, expected 0 to 3"), number.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.characters(""));
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.words(WORDS, 0));
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.of(Vocabulary.Unit.WORD, List.of("a", "a")));
    }

    @Test
    void aSavedVocabularyIsTheSameAgain(@TempDir Path folder) throws IOException {
        var odd = Vocabulary.characters("a\n\r\\ \t\u0085\u2028ä\"n<", Vocabulary.UNKNOWN);
        var words = Vocabulary.words(WORDS, 1);
        for (var vocabulary : List.of(odd, words)) {
            var file = folder.resolve("new").resolve("vocabulary.txt");
            vocabulary.save(file);
            assertEquals(vocabulary, Vocabulary.load(file));
        }
        try (var files = Files.list(folder.resolve("new"))) {
            assertEquals(1, files.count(), "no temporary file is left");
        }
    }

    @Test
    void afileThatIsNoVocabularyIsRefused(@TempDir Path folder) throws IOException {
        var file = folder.resolve("vocabulary.txt");
        for (var content : List.of("", "hello\n", "unrolled vocabulary 1 word\n", "unrolled vocabulary 1 word\na\n\nb\n")) {
            Files.writeString(file, content);
            var error = assertThrows(IOException.class, () -> Vocabulary.load(file));
            assertTrue(error.getMessage().startsWith(file + " is not a "), error.getMessage());
        }
        assertThrows(IOException.class, () -> Vocabulary.load(folder.resolve("absent.txt")));
    }
}
