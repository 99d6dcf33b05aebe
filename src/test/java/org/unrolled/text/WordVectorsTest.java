package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unrolled.data.DatasetException;

class WordVectorsTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static WordVectors all(Path file) {
        return WordVectors.read(file, word -> true);
    }

    private static byte[] binary(boolean lineFeeds, int words) {
        var out = new ByteArrayOutputStream();
        out.writeBytes((words + " 2\n").getBytes(StandardCharsets.UTF_8));
        var numbers = new float[][] {{1, -2.5f}, {0.1f, 1e-8f}};
        var names = List.of("film", "größer");
        for (int i = 0; i < names.size(); i++) {
            out.writeBytes((names.get(i) + " ").getBytes(StandardCharsets.UTF_8));
            var floats = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            floats.putFloat(numbers[i][0]).putFloat(numbers[i][1]);
            out.writeBytes(floats.array());
            if (lineFeeds) {
                out.write('\n');
            }
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"film 1 -2.5\ngrößer 0.1 1e-8\n", "2 2\nfilm 1 -2.5\ngrößer 0.1 1e-8", "film 1 -2.5 \r\ngrößer 0.1 1e-8 \r\n",
        "\uFEFF2 2\r\nfilm 1 -2.5\r\ngrößer 0.1 1e-8\r\n"})
    void textFilesOfBothKindsAreRead(String text) throws IOException {
        var vectors = all(file("vectors.txt", text));
        assertEquals(2, vectors.size());
        assertEquals(2, vectors.words());
        assertArrayEquals(new float[] {1, -2.5f}, vectors.vector("film"));
        assertArrayEquals(new float[] {0.1f, 1e-8f}, vectors.vector("größer"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void binaryFilesAreReadWithAndWithoutLineFeeds(boolean lineFeeds) throws IOException {
        var vectors = all(Files.write(folder.resolve("vectors.bin"), binary(lineFeeds, 2)));
        assertArrayEquals(new float[] {1, -2.5f}, vectors.vector("film"));
        assertArrayEquals(new float[] {0.1f, 1e-8f}, vectors.vector("größer"));
    }

    @Test
    void packedFilesAreRead() throws IOException {
        var path = folder.resolve("vectors.txt.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("film 1 2\n".getBytes(StandardCharsets.UTF_8));
        }
        assertTrue(all(path).contains("film"));
    }

    @Test
    void onlyKnownWordsAreKeptAndWordsMayHoldSpaces() throws IOException {
        var vectors = WordVectors.read(file("v.txt", "a 1 2\n. . . 3 4\nb 5 6\n"), word -> !word.equals("a"));
        assertFalse(vectors.contains("a"));
        assertArrayEquals(new float[] {3, 4}, vectors.vector(". . ."));
        assertArrayEquals(new float[] {5, 6}, vectors.vector("b"));
        var e = assertThrows(IllegalArgumentException.class, () -> vectors.vector("a"));
        assertTrue(e.getMessage().contains("\"a\""), e.getMessage());
    }

    @Test
    void aTableHasARowForEachSymbol() throws IOException {
        var vocabulary = Vocabulary.of(Vocabulary.Unit.WORD, List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN, "b"));
        var vectors = all(file("v.txt", "a 1 2\nb 5 6\n"));
        var table = vectors.table(vocabulary, 3);
        assertArrayEquals(new long[] {3, 2}, table.shape());
        assertArrayEquals(new float[] {0, 0}, table.getRow(0).toFloatVector());
        assertArrayEquals(new float[] {5, 6}, table.getRow(2).toFloatVector());
        for (float each : table.getRow(1).toFloatVector()) {
            assertTrue(each != 0 && Math.abs(each) <= 0.25, "drawn: " + each);
        }
        assertEquals(table, vectors.table(vocabulary, 3), "one seed, one table");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "''; line 0; empty",
        "film; line 1; header",
        "3 2|a 1 2|b 3 4; line 3; ends after 2",
        "1 2|a 1 2|b 3 4; line 2; nothing more",
        "2 0|a|b; line 1; at least one number",
        "a 1 2|b 3; line 2; found 1 numbers",
        "a 1 2|b 3 4 5; line 2; found 3",
        "2 3|a 1 2|b 3 4; line 2; found 2 numbers",
        "a 1 2|b 3 x; line 2; \"x\"",
        "a 1 2|b NaN 3; line 2; finite",
        "a 1 2|a 3 4; line 2; was there before"})
    void brokenTextIsNamedByFileAndLine(String text, String where, String what) throws IOException {
        var path = file("broken.txt", text.replace('|', '\n'));
        var message = assertThrows(DatasetException.class, () -> all(path)).getMessage();
        assertTrue(message.contains("broken.txt, " + where) && message.contains(what), message);
    }

    @Test
    void aBinaryFileThatIsCutOrTooLongIsNamed() throws IOException {
        var whole = binary(false, 2);
        for (int length = 5; length < whole.length; length++) {
            var cut = Files.write(folder.resolve("cut.bin"), java.util.Arrays.copyOf(whole, length));
            var message = assertThrows(DatasetException.class, () -> all(cut)).getMessage();
            assertTrue(message.contains("cut.bin, line "), length + ": " + message);
        }
        var fewer = Files.write(folder.resolve("more.bin"), binary(false, 1));
        var message = assertThrows(DatasetException.class, () -> all(fewer)).getMessage();
        assertTrue(message.contains("nothing more after the 1 words"), message);
    }

    @Test
    void otherEncodingsAndMissingFilesAreNamed() throws IOException {
        var latin = Files.write(folder.resolve("latin.txt"), "größer 1 2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(assertThrows(DatasetException.class, () -> all(latin)).getMessage().contains("UTF-8"));
        assertTrue(assertThrows(DatasetException.class, () -> all(folder.resolve("none.txt"))).getMessage().contains("none.txt"));
    }
}
