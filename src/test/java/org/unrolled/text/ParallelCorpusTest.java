package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParallelCorpusTest {
    private static final WordTokenizer WORDS = new WordTokenizer().withLowerCase();
    private static final List<String> GERMAN = List.of("Ein Hund rennt.", "Ein Hund schläft.", "Zwei Katzen!");
    private static final List<String> ENGLISH = List.of("A dog runs.", "A dog sleeps.", "Two cats!");

    private static ParallelCorpus corpus() {
        return ParallelCorpus.of(GERMAN, ENGLISH, WORDS, WORDS);
    }

    @Test
    void sentencesBecomeIdsBetweenStartAndEnd() {
        var corpus = corpus();
        var german = corpus.sourceVocabulary(1);
        var english = corpus.targetVocabulary(2);
        // Reserved symbols first, then by count: of two words each "." "a" "dog", the rest only once.
        assertEquals(List.of("<pad>", "<unk>", "<start>", "<end>", ".", "a", "dog"), english.symbols());
        var pairs = corpus.encode(german, english);
        assertEquals("ein hund rennt . <end>", german.decode(pairs.source().get(0)));
        assertArrayEquals(new int[] {2, 5, 6, 1, 4, 3}, pairs.target().get(0), "START a dog UNKNOWN . END");
        assertEquals(3, pairs.size());
        assertEquals(0, pairs.unknownSourceShare());
        assertEquals(5 / 11.0, pairs.unknownTargetShare(), 1e-12, "runs, sleeps, two, cats, ! of eleven");
    }

    /** What a student types is cut into the words that the model learned. */
    @ParameterizedTest
    @EnumSource(EmbeddedPairs.class)
    void aTypedSentenceOfTheEmbeddedPairsHasTheirWords(EmbeddedPairs kind) {
        var pairs = kind.train(3000);
        var corpus = ParallelCorpus.of(pairs);
        assertEquals(3000, corpus.size());
        for (int i = 0; i < pairs.size(); i++) {
            assertEquals(pairs.get(i).source(), corpus.source().get(i));
            assertEquals(corpus.source().get(i), WORDS.tokens(pairs.get(i).sourceText()));
            assertEquals(corpus.target().get(i), new SpaceTokenizer().tokens(String.join(" ", corpus.target().get(i))));
        }
    }

    @Test
    void itCanBeTurnedAndCut() {
        assertEquals(ENGLISH.size(), corpus().reversed().source().size());
        assertEquals(List.of("two", "cats", "!"), corpus().reversed().source().get(2));
        assertEquals(1, corpus().upTo(3).size(), "only the last pair has three tokens on both sides");
        var gap = ParallelCorpus.of(List.of("Ja.", "", "Nein."), List.of("Yes.", "No.", " "), WORDS, WORDS);
        assertEquals(1, gap.withoutEmpty().size());
    }

    @Test
    void fingerprintsTellVocabulariesApart() {
        var corpus = corpus();
        var one = corpus.encode(corpus.sourceVocabulary(1), corpus.targetVocabulary(1)).fingerprint();
        assertEquals(one, corpus.encode(corpus.sourceVocabulary(1), corpus.targetVocabulary(1)).fingerprint());
        assertNotEquals(one, corpus.encode(corpus.sourceVocabulary(1), corpus.targetVocabulary(2)).fingerprint());
    }

    @Test
    void mistakesAreNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> ParallelCorpus.of(GERMAN, ENGLISH.subList(0, 2), WORDS, WORDS));
        assertTrue(e.getMessage().contains("3 lines") && e.getMessage().contains("has 2,"), e.getMessage());
        var gap = ParallelCorpus.of(List.of("Ja.", "Nein."), List.of("Yes.", " "), WORDS, WORDS);
        e = assertThrows(IllegalArgumentException.class, () -> gap.encode(gap.sourceVocabulary(1), gap.targetVocabulary(1)));
        assertTrue(e.getMessage().contains("pair 2 of 2 has no target sentence"), e.getMessage());
        var plain = Vocabulary.words(List.of("ein", "hund"), 1);
        e = assertThrows(IllegalArgumentException.class, () -> EncodedPairs.source(plain, List.of("ein")));
        assertTrue(e.getMessage().contains("has no <end>"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new EncodedPairs(List.of(), List.of(), plain, plain));
    }

    @Test
    void filesAreReadLineByLine(@TempDir Path folder) throws IOException {
        var german = folder.resolve("train.de");
        Files.writeString(german, "\uFEFFEin Hund.\r\nEine Straße.\n");
        var english = folder.resolve("train.en.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(english))) {
            out.write("A dog.\nA street.".getBytes(StandardCharsets.UTF_8));
        }
        var corpus = ParallelCorpus.read(german, english, WORDS);
        assertEquals(List.of(List.of("ein", "hund", "."), List.of("eine", "straße", ".")), corpus.source());
        assertEquals(List.of("a", "street", "."), corpus.target().get(1));
    }

    @Test
    void otherLineEndsAndEncodingsAreSeen(@TempDir Path folder) throws IOException {
        var german = Files.writeString(folder.resolve("train.de"), "Ein Hund.\rEine Straße.\r");
        var english = Files.writeString(folder.resolve("train.en"), "A dog.\rA street.\r");
        assertEquals(2, ParallelCorpus.read(german, english, WORDS).size());
        Files.write(german, "\uFEFFEin Hund.\n".getBytes(StandardCharsets.UTF_16LE));
        var wide = assertThrows(IOException.class, () -> ParallelCorpus.read(german, english, WORDS));
        assertTrue(wide.getMessage().contains("train.de is UTF-16 text") && !wide.getMessage().contains("8859"), wide.getMessage());
    }

    @Test
    void brokenFilesAreNamed(@TempDir Path folder) throws IOException {
        var german = folder.resolve("train.de");
        var english = folder.resolve("train.en");
        Files.write(german, "Ein Hund.\nEine Straße.\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(english, "A dog.\nA street.\n");
        var broken = assertThrows(IOException.class, () -> ParallelCorpus.read(german, english, WORDS));
        assertTrue(broken.getMessage().contains("train.de, line 2"), broken.getMessage());
        Files.writeString(german, "Ein Hund.\n");
        var uneven = assertThrows(IllegalArgumentException.class, () -> ParallelCorpus.read(german, english, WORDS));
        assertTrue(uneven.getMessage().contains("train.de has 1 lines") && uneven.getMessage().contains("train.en has 2,"),
            uneven.getMessage());
    }
}
