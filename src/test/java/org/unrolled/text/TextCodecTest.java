package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextCodecTest {
    private static final WordTokenizer WORDS = new WordTokenizer().withLowerCase();
    private static final List<String> SENTENCES = List.of("Der Hund, der rennt.", "Don't run, dog!", "Ein Rennhund rennt.", "x-y");
    private static final String[] RESERVED = {Vocabulary.PADDING, Vocabulary.UNKNOWN, Vocabulary.START, Vocabulary.END};

    static Stream<Tokenizer> tokenizers() {
        return Stream.of(WORDS, new WordTokenizer(), SubwordTokenizer.learn(WORDS, SENTENCES, 20), new CharacterTokenizer(), new SpaceTokenizer(),
            BytePairEncoding.learn(String.join(" ", SENTENCES), 10));
    }

    private static TextCodec codec(Tokenizer tokenizer) {
        var tokens = SENTENCES.stream().flatMap(sentence -> tokenizer.tokens(sentence).stream()).toList();
        return new TextCodec(tokenizer, Vocabulary.words(tokens, 1, RESERVED));
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void textComesBack(Tokenizer tokenizer) {
        var codec = codec(tokenizer);
        for (var sentence : SENTENCES) {
            int[] ids = codec.source(sentence);
            assertEquals(Vocabulary.END, codec.vocabulary().symbol(ids[ids.length - 1]));
            assertEquals(tokenizer.join(tokenizer.tokens(sentence)), codec.text(ids), "padding, start and end are invisible");
            assertEquals(List.of(), codec.unknown(sentence));
        }
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void filesKeepIt(Tokenizer tokenizer, @TempDir Path folder) throws IOException {
        var codec = codec(tokenizer);
        codec.save(folder, "source");
        assertEquals(codec, TextCodec.load(folder, "source"));
    }

    @Test
    void piecesOfARareWordMakeTheWordAgain() {
        var subwords = SubwordTokenizer.learn(WORDS, SENTENCES, 20);
        var pieces = subwords.tokens("Hundrennt rennt, Dog");
        assertTrue(pieces.size() > 4, "cut: " + pieces);
        assertEquals(List.of("hundrennt", "rennt", ",", "dog"), subwords.wordsOf(pieces));
        assertEquals("hundrennt rennt, dog", subwords.join(pieces));
        assertEquals(subwords.tokens("rennt").get(0), subwords.tokens("hund rennt").get(subwords.tokens("hund").size()),
            "the first word of a sentence is cut like any other");
        assertEquals(List.of(), subwords.tokens("  "));
        assertEquals(List.of(), subwords.wordsOf(List.of()));
        assertEquals(List.of("a", "b"), codec(WORDS).words(List.of("a", "b")));
    }

    private static final List<String> PARTS = List.of("\n", "\r\n", " ", "  ", "hund", "Rennt", ".", ",", "don't", "3.14", "中文", "\"",
        "\u0301", "\uD83D\uDC4D\uD83C\uDFFD", "x-y", "\t", "\u00A0", "\u2028", "ー", "/");

    /** With line breaks kept and dropped, capitals kept and made small: pieces give back the words, and the text of the words. */
    @Test
    void wordsComeBackFromPiecesWithAllTheirLines() {
        var random = new Random(1);
        int beginWithLine = 0, endWithLine = 0, cut = 0;
        for (var words : List.of(new WordTokenizer().withLines(), WORDS.withLines(), WORDS, new WordTokenizer())) {
            var subwords = SubwordTokenizer.learn(words, List.of(String.join(" ", PARTS), "hund hunde\nrennt\n", "rennhund"), 20);
            for (int i = 0; i < 5000; i++) {
                var text = random.ints(random.nextInt(10), 0, PARTS.size()).mapToObj(PARTS::get).collect(Collectors.joining());
                var expected = words.tokens(text);
                var pieces = subwords.tokens(text);
                assertEquals(expected, subwords.wordsOf(pieces), text);
                assertEquals(words.join(expected), subwords.join(pieces), text);
                assertEquals(pieces, subwords.tokens(subwords.join(pieces)), text);
                beginWithLine += !expected.isEmpty() && expected.get(0).equals("\n") ? 1 : 0;
                endWithLine += !expected.isEmpty() && expected.get(expected.size() - 1).equals("\n") ? 1 : 0;
                cut += pieces.size() > expected.size() ? 1 : 0;
            }
        }
        assertTrue(beginWithLine > 500 && endWithLine > 500 && cut > 5000, beginWithLine + ", " + endWithLine + ", " + cut);
    }

    @Test
    void unknownTokensAreNamed() {
        var codec = codec(WORDS);
        assertEquals(List.of("katze"), codec.unknown("Der Katze, Katze!"));
        int unknown = codec.vocabulary().unknown().getAsInt();
        assertArrayEquals(new int[] {unknown, codec.vocabulary().id(Vocabulary.END)}, codec.source("Katze"));
    }

    @Test
    void otherFilesAreRefused(@TempDir Path folder) throws IOException {
        assertThrows(IOException.class, () -> TextCodec.load(folder, "source"));
        Files.writeString(folder.resolve("source.tokenizer"), "something else\n");
        var e = assertThrows(IOException.class, () -> TextCodec.load(folder, "source"));
        assertTrue(e.getMessage().contains("'something else'"), e.getMessage());
        Tokenizer own = new Tokenizer() {
            @Override
            public List<String> tokens(String text) {
                return List.of(text);
            }

            @Override
            public String join(List<String> tokens) {
                return String.join("", tokens);
            }
        };
        assertThrows(IllegalArgumentException.class, () -> codec(own).save(folder, "own"));
    }
}
