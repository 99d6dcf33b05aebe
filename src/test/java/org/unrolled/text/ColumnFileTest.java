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
