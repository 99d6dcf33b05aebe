package org.unrolled.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
        var note = note(folder, item);
        if (item instanceof Item.DataFolder dataFolder) {
            if (!Files.isDirectory(place)) {
                return false;
            }
            if (!thorough && note.equals(Optional.of(stamp(place, dataFolder.sha256())))) {
                return true;
            }
            return matches(place, item) && remember(folder, item, stamp(place, dataFolder.sha256()));
        }
        if (!Files.isRegularFile(place)) {
            return false;
        }
        var expected = ((Item.DataFile) item).sha256().or(() -> note.map(text -> text.split(" ")[0]));
        if (!thorough && expected.isPresent() && note.equals(Optional.of(stamp(place, expected.get())))) {
            return true;
        }
        var actual = Checksums.file(place);
        return actual.equals(expected.orElse(actual)) && Files.size(place) > 0 && remember(folder, item, stamp(place, actual));
    }

    /** True if what lies there, wherever that is, has the item's checksum, or the item has none. */
    static boolean matches(Path place, Item item) throws IOException {
        if (item instanceof Item.DataFolder folder) {
            return Checksums.folder(place).equals(folder.sha256());
        }
        var sha256 = item instanceof Item.DataFile file ? file.sha256() : Optional.<String>empty();
        return Files.size(place) > 0 && (sha256.isEmpty() || sha256.get().equals(Checksums.file(place)));
    }

    /** Forgets what was noted, because a new file takes the place. */
    void forget(String folder, Item item) throws IOException {
        Files.deleteIfExists(notePath(folder, item));
    }

    private boolean remember(String folder, Item item, String stamp) {
        try {
            var path = notePath(folder, item);
            Files.createDirectories(path.getParent());
            Files.writeString(path, stamp);
        } catch (IOException e) {
            // A cache that can't be written still serves; it is only read in full each time.
            return true;
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
            List<Path> files = list.toList();
            long bytes = 0;
            long newest = 0;
            for (var file : files) {
                bytes += Files.size(file);
                newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
            }
            return sha256 + " " + files.size() + " " + bytes + " " + newest;
        }
    }
}
