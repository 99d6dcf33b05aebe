package org.unrolled.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** UTF-8 files with one entry a line, in which symbols may hold any character. */
final class SymbolFile {
    private SymbolFile() { }

    /** Writes by way of a temporary file beside it: there is never half a file under the name. */
    static void write(Path file, List<String> lines) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        var part = Files.createTempFile(folder, file.getFileName().toString(), ".part");
        try {
            Files.writeString(part, String.join("\n", lines) + "\n");
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * The lines of a file.
     *
     * @param what what the file should be, for the message
     * @throws IOException if it is missing or no UTF-8 text
     */
    static List<String> read(Path file, String what) throws IOException {
        try {
            return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\n"));
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not " + what + ": it is not UTF-8 text", e);
        }
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
