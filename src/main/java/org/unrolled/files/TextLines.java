package org.unrolled.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads the lines of a text file, plain or with the ending {@code .gz}. */
public final class TextLines {
    private static final int LOOKED_AT = 1000;

    private TextLines() { }

    /** {@link #read(Path, Charset)} in UTF-8. */
    public static List<String> read(Path file) throws IOException {
        return read(file, StandardCharsets.UTF_8);
    }

    /**
     * The lines without their ends, which are LF or CRLF, or CR in a file that has no LF. No other character ends a line: words
     * may hold U+0085 or U+2028. A byte order mark of UTF-8 is no part of the text.
     *
     * @throws IOException if the file can't be read, is damaged, or is in another encoding: the message names the line, or the
     *                     encoding where its bytes tell
     */
    public static List<String> read(Path file, Charset charset) throws IOException {
        var text = text(file, charset);
        char mark = text.indexOf('\n') >= 0 ? '\n' : '\r';
        var lines = new ArrayList<String>();
        for (int begin = 0, end; begin < text.length(); begin = end + 1) {
            int next = text.indexOf(mark, begin);
            end = next < 0 ? text.length() : next;
            lines.add(text.substring(begin, end > begin && text.charAt(end - 1) == '\r' ? end - 1 : end));
        }
        return lines;
    }

    private static String text(Path file, Charset charset) throws IOException {
        byte[] bytes = bytes(file);
        boolean utf8 = charset.equals(StandardCharsets.UTF_8);
        var other = utf8 ? wideEncoding(bytes) : "";
        if (!other.isEmpty()) {
            throw new IOException(file + " is " + other + " text, expected UTF-8: convert the file, as with iconv -f " + other
                + " -t UTF-8");
        }
        var in = ByteBuffer.wrap(bytes);
        var decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
        var out = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()) + 1);
        if (decoder.decode(in, out, true).isError() || decoder.flush(out).isError()) {
            throw new IOException(file + ", line " + line(bytes, in.position()) + ": its bytes are no " + charset
                + " text. Convert the file, as with iconv -f " + narrowEncoding(bytes) + " -t UTF-8, or mend the line");
        }
        var text = out.flip().toString();
        return utf8 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static byte[] bytes(Path file) throws IOException {
        try (var raw = Files.newInputStream(file); var in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return in.readAllBytes();
        } catch (EOFException | ZipException e) {
            throw new IOException(file + " is no whole gzip file (" + e.getMessage() + "): copy or fetch it again", e);
        }
    }

    /** UTF-16 or UTF-32 where a byte order mark or the zeros of common letters tell, else nothing. */
    private static String wideEncoding(byte[] bytes) {
        int[] first = new int[4];
        for (int i = 0; i < first.length; i++) {
            first[i] = i < bytes.length ? bytes[i] & 0xFF : -1;
        }
        boolean little = first[0] == 0xFF && first[1] == 0xFE;
        if (little && first[2] == 0 && first[3] == 0 || first[0] == 0 && first[1] == 0 && first[2] == 0xFE && first[3] == 0xFF) {
            return "UTF-32";
        }
        if (little || first[0] == 0xFE && first[1] == 0xFF) {
            return "UTF-16";
        }
        int looked = Math.min(bytes.length, LOOKED_AT);
        int[] zeros = new int[2];
        for (int i = 0; i < looked; i++) {
            zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
        }
        int all = zeros[0] + zeros[1];
        // A text in UTF-8 may hold a zero here and there.
        return all * 5 <= looked ? "" : (all * 5 > looked * 3 ? "UTF-32" : "UTF-16") + (zeros[1] > zeros[0] ? "LE" : "BE");
    }

    /** Of Western Europe's encodings, only Windows' has letters in these places. */
    private static String narrowEncoding(byte[] bytes) {
        for (byte each : bytes) {
            if ((each & 0xE0) == 0x80) {
                return "WINDOWS-1252";
            }
        }
        return "ISO-8859-1";
    }

    private static int line(byte[] bytes, int position) {
        int[] ends = new int[2];
        for (int i = 0; i < position; i++) {
            ends[0] += bytes[i] == '\n' ? 1 : 0;
            ends[1] += bytes[i] == '\r' ? 1 : 0;
        }
        return 1 + (ends[0] > 0 ? ends[0] : ends[1]);
    }
}
