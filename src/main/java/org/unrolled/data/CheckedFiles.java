package org.unrolled.data;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.unrolled.files.AtomicFile;

/**
 * Says whether files in the cache are what they should be. A checksum that has been found right is noted with the file's size
 * and date under {@code .checked}, so that a notebook doesn't read 90 MB again just to open them.
 */
final class CheckedFiles {
    private final Path root;

    CheckedFiles(Path root) {
        this.root = root;
    }

    /**
     * True if the item lies in the folder and is whole.
     *
     * @param thorough read all of it, whatever has been noted
     */
    boolean good(String folder, Item item, boolean thorough) throws IOException {
        var place = root.resolve(folder).resolve(item.path());
        if (item instanceof Item.DataFolder ? !Files.isDirectory(place) : !Files.isRegularFile(place)) {
            return false;
        }
        var note = note(folder, item);
        var expected = expected(item).or(() -> note.map(text -> text.split(" ")[0]));
        if (!thorough && expected.isPresent() && note.equals(Optional.of(stamp(place, expected.get())))) {
            return true;
        }
        var actual = actual(place, item);
        return actual.equals(expected.orElse(actual)) && !empty(place) && remember(folder, item, stamp(place, actual));
    }

    /** True if what lies there, wherever that is, has the item's checksum, or the item has none. */
    static boolean matches(Path place, Item item) throws IOException {
        var expected = expected(item);
        return !empty(place) && (expected.isEmpty() || expected.get().equals(actual(place, item)));
    }

    private static Optional<String> expected(Item item) {
        return item instanceof Item.DataFolder folder ? folder.sha256()
                : item instanceof Item.DataFile file ? file.sha256() : Optional.empty();
    }

    private static String actual(Path place, Item item) throws IOException {
        return item instanceof Item.DataFolder ? Checksums.folder(place) : Checksums.file(place);
    }

    private static boolean empty(Path place) throws IOException {
        return !Files.isDirectory(place) && Files.size(place) == 0;
    }

    /** Forgets what was noted, because a new file takes the place. */
    void forget(String folder, Item item) throws IOException {
        Files.deleteIfExists(notePath(folder, item));
    }

    private boolean remember(String folder, Item item, String stamp) {
        try {
            AtomicFile.write(notePath(folder, item), stamp);
        } catch (IOException e) {
            // A cache that can't be written still serves; it is only read in full each time.
        }
        return true;
    }

    private Optional<String> note(String folder, Item item) {
        try {
            return Optional.of(Files.readString(notePath(folder, item)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path notePath(String folder, Item item) {
        return root.resolve(".checked").resolve(folder).resolve(item.path() + ".txt");
    }

    private static String stamp(Path place, String sha256) throws IOException {
        if (Files.isRegularFile(place)) {
            return sha256 + " " + Files.size(place) + " " + Files.getLastModifiedTime(place).toMillis();
        }
        try (var list = Files.list(place)) {
            var files = list.map(Path::toFile).toList();
            return sha256 + " " + files.size() + " " + files.stream().mapToLong(File::length).sum() + " "
                    + files.stream().mapToLong(File::lastModified).max().orElse(0);
        }
    }
}
