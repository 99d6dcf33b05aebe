package org.unrolled.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;

/** SHA-256 of files, folders and texts. */
public final class Checksums {
    private Checksums() { }

    /** SHA-256 of a file's bytes, in lower-case hexadecimal, as {@code sha256sum} prints it. */
    public static String file(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return DigestUtils.sha256Hex(in);
        }
    }

    /**
     * SHA-256 of a folder: that of the text with a line {@code checksum, two spaces, name} for each file, sorted by name; what
     * {@code cd FOLDER && LC_ALL=C ls | xargs sha256sum | sha256sum} prints. Subfolders are not looked into.
     */
    public static String folder(Path folder) throws IOException {
        var lines = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                lines.append(file(file)).append("  ").append(file.getFileName()).append('\n');
            }
        }
        return text(lines.toString());
    }

    /** SHA-256 of a text in UTF-8. */
    public static String text(String text) {
        return DigestUtils.sha256Hex(text);
    }
}
