package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        var split = Corpus.embeddedSplit();
        assertEquals(Corpus.embedded(), split.train() + split.validation());
        assertTrue(split.train().endsWith("\n\n"));
        assertEquals(0.9, (double) split.train().length() / Corpus.embedded().length(), 0.01);
        assertTrue(Double.isFinite(GrammarText.stories().logProbability(split.validation())),
                "the validation text begins with a story, so the best possible loss on it is known");
    }

    @Test
    void textWithoutEmptyLinesIsCutAtTheCharacter() {
        assertEquals(new Corpus.Split("123456789", "0"), Corpus.split("1234567890", 0.9));
        assertThrows(IllegalArgumentException.class, () -> Corpus.split("", 0.9));
        assertThrows(IllegalArgumentException.class, () -> Corpus.split("x", 0.9));
        assertThrows(IllegalArgumentException.class, () -> Corpus.split("1234567890", 1));
    }
}
