package org.unrolled.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.unrolled.files.AtomicFile;

/** Gives finished files and folders their names, and clears away unfinished ones. */
final class Moves {
    private Moves() { }

    /** Puts a file or folder in the place of another; nobody sees half of it. */
    static void replace(Path from, Path to) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        if (Files.isDirectory(to)) {
            deleteTree(to);
        }
        AtomicFile.replace(from, to);
    }

    /** Removes a folder and all in it; links are removed, not followed. */
    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
