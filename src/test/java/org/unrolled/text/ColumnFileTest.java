package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.synthetic.TaggedSentences;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsFourColumnsWithBlanks() throws IOException {
        var file = file("""
                -DOCSTART- -X- -X- O

                # NN I-NP O
                Lincoln NNP B-NP I-LOC
                waits VBZ B-VP O

                She PRP B-NP O
                """);
        assertEquals(List.of(
                new TaggedSentence(List.of("#", "Lincoln", "waits"), List.of("NN", "NNP", "VBZ"), List.of("O", "I-LOC", "O")),
                new TaggedSentence(List.of("She"), List.of("PRP"), List.of("O"))), new ColumnFile(0, 1, 3).read(file));
    }

    @Test
    void readsTabsCommentsAndMissingColumns() throws IOException {
        var file = file("# text = New York waits\n1\tNew York\tPROPN\n2\twaits\tVERB\n\n\n# next\n#\t#\tSYM\n\n");
        assertEquals(List.of(
                new TaggedSentence(List.of("New York", "waits"), List.of("PROPN", "VERB"), List.of("O", "O")),
                new TaggedSentence(List.of("#"), List.of("SYM"), List.of("O"))), new ColumnFile(1, 2, ColumnFile.NONE).read(file));
    }

    @Test
    void readsWindowsLineEndsAndALastSentenceWithoutAnEmptyLine() throws IOException {
        var sentences = new ColumnFile(0, ColumnFile.NONE, 1).read(file("Paris\tB-location\r\n\r\nRome\tB-location"));
        assertEquals(List.of("Paris/B-location", "Rome/B-location"), sentences.stream().map(Object::toString).toList());
        assertEquals(List.of("X"), sentences.get(0).posTags());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        var sentences = TaggedSentences.test().generate(1, 50);
        var file = folder.resolve("written.conll");
        var columns = new ColumnFile(1, 2, 4);
        columns.write(file, sentences);
        assertEquals(sentences, columns.read(file));
        var cut = new TaggedSentence(List.of("a\tb"), List.of("X"), List.of("O"));
        assertThrows(IllegalArgumentException.class, () -> columns.write(file, List.of(cut)));
    }

    @Test
    void rangesAndEmptyNodesOfConllUAreNoTokens() throws IOException {
        var text = """
                # sent_id = 1
                # text = Vámonos\tal mar
                1-2\tVámonos\t_
                1\tVamos\tVERB
                2\tnos\tPRON
                3-4\tal\t_
                3\ta\tADP
                4\tel\tDET
                5\tmar\tNOUN
                5.1\tva\tVERB
                # sent_id = 2
                1\t3-4\tNUM
                2\t#\tSYM

                """;
        for (var each : List.of(text, text.replace("\n", "\r\n"), text.replace('\n', '\r'), "\uFEFF" + text)) {
            assertEquals(List.of(
                new TaggedSentence(List.of("Vamos", "nos", "a", "el", "mar"), List.of("VERB", "PRON", "ADP", "DET", "NOUN"),
                    List.of("O", "O", "O", "O", "O")),
                new TaggedSentence(List.of("3-4", "#"), List.of("NUM", "SYM"), List.of("O", "O"))),
                new ColumnFile(1, 2, ColumnFile.NONE).read(file(each)));
        }
        assertEquals(List.of("3-4", "5.1", "#1"), new ColumnFile(0, 1, ColumnFile.NONE).read(file("3-4\tNUM\n5.1\tNUM\n#1\tNUM\n"))
            .get(0).tokens(), "words, where the first column is that of the words");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
        var file = file("\uFEFF-DOCSTART- -X- O\n\nParis NNP I-LOC\n");
        assertEquals(List.of(List.of("Paris")), new ColumnFile(0, 1, 2).read(file).stream().map(TaggedSentence::tokens).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u3000", "\u2028", "\u0085", "\u000B", "\u001F", "\u2003", "\uFEFF", "\u3000x\u2028"})
    void whiteSpaceOfOtherScriptsIsAToken(String token) throws IOException {
        for (var text : List.of("a\tX\n" + token + "\tX\n", "a X\n" + token + " X\n", "a\n" + token + "\n")) {
            var columns = new ColumnFile(0, ColumnFile.NONE, ColumnFile.NONE);
            assertEquals(List.of(new TaggedSentence(List.of("a", token), List.of("X", "X"), List.of("O", "O"))),
                columns.read(file(text)));
        }
        var sentences = List.of(new TaggedSentence(List.of("a", token), List.of(token, "X"), List.of("O", token)));
        var file = folder.resolve("written.conll");
        for (var columns : List.of(new ColumnFile(0, 1, 2), new ColumnFile(2, 0, 4), new ColumnFile(3, 2, 1))) {
            columns.write(file, sentences);
            assertEquals(sentences, columns.read(file));
        }
    }

    @Test
    void whatWouldBeReadOtherwiseIsNotWritten() throws IOException {
        var file = folder.resolve("written.conll");
        for (var token : List.of("-DOCSTART-", " ", "a ", "\ta", "a\nb", "a\rb", "a\r")) {
            var sentences = List.of(new TaggedSentence(List.of("b", token), List.of("X", "X"), List.of("O", "O")));
            var error = assertThrows(IllegalArgumentException.class, () -> new ColumnFile(0, 1, 2).write(file, sentences), token);
            assertTrue(error.getMessage().startsWith("sentence 1, '"), error.getMessage());
        }
        var spaces = List.of(new TaggedSentence(List.of("New York"), List.of("X"), List.of("O")));
        new ColumnFile(0, 1, 2).write(file, spaces);
        assertEquals(spaces, new ColumnFile(0, 1, 2).read(file));
        assertThrows(IllegalArgumentException.class, () -> new ColumnFile(0, ColumnFile.NONE, ColumnFile.NONE).write(file, spaces));
        var tag = List.of(new TaggedSentence(List.of("b"), List.of("X\tY"), List.of("O")));
        assertThrows(IllegalArgumentException.class, () -> new ColumnFile(0, 1, 2).write(file, tag));
        assertEquals(spaces, new ColumnFile(0, 1, 2).read(file), "the file of before is still there");

        var documents = List.of(new TaggedSentence(List.of("-DOCSTART-", "-DOCSTART-"), List.of("X", "X"), List.of("O", "O")));
        new ColumnFile(1, 2, 3).write(file, documents);
        assertEquals(documents, new ColumnFile(1, 2, 3).read(file));
        var longer = List.of(new TaggedSentence(List.of("-DOCSTART-s"), List.of("X"), List.of("O")));
        new ColumnFile(0, 1, 2).write(file, longer);
        assertEquals(longer, new ColumnFile(0, 1, 2).read(file));
    }

    @Test
    void errorsNameFileLineAndRemedy() throws IOException {
        var file = file("Lincoln NNP O\nwaits VBZ\n");
        var error = assertThrows(IOException.class, () -> new ColumnFile(0, 1, 2).read(file));
        assertTrue(error.getMessage().contains("line 2: 'waits VBZ' has 2 columns, expected at least 3"), error.getMessage());
        var empty = assertThrows(IOException.class, () -> new ColumnFile(0, 1, 2).read(file("\n\n")));
        assertTrue(empty.getMessage().contains("no sentences"), empty.getMessage());
        var latin = folder.resolve("latin.conll");
        Files.write(latin, "Zürich O\n".getBytes(StandardCharsets.ISO_8859_1));
        var wrong = assertThrows(IOException.class, () -> new ColumnFile(0, ColumnFile.NONE, 1).read(latin));
        assertTrue(wrong.getMessage().contains("UTF-8"), wrong.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"-1,0,1", "0,-2,1", "0,0,1", "0,2,2"})
    void impossibleColumnsAreRefused(int token, int pos, int entity) {
        assertThrows(IllegalArgumentException.class, () -> new ColumnFile(token, pos, entity));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "columns", ".conll"), text);
    }
}
