package org.unrolled.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Data sets and caches for tests; as a program it fetches one file, in a process of its own. */
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

    static Mirror mirror(String setting) {
        return Mirror.of(setting == null ? Map.of() : Map.of("UNROLLED_MIRROR", setting));
    }

    static DataCache cache(Path root, String mirror, DataListener listener) {
        return cache(root, mirror, listener, BRIEF, Map.of());
    }

    static DataCache cache(Path root, String mirror, DataListener listener, Downloader.Patience patience,
            Map<String, String> environment) {
        return new DataCache(root, mirror(mirror), listener, hears -> new Downloader(patience, new Proxies(environment),
                Downloader.Output.FILE, hears));
    }

    /** Starts the program. */
    static Process start(Path root, Optional<String> sha256, long bytes, URI address, String... proxy) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), FetchOnce.class.getName(), root.toString(), sha256.orElse(""),
                String.valueOf(bytes), address.toString()));
        command.addAll(List.of(proxy));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    public static void main(String[] arguments) throws IOException {
        var dataset = dataset(Optional.of(arguments[1]), Long.parseLong(arguments[2]), URI.create(arguments[3]));
        var patience = new Downloader.Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), 1, Duration.ZERO);
        Map<String, String> environment = arguments.length > 4 ? Map.of("https_proxy", arguments[4]) : Map.of();
        var path = cache(Path.of(arguments[0]), null, DataListener.silent(), patience, environment).path(dataset, "file.bin");
        System.out.println(Checksums.file(path));
    }
}
