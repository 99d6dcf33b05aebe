package org.unrolled.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledSentencesTest {
    private static final List<LabelledSentence> EXPECTED = List.of(new LabelledSentence("positive", "good, \"very\" good"),
        new LabelledSentence("2", "größer 007"));

    @TempDir
    private Path folder;

    private Path file(String name, String text, Charset charset) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(charset));
    }

    private String refused(Path file) {
        var message = assertThrows(DatasetException.class, () -> LabelledSentences.table(file, "review", "stars")).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void tablesAreReadWithAnyLineEndAndByteOrderMark(String end) throws IOException {
        var csv = "\uFEFFid,review,stars\n1,\"good, \"\"very\"\" good\",positive\n2,größer 007,2\n".replace("\n", end);
        assertEquals(EXPECTED, LabelledSentences.table(file("own.csv", csv, StandardCharsets.UTF_8), "review", "stars"));
        var tsv = "stars\treview\npositive\tgood, \"\"\"very\"\"\" good\n2\tgrößer 007\n".replace("\"\"\"", "\"").replace("\n", end);
        assertEquals(EXPECTED.get(1), LabelledSentences.table(file("own.tsv", tsv, StandardCharsets.UTF_8), "review", "stars").get(1));
    }

    @Test
    void aLongLineIsReadWhole() throws IOException {
        var text = "word ".repeat(10_000).strip();
        var file = file("long.csv", "review,stars\n" + text + ",1\n", StandardCharsets.UTF_8);
        assertEquals(List.of(new LabelledSentence("1", text)), LabelledSentences.table(file, "review", "stars"));
    }

    @Test
    void badTablesAreNamedByFileAndRow() throws IOException {
        assertTrue(refused(file("a.csv", "text,stars\nx,1\n", StandardCharsets.UTF_8)).contains("no column \"review\", its first line names text, stars"));
        assertTrue(refused(file("b.csv", "review,stars\nx,1\n,2\n", StandardCharsets.UTF_8)).contains("row 2 after the names: no review"));
        assertTrue(refused(file("c.csv", "review,stars\nx,\n", StandardCharsets.UTF_8)).contains("row 1 after the names: no stars"));
        assertTrue(refused(file("d.csv", "review,stars\ngrößer,1\n", StandardCharsets.ISO_8859_1)).contains("line 2: its bytes are no UTF-8"));
        assertTrue(refused(file("e.csv", "", StandardCharsets.UTF_8)).contains("e.csv"));
        assertTrue(refused(folder.resolve("none.csv")).contains("none.csv"));
    }

    @Test
    void newsAreFoundByTheLineOfTheirNames() throws IOException {
        var names = file("R8.txt", "0\ttrain\tearn\n1\ttest\tacq\n2\ttrain\tship\n", StandardCharsets.UTF_8);
        var texts = file("R8.clean.txt", "profit rose \nfirm bought caf\u00E9\nport closed\n", StandardCharsets.ISO_8859_1);
        assertEquals(List.of(new LabelledSentence("earn", "profit rose"), new LabelledSentence("ship", "port closed")),
            LabelledSentences.r8(names, texts, "train"));
        assertEquals(List.of(new LabelledSentence("acq", "firm bought caf\u00E9")), LabelledSentences.r8(names, texts, "test"));
        var few = file("few.txt", "profit rose\n", StandardCharsets.ISO_8859_1);
        var e = assertThrows(DatasetException.class, () -> LabelledSentences.r8(names, few, "train"));
        assertTrue(e.getMessage().contains("few.txt, line 2: expected a text for each line of"), e.getMessage());
        var odd = file("odd.txt", "0\ttrain\tearn\n1 test acq\n", StandardCharsets.UTF_8);
        e = assertThrows(DatasetException.class, () -> LabelledSentences.r8(odd, texts, "train"));
        assertTrue(e.getMessage().contains("odd.txt, line 2"), e.getMessage());
    }
}
