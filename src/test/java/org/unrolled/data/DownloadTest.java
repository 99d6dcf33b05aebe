package org.unrolled.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final byte[] DATA = new byte[200_000];
    private static final Optional<String> SHA256;

    static {
        new Random(1).nextBytes(DATA);
        try {
            var file = Files.createTempFile("unrolled", ".bin");
            Files.write(file, DATA);
            SHA256 = Optional.of(Checksums.file(file));
            Files.delete(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @TempDir
    private Path root;
    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        server = new LocalServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFileIsFetchedOnceAndChecked() throws IOException {
        server.on("/a", LocalServer.file(DATA, "\"1\""));
        var progress = new ArrayList<Long>();
        var listener = new DataListener() {
            @Override
            public void note(String text) { }

            @Override
            public void progress(String what, long done, long total) {
                assertEquals("test-set file.bin", what);
                assertEquals(DATA.length, total);
                progress.add(done);
            }
        };
        var cache = FetchOnce.cache(root, null, listener);
        var path = cache.path(known("/a"), "file.bin");
        assertEquals(root.resolve("folder/file.bin"), path);
        assertArrayEquals(DATA, Files.readAllBytes(path));
        assertEquals(DATA.length, progress.get(progress.size() - 1));
        cache.path(known("/a"), "file.bin");
        assertEquals(List.of("/a"), server.requests, "the second time it is in the cache");
        assertNothingElse();
    }

    @Test
    void aCutConnectionIsGoneOnWith() throws IOException {
        server.on("/a", LocalServer.inTurn(LocalServer.cut(DATA, "\"1\"", 70_000), LocalServer.file(DATA, "\"1\"")));
        assertArrayEquals(DATA, fetch(known("/a")));
        assertEquals(2, server.requests.size());
        assertTrue(server.requests.get(1).matches("/a bytes=[1-9]\\d*-"), server.requests.toString());
        assertNothingElse();
    }

    @Test
    void theNextRunGoesOnWithWhatTheLastOneGot() throws IOException {
        server.on("/a", LocalServer.inTurn(LocalServer.cut(DATA, "\"1\"", 50_000), LocalServer.status(503), LocalServer.status(503),
                LocalServer.file(DATA, "\"1\"")));
        var error = assertThrows(DatasetException.class, () -> fetch(unknown("/a")));
        assertTrue(error.getMessage().contains("status 503"), error.getMessage());
        assertFalse(Files.exists(root.resolve("folder/file.bin")), "nothing half-made under the name");
        assertArrayEquals(DATA, fetch(unknown("/a")));
        assertTrue(server.requests.get(3).matches("/a bytes=[1-9]\\d*-"), server.requests.toString());
        assertNothingElse();
    }

    @Test
    void aFileThatChangedMeanwhileIsFetchedFromTheStart() throws IOException {
        var changed = DATA.clone();
        changed[3]++;
        server.on("/a", LocalServer.inTurn(LocalServer.cut(DATA, "\"1\"", 50_000), LocalServer.file(changed, "\"2\"")));
        assertArrayEquals(changed, fetch(unknown("/a")));
    }

    @Test
    void aCutFileWithoutAMarkIsFetchedFromTheStart() throws IOException {
        server.on("/a", LocalServer.inTurn(LocalServer.cut(DATA, "", 50_000), LocalServer.file(DATA, "")));
        assertArrayEquals(DATA, fetch(unknown("/a")));
        assertEquals(List.of("/a", "/a"), server.requests);
    }

    @Test
    void aServerThatKnowsNoRangesIsNoProblem() throws IOException {
        server.on("/a", LocalServer.inTurn(LocalServer.cut(DATA, "\"1\"", 50_000), LocalServer.chunked(DATA)));
        assertArrayEquals(DATA, fetch(known("/a")));
    }

    @Test
    void aBusyServerIsAskedAgainAndAMissingFileElsewhere() throws IOException {
        server.on("/a", LocalServer.inTurn(LocalServer.status(500), LocalServer.file(DATA, "")));
        assertArrayEquals(DATA, fetch(known("/absent", "/a")));
        assertEquals(List.of("/absent", "/a", "/a"), server.requests, "a missing file is not asked for twice");
    }

    @Test
    void wrongBytesAreThrownAwayAndTheNextRunWorks() throws IOException {
        var wrong = DATA.clone();
        wrong[77]++;
        server.on("/a", LocalServer.file(wrong, "\"1\""));
        var error = assertThrows(DatasetException.class, () -> fetch(known("/a")));
        assertTrue(error.getMessage().contains("has the checksum"), error.getMessage());
        assertTrue(error.getMessage().contains("expected " + SHA256.get()), error.getMessage());
        assertEquals(List.of(), files());
        server.on("/a", LocalServer.file(DATA, "\"1\""));
        assertArrayEquals(DATA, fetch(known("/a")));
    }

    @Test
    void aFileOfAnotherLengthIsRefusedAtOnce() {
        server.on("/a", LocalServer.file(new byte[10], ""));
        server.on("/b", LocalServer.chunked(new byte[DATA.length * 2]));
        var error = assertThrows(DatasetException.class, () -> fetch(known("/a", "/b")));
        assertTrue(error.getMessage().contains("has 10 bytes, expected 200000"), error.getMessage());
        assertTrue(error.getMessage().contains("more than the 200000 bytes expected"), error.getMessage());
    }

    @Test
    void aLoginPageIsNotTakenForData() throws IOException {
        server.on("/a", exchange -> {
            var page = "<html>Please log in</html>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        });
        var error = assertThrows(DatasetException.class, () -> fetch(unknown("/a")));
        assertTrue(error.getMessage().contains("web page instead of the data"), error.getMessage());
        assertEquals(List.of(), files());
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() throws IOException {
        server.on("/slow", server.stalling(DATA, 1_000));
        server.on("/a", LocalServer.file(DATA, ""));
        assertArrayEquals(DATA, fetch(known("/slow", "/a")));
        var error = assertThrows(DatasetException.class, () -> fetchInto("other", unknown("/slow")));
        assertTrue(error.getMessage().contains("nothing more came for 0.4 s"), error.getMessage());
    }

    @Test
    void withoutNetworkTheErrorNamesDataSetAddressAndMirror() throws IOException {
        var closed = closedPort();
        var error = assertThrows(DatasetException.class, () -> fetch(FetchOnce.dataset(SHA256, DATA.length, closed)));
        for (var part : List.of("'test-set'", "file.bin", closed.toString(), "UNROLLED_MIRROR", "folder/file.bin", "no connection")) {
            assertTrue(error.getMessage().contains(part), part + " in: " + error.getMessage());
        }
        var nowhere = URI.create("http://no-such-host.invalid/file");
        var unknown = assertThrows(DatasetException.class, () -> fetch(FetchOnce.dataset(SHA256, DATA.length, nowhere)));
        assertTrue(unknown.getMessage().contains("no-such-host.invalid is not known here"), unknown.getMessage());
    }

    @Test
    void aProxyThatRefusesIsNamed() throws IOException {
        var address = URI.create("http://data.example/file.bin");
        server.on("/file.bin", LocalServer.status(407));
        var proxy = "http://127.0.0.1:" + server.port();
        var wants = assertThrows(DatasetException.class, () -> throughProxy(proxy, address));
        assertTrue(wants.getMessage().contains("wants a name and password (status 407)"), wants.getMessage());
        assertTrue(wants.getMessage().contains("proxy 127.0.0.1"), wants.getMessage());
        var closed = closedPort();
        var refused = assertThrows(DatasetException.class, () -> throughProxy(closed.toString(), address));
        assertTrue(refused.getMessage().contains("no connection through proxy"), refused.getMessage());
        server.on("/file.bin", LocalServer.file(DATA, ""));
        assertArrayEquals(DATA, throughProxy(proxy, address));
    }

    @Test
    void theEnvironmentsProxySettingsAreRead() {
        var proxies = new Proxies(Map.of("https_proxy", "proxy.example:3128", "NO_PROXY", "intern.example,.lab.example"));
        assertTrue(proxies.describe(URI.create("https://data.example/a")).contains("proxy.example"));
        assertEquals("", proxies.describe(URI.create("http://data.example/a")));
        assertEquals("", proxies.describe(URI.create("https://www.intern.example/a")));
        assertEquals("", proxies.describe(URI.create("https://x.lab.example/a")));
        assertEquals("", proxies.describe(URI.create("https://localhost/a")));
    }

    @Test
    void aFullDiskIsToldAndLeavesNothing() throws IOException {
        server.on("/a", LocalServer.file(DATA, "\"1\""));
        var cache = new DataCache(root, new Mirror.None(), DataListener.silent(), hears -> new Downloader(FetchOnce.BRIEF,
                new Proxies(Map.of()), (file, append) -> new FullDisk(Files.newOutputStream(file), 100_000), hears));
        var error = assertThrows(DatasetException.class, () -> cache.path(known("/a"), "file.bin"));
        assertTrue(error.getMessage().contains("No space left on device. Free some space"), error.getMessage());
        assertTrue(error.getMessage().contains("UNROLLED_DATA"), error.getMessage());
        assertEquals(List.of(), files());
        assertArrayEquals(DATA, fetch(known("/a")), "with space again the next run works");
    }

    @Test
    void anInterruptStopsAndTheNextRunGoesOn() throws Exception {
        var started = new CountDownLatch(1);
        server.on("/a", exchange -> {
            started.countDown();
            server.stalling(DATA, 1_000).give(exchange);
        });
        var patient = new Downloader.Patience(FetchOnce.BRIEF.connect(), java.time.Duration.ofSeconds(60), 1, java.time.Duration.ZERO);
        var cache = FetchOnce.cache(root, null, DataListener.silent(), patient, Map.of());
        var error = new DatasetException[1];
        var interrupted = new boolean[1];
        var thread = new Thread(() -> {
            error[0] = assertThrows(DatasetException.class, () -> cache.path(known("/a"), "file.bin"));
            interrupted[0] = Thread.currentThread().isInterrupted();
        });
        thread.start();
        started.await();
        thread.interrupt();
        thread.join();
        assertTrue(error[0].getMessage().contains("was stopped"), error[0].getMessage());
        assertTrue(interrupted[0], "the flag stays set, so that a training loop behind it stops too");
        server.on("/a", LocalServer.file(DATA, "\"1\""));
        assertArrayEquals(DATA, fetch(known("/a")));
    }

    @Test
    void twoThreadsFetchOnce() throws Exception {
        server.on("/a", LocalServer.file(DATA, "\"1\""));
        var pool = Executors.newFixedThreadPool(4);
        Callable<byte[]> task = () -> fetch(known("/a"));
        for (var each : pool.invokeAll(List.of(task, task, task, task))) {
            assertArrayEquals(DATA, each.get());
        }
        pool.shutdown();
        assertEquals(List.of("/a"), server.requests);
    }

    @Test
    void twoProcessesFetchOnce() throws Exception {
        var bothRun = new CountDownLatch(1);
        server.on("/a", exchange -> {
            bothRun.await();
            LocalServer.file(DATA, "\"1\"").give(exchange);
        });
        var first = FetchOnce.start(root, SHA256, DATA.length, server.at("/a"));
        var second = FetchOnce.start(root, SHA256, DATA.length, server.at("/a"));
        bothRun.countDown();
        for (var process : List.of(first, second)) {
            assertEquals(SHA256.get(), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            assertEquals(0, process.waitFor());
        }
        assertEquals(List.of("/a"), server.requests);
        assertNothingElse();
    }

    private byte[] throughProxy(String proxy, URI address) throws IOException {
        var cache = FetchOnce.cache(root, null, DataListener.silent(), FetchOnce.BRIEF, Map.of("http_proxy", proxy));
        return Files.readAllBytes(cache.path(FetchOnce.dataset(SHA256, DATA.length, address), "file.bin"));
    }

    private byte[] fetch(Dataset dataset) throws IOException {
        return fetchInto("", dataset);
    }

    private byte[] fetchInto(String subfolder, Dataset dataset) throws IOException {
        var cache = FetchOnce.cache(root.resolve(subfolder), null, DataListener.silent());
        return Files.readAllBytes(cache.path(dataset, "file.bin"));
    }

    /** A data set whose checksum is known. */
    private Dataset known(String... paths) {
        return FetchOnce.dataset(SHA256, DATA.length, addresses(paths));
    }

    /** A data set whose checksum is not known, and whose size only roughly. */
    private Dataset unknown(String... paths) {
        return FetchOnce.dataset(Optional.empty(), 150_000, addresses(paths));
    }

    private URI[] addresses(String... paths) {
        return java.util.Arrays.stream(paths).map(server::at).toArray(URI[]::new);
    }

    private List<String> files() throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).map(file -> root.relativize(file).toString())
                    .filter(name -> !name.startsWith(".locks")).sorted().toList();
        }
    }

    private void assertNothingElse() throws IOException {
        assertEquals(List.of(".checked/folder/file.bin.txt", "folder/file.bin"), files());
    }

    private static URI closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/file");
        }
    }

    /** A disk with so many bytes left. */
    private static final class FullDisk extends FilterOutputStream {
        private long left;

        FullDisk(OutputStream out, long left) {
            super(out);
            this.left = left;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > left) {
                throw new IOException("No space left on device");
            }
            left -= length;
            out.write(bytes, offset, length);
        }
    }
}
