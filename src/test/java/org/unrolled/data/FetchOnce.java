package org.unrolled.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Data sets and caches for tests; as a program it fetches one file, for the test with two processes. */
final class FetchOnce {
    private FetchOnce() { }

    static final Downloader.Patience BRIEF = new Downloader.Patience(Duration.ofSeconds(5), Duration.ofMillis(400), 3,
            Duration.ofMillis(1));

    /** A data set with one file, {@code folder/file.bin}. */
    static Dataset dataset(Optional<String> sha256, long bytes, URI... addresses) {
        return dataset(new Item.DataFile("file.bin", bytes, sha256, new Item.Source.Web(List.of(addresses))));
    }

    static Dataset dataset(Item... items) {
        return new Dataset("test-set", "for tests", "ours", URI.create("http://127.0.0.1/"), "folder", "as bytes", List.of(items),
                Optional.empty());
    }

    static DataCache cache(Path root, String mirror, DataListener listener) {
        return cache(root, mirror, listener, BRIEF, Map.of());
    }

    static DataCache cache(Path root, String mirror, DataListener listener, Downloader.Patience patience,
            Map<String, String> environment) {
        return new DataCache(root, Mirror.of(mirror), listener, hears -> new Downloader(patience, new Proxies(environment),
                (file, append) -> append ? Files.newOutputStream(file, java.nio.file.StandardOpenOption.APPEND)
                        : Files.newOutputStream(file), hears));
    }

    public static void main(String[] arguments) throws IOException {
        var dataset = dataset(Optional.of(arguments[1]), Long.parseLong(arguments[2]), URI.create(arguments[3]));
        var patience = new Downloader.Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), 1, Duration.ZERO);
        var path = cache(Path.of(arguments[0]), null, DataListener.silent(), patience, Map.of()).path(dataset, "file.bin");
        System.out.println(Checksums.file(path));
    }
}
