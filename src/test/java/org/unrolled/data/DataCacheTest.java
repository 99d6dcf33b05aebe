package org.unrolled.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.data.DataCache.State;
import org.unrolled.data.Item.Archive;
import org.unrolled.data.Item.DataFile;
import org.unrolled.data.Item.DataFolder;
import org.unrolled.data.Item.OnDemand;
import org.unrolled.data.Item.Source;

class DataCacheTest {
    private static final String HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    private Path root;
    private final List<String> notes = new ArrayList<>();
    private LocalServer server;
    private URI nowhere;

    @BeforeEach
    void start() throws IOException {
        server = new LocalServer();
        try (var socket = new ServerSocket(0)) {
            nowhere = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/file");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aMirrorFolderIsAskedFirstAndCopied() throws IOException {
        write("mirror/folder/file.bin", "hello");
        var path = cache("mirror").path(hello(nowhere), "file.bin");
        assertEquals(root.resolve("cache/folder/file.bin"), path);
        assertEquals("hello", Files.readString(path));
        PathUtils.delete(root.resolve("mirror"));
        assertEquals(path, cache(null).path(hello(nowhere), "file.bin"), "the copy stays");
    }

    @Test
    void aMirrorAddressIsAskedFirst() throws IOException {
        server.on("/class/folder/file.bin", LocalServer.file("hello".getBytes(), ""));
        var path = FetchOnce.cache(root.resolve("cache"), server.at("/class").toString(), listener())
                .path(hello(server.at("/public")), "file.bin");
        assertEquals("hello", Files.readString(path));
        assertEquals(List.of("/class/folder/file.bin"), server.requests);
    }

    @Test
    void aMirrorWithAnotherFileIsNotBelieved() throws IOException {
        write("mirror/folder/file.bin", "jello");
        var error = assertThrows(DatasetException.class, () -> cache("mirror").path(hello(nowhere), "file.bin"));
        assertTrue(error.getMessage().contains(root.resolve("mirror/folder/file.bin") + ": wrong checksum"), error.getMessage());
        server.on("/file", LocalServer.file("hello".getBytes(), ""));
        assertEquals("hello", Files.readString(cache("mirror").path(hello(server.at("/file")), "file.bin")));
    }

    @Test
    void aMirrorThatDoesNotExistIsNamed() {
        var error = assertThrows(DatasetException.class, () -> cache("absent").path(hello(nowhere), "file.bin"));
        assertTrue(error.getMessage().contains("UNROLLED_MIRROR is the folder " + root.resolve("absent")
                + ", which does not exist"), error.getMessage());
    }

    @Test
    void aDamagedFileInTheCacheIsFetchedAgain() throws IOException {
        server.on("/file", LocalServer.file("hello".getBytes(), ""));
        var dataset = hello(server.at("/file"));
        var path = cache(null).path(dataset, "file.bin");
        Files.writeString(path, "hell");
        assertEquals(List.of(State.DAMAGED), states(dataset, false));
        assertEquals("hello", Files.readString(cache(null).path(dataset, "file.bin")));
        assertTrue(notes.toString().contains("in the cache is damaged, it is fetched again"), notes.toString());
    }

    @Test
    void verifyFindsDamageThatKeepsSizeAndDate() throws IOException {
        write("mirror/folder/file.bin", "hello");
        var dataset = hello(nowhere);
        assertEquals(List.of(State.MISSING), states(dataset, true));
        var path = cache("mirror").path(dataset, "file.bin");
        var date = Files.getLastModifiedTime(path);
        Files.writeString(path, "jello");
        Files.setLastModifiedTime(path, date);
        assertEquals(List.of(State.CACHED), states(dataset, false), "a quick look can't see it");
        assertEquals(List.of(State.DAMAGED), states(dataset, true));
    }

    @Test
    void aFileInThePlaceOfTheCacheIsToldAndAMirrorServesWithoutACache() throws IOException {
        write("cache", "a file");
        server.on("/file", LocalServer.file("hello".getBytes(), ""));
        var error = assertThrows(DatasetException.class, () -> cache(null).path(hello(server.at("/file")), "file.bin"));
        assertTrue(error.getMessage().contains("cache folder " + root.resolve("cache") + " can't be written"), error.getMessage());
        assertTrue(error.getMessage().contains("Set UNROLLED_DATA"), error.getMessage());
        write("mirror/folder/file.bin", "hello");
        assertEquals(root.resolve("mirror/folder/file.bin"), cache("mirror").path(hello(nowhere), "file.bin"));
    }

    @Test
    void filesComeOutOfAnArchiveTogether() throws IOException {
        var archive = packed(Map.of("top/one.txt", "hello", "top/two.txt", "two", "top/unwanted", "x"));
        server.on("/a.tar.gz", LocalServer.file(Files.readAllBytes(archive), ""));
        var dataset = fromArchive(server.at("/a.tar.gz"));
        assertEquals("hello", Files.readString(cache(null).path(dataset, "one.txt")));
        assertEquals("two", Files.readString(cache(null).path(dataset, "two.txt")));
        assertEquals(List.of("/a.tar.gz"), server.requests);
        assertEquals(List.of("one.txt", "two.txt"), names("cache/folder"), "the archive itself is not kept");
    }

    @Test
    void aMirrorMayHoldTheArchive() throws IOException {
        var archive = packed(Map.of("top/one.txt", "hello", "top/two.txt", "two"));
        Files.createDirectories(root.resolve("mirror/folder"));
        Files.copy(archive, root.resolve("mirror/folder/a.tar.gz"));
        var dataset = fromArchive(new Archive("a.tar.gz", Files.size(archive), Optional.of(Checksums.file(archive)),
                List.of(nowhere)));
        assertEquals("two", Files.readString(cache("mirror").path(dataset, "two.txt")));
        PathUtils.delete(root.resolve("cache"));
        server.on("/m/folder/a.tar.gz", LocalServer.file(Files.readAllBytes(archive), ""));
        var overHttp = FetchOnce.cache(root.resolve("cache"), server.at("/m/").toString(), listener());
        assertEquals("two", Files.readString(overHttp.path(dataset, "two.txt")));
    }

    @Test
    void anArchiveWithOtherContentsOrDamageLeavesNothing() throws IOException {
        var good = Files.readAllBytes(packed(Map.of("top/one.txt", "hello", "top/two.txt", "two")));
        var other = Files.readAllBytes(packed(Map.of("top/one.txt", "jello", "top/two.txt", "two")));
        var lacking = Files.readAllBytes(packed(Map.of("top/one.txt", "hello")));
        var cut = java.util.Arrays.copyOf(good, good.length - 20);
        var dataset = fromArchive(server.at("/a.tar.gz"));
        for (var each : Map.of("has another version of one.txt", other, "lacks two.txt", lacking, "is damaged", cut).entrySet()) {
            server.on("/a.tar.gz", LocalServer.file(each.getValue(), ""));
            var error = assertThrows(DatasetException.class, () -> cache(null).path(dataset, "one.txt"));
            assertTrue(error.getMessage().contains(each.getKey()), error.getMessage());
            assertEquals(List.of(), names("cache/folder"));
        }
        server.on("/a.tar.gz", LocalServer.file(good, ""));
        assertEquals("hello", Files.readString(cache(null).path(dataset, "one.txt")));
    }

    @Test
    void aFolderOfManyFilesIsOneItem() throws IOException {
        write("mirror/folder/recordings/1_a_0.wav", "one");
        write("mirror/folder/recordings/2_a_0.wav", "two");
        var sha256 = Checksums.folder(root.resolve("mirror/folder/recordings"));
        var archive = new Archive("a.tar.gz", 0, Optional.empty(), List.of(server.at("/a.tar.gz")));
        var dataset = FetchOnce.dataset(new DataFolder("recordings", 2, 6, Optional.of(sha256), archive, ".*/recordings/\\d_[ab]_\\d+\\.wav"));
        var path = cache("mirror").path(dataset, "recordings/2_a_0.wav");
        assertEquals(root.resolve("cache/folder/recordings/2_a_0.wav"), path);
        assertThrows(DatasetException.class, () -> cache("mirror").path(dataset, "recordings/9_a_0.wav"));
        assertThrows(DatasetException.class, () -> cache("mirror").path(dataset, "recordings/../../x"));

        Files.delete(path);
        assertEquals(List.of(State.DAMAGED), states(dataset, false));
        var packed = packed(Map.of("v1/recordings/1_a_0.wav", "one", "v1/recordings/2_a_0.wav", "two",
                "v1/recordings/2_c_0.wav", "another speaker"));
        server.on("/a.tar.gz", LocalServer.file(Files.readAllBytes(packed), ""));
        assertEquals("two", Files.readString(cache(null).path(dataset, "recordings/2_a_0.wav")));
        assertEquals(List.of("1_a_0.wav", "2_a_0.wav"), names("cache/folder/recordings"));
    }

    /** What the first fetch brought is what it has to be from then on. */
    @Test
    void aFolderWithoutAChecksumIsWatchedFromItsFirstFetch() throws IOException {
        var archive = new Archive("a.tar.gz", 0, Optional.empty(), List.of(server.at("/a.tar.gz")));
        var dataset = FetchOnce.dataset(new DataFolder("wav", 2, 6, Optional.empty(), archive, ".*/wav/.*\\.sph"));
        var packed = packed(Map.of("an4/wav/fash/one.sph", "one", "an4/wav/mjbh/two.sph", "two", "an4/README", "more"));
        server.on("/a.tar.gz", LocalServer.file(Files.readAllBytes(packed), ""));
        assertEquals("two", Files.readString(cache(null).path(dataset, "wav/two.sph")));
        assertEquals(List.of("one.sph", "two.sph"), names("cache/folder/wav"));
        assertEquals(List.of(State.CACHED), states(dataset, true));
        Files.writeString(root.resolve("cache/folder/wav/two.sph"), "changed");
        assertEquals(List.of(State.DAMAGED), states(dataset, true));
        assertEquals("two", Files.readString(cache(null).path(dataset, "wav/two.sph")), "fetched again");

        server.on("/a.tar.gz", LocalServer.file(Files.readAllBytes(packed(Map.of("an4/README", "more"))), ""));
        Files.delete(root.resolve("cache/folder/wav/one.sph"));
        var error = assertThrows(DatasetException.class, () -> cache(null).path(dataset, "wav/two.sph"));
        assertTrue(error.getMessage().contains("lacks wav"), error.getMessage());
    }

    /** The archive's layout as it is published; its bytes are not here, so the entries stand for it. */
    @Test
    void an4IsUnpackedFromItsArchiveWithTheSoundsTogether() throws IOException {
        var entries = Map.of("an4/etc/an4_train.fileids", "an4_clstk/fash/an251-fash-b", "an4/etc/an4_train.transcription", "<s> YES </s>",
                "an4/etc/an4_test.fileids", "an4test_clstk/fcaw/an406-fcaw-b", "an4/etc/an4_test.transcription", "RUBOUT",
                "an4/etc/an4.dic", "YES Y EH S", "an4/wav/an4_clstk/fash/an251-fash-b.sph", "NIST_1A",
                "an4/wav/an4test_clstk/fcaw/an406-fcaw-b.sph", "NIST_1A");
        Files.createDirectories(root.resolve("mirror/an4"));
        Files.move(packed(entries), root.resolve("mirror/an4/an4_sphere.tar.gz"));
        assertEquals("RUBOUT", cache("mirror").text("an4", "etc/an4_test.transcription"));
        assertEquals(root.resolve("cache/an4/wav"), cache("mirror").path("an4", "wav"));
        assertEquals(List.of("an251-fash-b.sph", "an406-fcaw-b.sph"), names("cache/an4/wav"));
        assertEquals(4, names("cache/an4/etc").size());
    }

    @Test
    void libriSpeechTakesSoundsAndTranscripts() {
        var entries = ((DataFolder) Datasets.get("librispeech").item("dev-clean")).entries();
        for (var wanted : List.of("84/121550/84-121550-0000.flac", "84/121550/84-121550.trans.txt")) {
            assertTrue(("LibriSpeech/dev-clean/" + wanted).matches(entries), wanted);
        }
        for (var other : List.of("LibriSpeech/SPEAKERS.TXT", "LibriSpeech/dev-clean/README.TXT", "LibriSpeech/dev-other/1/2/1-2-0.flac")) {
            assertFalse(other.matches(entries), other);
        }
    }

    @Test
    void filesOnDemandComeOneByOne() throws IOException {
        server.on("/val/a.jpg", LocalServer.file("picture".getBytes(), ""));
        var dataset = FetchOnce.dataset(new OnDemand("val", server.at("/val/")));
        assertEquals("picture", Files.readString(cache(null).path(dataset, "val/a.jpg")));
        assertTrue(assertThrows(DatasetException.class, () -> cache(null).path(dataset, "val/b.jpg")).getMessage().contains("404"));
        assertTrue(assertThrows(DatasetException.class, () -> cache(null).path(dataset, "val")).getMessage().contains("one by one"));
        assertEquals(List.of(State.ON_DEMAND), states(dataset, true));
    }

    @Test
    void aReducedEditionIsUsedAndNeverPassedOffAsTheWhole() throws IOException {
        write("mirror/mini/file.bin", "less");
        var full = hello(server.at("/file"));
        var dataset = new Dataset("test-set", "", "", nowhere, "folder", "", full.items(),
                Optional.of(new Dataset.Reduced("mini", "a reduced set")));
        assertEquals(root.resolve("mirror/mini/file.bin"), cache("mirror").path(dataset, "file.bin"));
        assertTrue(notes.toString().contains("NOT the full data set but a reduced set"), notes.toString());
        assertEquals(State.REDUCED, cache("mirror").states(dataset, true).get(0).state());
        assertFalse(Files.exists(root.resolve("cache/folder/file.bin")));
        server.on("/file", LocalServer.file("hello".getBytes(), ""));
        assertEquals("hello", Files.readString(cache(null).path(dataset, "file.bin")), "without the mirror it is the whole");
        assertEquals("hello", Files.readString(cache("mirror").path(dataset, "file.bin")), "the whole goes before the reduced");
    }

    @Test
    void theEnvironmentNamesCacheAndMirror() {
        var cache = DataCache.of(Map.of("UNROLLED_DATA", root.toString()), DataListener.silent());
        assertEquals(root, cache.folder());
        assertTrue(DataCache.of(Map.of(), DataListener.silent()).folder().endsWith(Path.of(".unrolled", "data")));
        assertThrows(DatasetException.class, () -> FetchOnce.mirror("http://bad address"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void foldersAreNamedAsInTheShell() {
        var home = Map.of("HOME", root.toString());
        assertEquals(root.resolve(".unrolled/data"), DataCache.of(home, DataListener.silent()).folder());
        var tilde = Map.of("HOME", root.toString(), "UNROLLED_DATA", "~/x", "UNROLLED_MIRROR", "~/y");
        assertEquals(root.resolve("x"), DataCache.of(tilde, DataListener.silent()).folder());
        assertEquals(new Mirror.Folder(root.resolve("y")), Mirror.of(tilde));
        var other = Map.of("HOME", root.toString(), "UNROLLED_DATA", "~bob/x");
        var error = assertThrows(DatasetException.class, () -> DataCache.of(other, DataListener.silent()));
        assertTrue(error.getMessage().contains("UNROLLED_DATA is '~bob/x': another user's home"), error.getMessage());
        assertThrows(DatasetException.class, () -> DataCache.of(Map.of("UNROLLED_DATA", "a\0b"), DataListener.silent()));
    }

    @Test
    void aMirrorIsAFolderOrAnAddress() {
        assertEquals(new Mirror.Folder(Path.of("C:\\data").toAbsolutePath().normalize()), FetchOnce.mirror("C:\\data"));
        assertEquals(new Mirror.Folder(Path.of("C:/data").toAbsolutePath().normalize()), FetchOnce.mirror("C:/data"));
        assertEquals(new Mirror.Folder(Path.of("a:b").toAbsolutePath()), FetchOnce.mirror(OS.WINDOWS.isCurrentOs() ? "" : "a:b"));
        assertEquals(new Mirror.Folder(root), FetchOnce.mirror(root.toUri().toString()));
        assertEquals(new Mirror.Address(URI.create("http://h:8080/a/")), FetchOnce.mirror(" HTTP://h:8080/a "));
        for (var setting : List.of("ftp://h/data", "ftp:/h/data", "s3://bucket/x", "sftp://h/x", "smb://h/x", "httpx://h/x")) {
            var error = assertThrows(DatasetException.class, () -> FetchOnce.mirror(setting));
            assertTrue(error.getMessage().startsWith("UNROLLED_MIRROR is an address of the kind ") || setting.startsWith("httpx"), error.getMessage());
            assertTrue(error.getMessage().endsWith("expected a folder, or an address that begins with http://, https:// or file:///"));
        }
        for (var setting : List.of("http://ada:s3cret@h/x", "http://my_mirror/x", "http://h:99999/x", "http://h/x?y", "http:/x",
                "http://s3cret here/", "https://", "file://h/x")) {
            var error = assertThrows(DatasetException.class, () -> FetchOnce.mirror(setting), setting);
            assertTrue(error.getMessage().contains("expected a folder, or an address"), error.getMessage());
            assertFalse(trace(error).contains("s3cret"), trace(error));
        }
    }

    static String trace(Throwable error) {
        var text = new java.io.StringWriter();
        error.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Test
    void theRegistryIsComplete() {
        var names = Datasets.list().stream().map(Dataset::name).toList();
        assertTrue(names.containsAll(List.of("tinyshakespeare", "multi30k", "movie-reviews", "trec", "sst2", "spoken-digits",
                "coco-captions")), names.toString());
        var checksum = Pattern.compile("[0-9a-f]{64}");
        for (var dataset : Datasets.list()) {
            assertFalse(dataset.licence().isBlank());
            for (var item : dataset.items()) {
                if (item instanceof DataFile file && file.sha256().isPresent()) {
                    assertTrue(checksum.matcher(file.sha256().get()).matches(), file.path());
                    assertTrue(file.bytes() > 0);
                }
            }
        }
        var error = assertThrows(DatasetException.class, () -> Datasets.get("imagenet"));
        assertTrue(error.getMessage().contains("tinyshakespeare, multi30k"), error.getMessage());
        assertThrows(DatasetException.class, () -> Datasets.get("trec").item("train"));
    }

    @Test
    void theCommandHasExitCodesAndOneSentenceErrors() {
        assertEquals("usage", command(2).substring(0, 5));
        assertEquals("usage", command(2, "fetch").substring(0, 5));
        assertEquals("usage", command(2, "list").substring(0, 5), "the launcher lists, without building anything");
        assertTrue(command(0, "verify").contains("spoken-digits"));
        assertEquals("error: there is no data set 'x'", command(1, "fetch", "x").split(",")[0]);
        assertTrue(command(0, "verify").contains("not fetched"));
        assertTrue(command(1, "verify", "trec").contains("2 files are damaged or missing"));
    }

    private String command(int code, String... arguments) {
        var bytes = new ByteArrayOutputStream();
        assertEquals(code, DataCommand.run(new PrintStream(bytes), hears -> FetchOnce.cache(root.resolve("cache"), null, hears), arguments));
        return bytes.toString();
    }

    private List<State> states(Dataset dataset, boolean thorough) {
        return cache(null).states(dataset, thorough).stream().map(DataCache.Verdict::state).toList();
    }

    private DataCache cache(String mirror) {
        return FetchOnce.cache(root.resolve("cache"), mirror == null ? null : root.resolve(mirror).toString(), listener());
    }

    private DataListener listener() {
        return new DataListener() {
            @Override
            public void note(String text) {
                notes.add(text);
            }

            @Override
            public void progress(String what, long done, long total) { }
        };
    }

    private static Dataset hello(URI address) {
        return FetchOnce.dataset(Optional.of(HELLO_SHA256), 5, address);
    }

    private static Dataset fromArchive(URI address) {
        return fromArchive(new Archive("a.tar.gz", 100, Optional.empty(), List.of(address)));
    }

    private static Dataset fromArchive(Archive archive) {
        return FetchOnce.dataset(
                new DataFile("one.txt", 5, Optional.of(HELLO_SHA256), new Source.Member(archive, "/one.txt")),
                new DataFile("two.txt", 3, Optional.empty(), new Source.Member(archive, "/two.txt")));
    }

    private Path packed(Map<String, String> entries) throws IOException {
        var archive = root.resolve("packed.tar.gz");
        var bytes = new java.util.TreeMap<String, byte[]>();
        entries.forEach((name, text) -> bytes.put(name, text.getBytes()));
        ArchivesTest.tar(archive, bytes);
        return archive;
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private List<String> names(String folder) throws IOException {
        try (var files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
