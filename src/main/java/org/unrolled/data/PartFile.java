package org.unrolled.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file on its way, and beside it a note of where its bytes came from, so that they can be gone on with safely. */
record PartFile(Path path) {
    private Path note() {
        return path.resolveSibling(path.getFileName() + ".from");
    }

    /** How many bytes are there to go on from; what can't be gone on from is removed. */
    long resumable(URI address, Downloader.Expected expected) {
        try {
            if (!Files.isRegularFile(path)) {
                return 0;
            }
            long size = Files.size(path);
            if (expected.sha256().isPresent() ? size <= expected.bytes() : validator(address).isPresent()) {
                return size;
            }
            delete();
            return 0;
        } catch (IOException e) {
            throw new DatasetException(path + " can't be read: " + Downloader.reason(e), e);
        }
    }

    /** The mark (ETag or date) of the version at that address which the bytes belong to. */
    Optional<String> validator(URI address) {
        try {
            List<String> lines = Files.isRegularFile(note()) ? Files.readAllLines(note()) : List.of();
            return lines.size() == 2 && lines.get(0).equals(address.toString()) ? Optional.of(lines.get(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Starts from nothing. */
    void begin(URI address, Optional<String> validator) throws IOException {
        delete();
        if (validator.isPresent()) {
            Files.writeString(note(), address + "\n" + validator.get() + "\n");
        }
    }

    /** Removes the file and its note. */
    void delete() {
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(note());
        } catch (IOException e) {
            throw new DatasetException(path + " can't be removed: " + Downloader.reason(e), e);
        }
    }

    /** Gives the finished file its name. */
    void finish(Path target) throws IOException {
        Fetching.replace(path, target);
        Files.deleteIfExists(note());
    }
}
