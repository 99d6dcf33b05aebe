package org.unrolled.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files, folders and texts. */
public final class Checksums {
    private Checksums() { }

    /** SHA-256 of a file's bytes, in lower-case hexadecimal, as {@code sha256sum} prints it. */
    public static String file(Path file) throws IOException {
        var digest = sha256();
        var buffer = new byte[1 << 16];
        try (var in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * SHA-256 of a folder: that of the text with a line {@code checksum, two spaces, name} for each file, sorted by name; what
     * {@code cd FOLDER && LC_ALL=C ls | xargs sha256sum | sha256sum} prints. Subfolders are not looked into.
     */
    public static String folder(Path folder) throws IOException {
        var digest = sha256();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update((file(file) + "  " + file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of a text in UTF-8. */
    public static String text(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
