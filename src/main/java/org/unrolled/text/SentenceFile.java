package org.unrolled.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A text file with a sentence a line. */
final class SentenceFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SentenceFile() { }

    /**
     * The lines, without white space at their ends.
     *
     * @throws IOException if the file can't be read, or isn't UTF-8: then it names the first line that isn't
     */
    static List<String> read(Path file) throws IOException {
        byte[] bytes = bytes(file);
        var lines = new ArrayList<String>();
        int begin = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length ? i > begin : bytes[i] == '\n') {
                lines.add(decode(bytes, begin, i, file, lines.size() + 1).strip());
                begin = i + 1;
            }
        }
        if (!lines.isEmpty() && lines.get(0).startsWith(BYTE_ORDER_MARK)) {
            lines.set(0, lines.get(0).substring(1).strip());
        }
        return lines;
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
             var in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return in.readAllBytes();
        }
    }

    private static String decode(byte[] bytes, int begin, int end, Path file, int line) throws IOException {
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            return decoder.decode(ByteBuffer.wrap(bytes, begin, end - begin)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + ", line " + line + ": its bytes are no UTF-8 text. Convert the file, as with"
                + " iconv -f ISO-8859-1 -t UTF-8, or mend the line", e);
        }
    }
}
