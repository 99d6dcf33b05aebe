package org.unrolled.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files so that nobody ever sees half of one, whatever happens on the way. */
public final class AtomicFile {
    private AtomicFile() { }

    /** What a file gets. */
    @FunctionalInterface
    public interface Content {
        /** Writes it all. */
        void write(OutputStream out) throws IOException;
    }

    /** Writes a text in UTF-8 beside the file and then gives it the name; folders that lack are made. */
    public static void write(Path file, String text) throws IOException {
        var folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        // An encoder of its own: unlike getBytes it refuses half a character.
        var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        write(file, out -> out.write(bytes.array(), 0, bytes.limit()));
    }

    /** Writes a file into a folder that is there, beside its name, and then gives it the name. */
    public static void write(Path file, Content content) throws IOException {
        // Not createTempFile: what that makes, only its owner may read.
        var part = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + "-"
            + Thread.currentThread().getId() + ".part");
        try {
            try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
                content.write(out);
            }
            replace(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Gives a finished file, or a folder, another name; a file that had it is replaced. */
    public static void replace(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
