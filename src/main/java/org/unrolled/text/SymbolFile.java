package org.unrolled.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.unrolled.files.AtomicFile;
import org.unrolled.files.TextLines;

/** UTF-8 files with one entry a line, in which symbols may hold any character. */
final class SymbolFile {
    private SymbolFile() { }

    /** Writes by way of a temporary file beside it: there is never half a file under the name. */
    static void write(Path file, List<String> lines) throws IOException {
        AtomicFile.write(file, String.join("\n", lines) + "\n");
    }

    /** The lines of a UTF-8 file, at least one, without empty ones at its end. */
    static List<String> read(Path file) throws IOException {
        var lines = TextLines.read(file);
        int size = lines.size();
        while (size > 0 && lines.get(size - 1).isEmpty()) {
            size--;
        }
        return size == 0 ? List.of("") : lines.subList(0, size);
    }

    /** A symbol on one line, without tabs. */
    static String escape(String symbol) {
        return symbol.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }

    /** @throws IllegalArgumentException if a backslash begins no escape */
    static String unescape(String line) {
        return line.translateEscapes();
    }
}
