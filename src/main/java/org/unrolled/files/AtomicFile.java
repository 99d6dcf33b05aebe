package org.unrolled.files;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files so that nobody ever sees half of one, whatever happens on the way. */
public final class AtomicFile {
    private AtomicFile() { }

    /** Writes a text in UTF-8 beside the file and then gives it the name; folders that lack are made. */
    public static void write(Path file, String text) throws IOException {
        var folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        // Not createTempFile: what that makes, only its owner may read.
        var part = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + "-"
            + Thread.currentThread().getId() + ".part");
        try {
            Files.writeString(part, text);
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
