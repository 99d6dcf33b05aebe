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
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.synthetic.GrammarText;

class CorpusTest {
    @Test
    void theEmbeddedTextIsWhatItsSeedWrites() {
        assertEquals(GrammarText.stories().generate(Corpus.SEED, Corpus.CHARACTERS), Corpus.embedded());
    }

    @Test
    void theCommandWritesTheSameBytes(@TempDir Path folder) throws IOException {
        var file = folder.resolve("corpus.txt");
        GrammarText.main(new String[] {file.toString()});
        try (var embedded = Corpus.class.getResourceAsStream("/org/unrolled/embedded/corpus.txt")) {
            assertArrayEquals(embedded.readAllBytes(), Files.readAllBytes(file));
        }
    }

    @Test
    void theSplitFallsBetweenTwoStoriesAndLosesNothing() {
        var split = Corpus.split(Corpus.embedded(), 0.9);
        assertEquals(Corpus.embedded(), split.train() + split.validation());
        assertTrue(split.train().endsWith("\n\n"));
        assertEquals(0.9, (double) split.train().length() / Corpus.embedded().length(), 0.01);
        assertTrue(Double.isFinite(GrammarText.stories().logProbability(split.validation())),
                "the validation text begins with a story, so the best possible loss on it is known");
    }

    @Test
    void noCharacterIsCutInHalf(@TempDir Path folder) throws IOException {
        assertEquals(new Corpus.Split("ab\uD83D\uDE00", "d"), Corpus.split("ab\uD83D\uDE00d", 0.75));
        assertEquals(new Corpus.Split("\uD83D\uDE00", "\uD83D\uDE80"), Corpus.split("\uD83D\uDE00\uD83D\uDE80", 0.5));
        assertThrows(IllegalArgumentException.class, () -> Corpus.split("\uD83D\uDE00", 0.5));
        var random = new Random(1);
        int pairsAtTheCut = 0;
        for (int i = 0; i < 2000; i++) {
            var text = random.ints(2 + random.nextInt(20), 0, 3).mapToObj(n -> List.of("x", "\uD83D\uDE00", "\n\n").get(n))
                .collect(Collectors.joining());
            double share = 0.5 + 0.4 * random.nextDouble();
            pairsAtTheCut += Character.isLowSurrogate(text.charAt((int) (text.length() * share))) ? 1 : 0;
            var split = Corpus.split(text, share);
            assertEquals(text, split.train() + split.validation());
            assertFalse(Character.isLowSurrogate(split.validation().charAt(0)), text);
        }
        assertTrue(pairsAtTheCut > 200, pairsAtTheCut + " texts with a pair where chars would have been cut");
        Vocabulary.characters(Corpus.split("\uD83D\uDE00".repeat(5), 0.5).train()).save(folder.resolve("vocabulary.txt"));
    }

    @Test
    void textWithoutEmptyLinesIsCutAtTheCharacter() {
        assertEquals(new Corpus.Split("123456789", "0"), Corpus.split("1234567890", 0.9));
        assertThrows(IllegalArgumentException.class, () -> Corpus.split("", 0.9));
        assertThrows(IllegalArgumentException.class, () -> Corpus.split("x", 0.9));
        assertThrows(IllegalArgumentException.class, () -> Corpus.split("1234567890", 1));
    }
}
