package org.unrolled.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextLinesTest {
    @TempDir
    private Path folder;

    private static Stream<Arguments> texts() {
        return Stream.of(
            Arguments.of("", List.of()),
            Arguments.of("\n", List.of("")),
            Arguments.of("a\nb", List.of("a", "b")),
            Arguments.of("a\r\n\r\nb\r\n", List.of("a", "", "b")),
            Arguments.of("a\r\rb\r", List.of("a", "", "b")),
            Arguments.of("a\rb\nc\n", List.of("a\rb", "c")),
            Arguments.of("\uFEFFa\n\uFEFFb\n", List.of("a", "\uFEFFb")),
            Arguments.of("a\u0085b\u2028c\u000Bd\n", List.of("a\u0085b\u2028c\u000Bd")),
            Arguments.of("a\0b and some more letters\n", List.of("a\0b and some more letters")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void linesEndAtLineFeedsOrAtCarriageReturnsAlone(String text, List<String> lines) throws IOException {
        var file = Files.writeString(folder.resolve("text"), text);
        assertEquals(lines, TextLines.read(file));
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE,''", "UTF-16BE,''", "UTF-32LE,''", "UTF-32BE,''", "UTF-16LE,UTF-16", "UTF-16BE,UTF-16",
            "UTF-32LE,UTF-32", "UTF-32BE,UTF-32"})
    void wideEncodingsAreNamed(String encoding, String named) throws IOException {
        var mark = named.isEmpty() ? "" : "\uFEFF";
        var file = folder.resolve("text.de");
        for (var text : List.of("Ein Hund läuft.\nUnd noch einer.\n", "Да, да.\n", "a")) {
            if (mark.isEmpty() && text.startsWith("Да")) {
                continue;
            }
            Files.write(file, (mark + text).getBytes(Charset.forName(encoding)));
            var name = named.isEmpty() ? encoding : named;
            var error = assertThrows(IOException.class, () -> TextLines.read(file), text);
            assertEquals(file + " is " + name + " text, expected UTF-8: convert the file, as with iconv -f " + name
                + " -t UTF-8", error.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"ISO-8859-1,'a\nZürich\n',2,ISO-8859-1", "windows-1252,'„Ja“\n',1,WINDOWS-1252", "ISO-8859-1,'a\rb\rZürich',3,ISO-8859-1",
            "ISO-8859-1,'Ende ü',1,ISO-8859-1"})
    void narrowEncodingsAreToldByTheLine(String encoding, String text, int line, String guess) throws IOException {
        var file = Files.write(folder.resolve("text"), text.getBytes(Charset.forName(encoding)));
        var error = assertThrows(IOException.class, () -> TextLines.read(file));
        assertEquals(file + ", line " + line + ": its bytes are no UTF-8 text. Convert the file, as with iconv -f " + guess
            + " -t UTF-8, or mend the line", error.getMessage());
    }

    @Test
    void packedFilesAreReadAndDamagedOnesNamed() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write("\uFEFFeins\r\nzwei".getBytes(StandardCharsets.UTF_8));
        }
        var file = Files.write(folder.resolve("text.gz"), packed.toByteArray());
        assertEquals(List.of("eins", "zwei"), TextLines.read(file));
        Files.write(file, java.util.Arrays.copyOf(packed.toByteArray(), packed.size() - 6));
        assertTrue(assertThrows(IOException.class, () -> TextLines.read(file)).getMessage().contains("no whole gzip file"));
        assertThrows(NoSuchFileException.class, () -> TextLines.read(folder.resolve("absent")));
    }
}
