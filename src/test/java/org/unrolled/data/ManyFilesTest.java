package org.unrolled.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyFilesTest {
    @TempDir
    Path root;

    private static ManyFiles.Outcome fetch(Map<String, URI> addresses, Path folder, DataListener listener) {
        return ManyFiles.fetch(addresses, folder, 4, listener, new Downloader(new Downloader.Patience(Duration.ofSeconds(5),
                Duration.ofSeconds(2), 2, Duration.ofMillis(10)), new Proxies(Map.of()), Downloader.Output.FILE, DataListener.silent()));
    }

    private static byte[] picture(int number) {
        var bytes = new byte[5_000 + number];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    @Test
    void filesAreWholeOrAbsentAndTheNextTryGoesOn() throws IOException {
        try (var server = new LocalServer()) {
            var addresses = new LinkedHashMap<String, URI>();
            for (int i = 0; i < 60; i++) {
                addresses.put("train/" + i + ".jpg", server.at("/" + i));
                server.on("/" + i, i % 20 == 3 ? LocalServer.status(404) : i % 20 == 5 ? LocalServer.cut(picture(i), "\"x\"", 1_000 + i)
                        : i % 20 == 7 ? LocalServer.cut(picture(i), "", 100) : LocalServer.file(picture(i), ""));
            }
            var notes = new CopyOnWriteArrayList<String>();
            var first = fetch(addresses, root, notes::add);
            assertEquals(51, first.fetched(), first.failed().toString());
            assertEquals(Set.of("train/3.jpg", "train/23.jpg", "train/43.jpg", "train/5.jpg", "train/25.jpg", "train/45.jpg", "train/7.jpg",
                    "train/27.jpg", "train/47.jpg"), first.failed().keySet());
            assertTrue(first.failed().get("train/3.jpg").contains("404"), first.failed().toString());
            assertTrue(first.failed().get("train/7.jpg").contains("cut after"), first.failed().toString());
            assertEquals(10, notes.size(), notes.toString());
            for (int i = 0; i < 60; i++) {
                var file = root.resolve("train/" + i + ".jpg");
                assertEquals(!first.failed().containsKey("train/" + i + ".jpg"), Files.exists(file));
                server.on("/" + i, LocalServer.file(picture(i), "\"x\""));
            }
            server.requests.clear();
            var second = fetch(addresses, root, notes::add);
            assertEquals(new ManyFiles.Outcome(9, 51, Map.of()), second);
            assertTrue(server.requests.stream().anyMatch(request -> request.startsWith("/5 bytes=")), server.requests.toString());
            for (int i = 0; i < 60; i++) {
                assertArrayEquals(picture(i), Files.readAllBytes(root.resolve("train/" + i + ".jpg")));
            }
            try (var left = Files.walk(root)) {
                assertEquals(60, left.filter(Files::isRegularFile).count(), "no temporary file is left");
            }
        }
    }

    @Test
    void whatCannotBeFetchedIsNamed() {
        assertTrue(fetch(Map.of("a.jpg", URI.create("")), root, DataListener.silent()).failed().get("a.jpg").contains("no address"));
        for (var name : List.of("../a.jpg", "/a.jpg", "", ".")) {
            var error = assertThrows(DatasetException.class,
                    () -> fetch(Map.of(name, URI.create("http://127.0.0.1:1/")), root, DataListener.silent()), name);
            assertTrue(error.getMessage().contains("'" + name + "'"), error.getMessage());
        }
        assertFalse(Files.exists(root.resolveSibling("a.jpg")));
    }
}
