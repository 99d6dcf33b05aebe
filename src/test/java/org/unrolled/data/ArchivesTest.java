package org.unrolled.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivesTest {
    private static final Archives.Limits SMALL = new Archives.Limits(5, 50_000, 80_000);

    @TempDir
    private Path root;

    @Test
    void wantedFilesAreUnpackedFromTarAndZip() throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("set/one.txt", text("one"));
        entries.put("set/two.txt", text("two"));
        entries.put("set/readme", text("not wanted"));
        for (var archive : new Path[] {tar("a.tar.gz", entries), zip("a.zip", entries)}) {
            var folder = Files.createTempDirectory(root, "out");
            int files = Archives.unpack(archive, folder, SMALL,
                    name -> name.endsWith(".txt") ? Optional.of("in/" + Path.of(name).getFileName()) : Optional.empty());
            assertEquals(2, files);
            assertEquals("two", Files.readString(folder.resolve("in/two.txt")));
            assertFalse(Files.exists(folder.resolve("set")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.txt", "a/../../outside.txt", "/tmp/outside.txt", "..\\outside.txt", "C:outside.txt"})
    void aPathOutsideTheFolderIsRefused(String name) throws IOException {
        for (var archive : new Path[] {rawTar(name), zip("a.zip", Map.of(name, text("x")))}) {
            var folder = Files.createDirectory(root.resolve("out-" + archive.getFileName()));
            var error = assertThrows(DatasetException.class, () -> Archives.unpack(archive, folder, SMALL, Optional::of));
            assertTrue(error.getMessage().contains("points outside of its folder"), error.getMessage());
            assertFalse(Files.exists(root.resolve("outside.txt")));
        }
    }

    @Test
    void linksAreRefused() throws IOException {
        for (byte type : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
            var archive = root.resolve("link" + type + ".tar.gz");
            try (var out = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
                var entry = new TarArchiveEntry("link", type);
                entry.setLinkName("/etc/passwd");
                out.putArchiveEntry(entry);
                out.closeArchiveEntry();
            }
            var error = assertThrows(DatasetException.class, () -> Archives.unpack(archive, folder("l" + type), SMALL, Optional::of));
            assertTrue(error.getMessage().contains("a link or a device"), error.getMessage());
        }
    }

    @Test
    void archivesThatGrowTooLargeAreRefused() throws IOException {
        var bomb = Map.of("zeros", new byte[60_000]);
        var three = Map.of("a", new byte[30_000], "b", new byte[30_000], "c", new byte[30_000]);
        for (var archive : new Path[] {tar("b.tar.gz", bomb), zip("b.zip", bomb), tar("t.tar.gz", three), zip("t.zip", three)}) {
            assertTrue(Files.size(archive) < 2_000, "small while packed");
            var error = assertThrows(DatasetException.class,
                    () -> Archives.unpack(archive, folder("f" + archive.getFileName()), SMALL, Optional::of));
            assertTrue(error.getMessage().contains("too large when unpacked"), error.getMessage());
        }
        var many = new LinkedHashMap<String, byte[]>();
        for (int i = 0; i < 6; i++) {
            many.put("file" + i, text("x"));
        }
        var error = assertThrows(DatasetException.class,
                () -> Archives.unpack(tar("m.tar.gz", many), folder("many"), SMALL, name -> Optional.empty()));
        assertTrue(error.getMessage().contains("more than 5 entries"), error.getMessage());
    }

    @Test
    void damagedArchivesAreNamed() throws IOException {
        var noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        for (var whole : new Path[] {tar("c.tar.gz", Map.of("noise", noise)), zip("c.zip", Map.of("noise", noise))}) {
            var bytes = Files.readAllBytes(whole);
            var cut = root.resolve("cut-" + whole.getFileName());
            Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
            bytes[bytes.length / 2] ^= 1;
            var flipped = root.resolve("flipped-" + whole.getFileName());
            Files.write(flipped, bytes);
            var page = root.resolve("page-" + whole.getFileName());
            Files.writeString(page, "<html>not an archive</html>");
            for (var archive : new Path[] {cut, flipped, page}) {
                var error = assertThrows(DatasetException.class,
                        () -> Archives.unpack(archive, folder("d" + archive.getFileName()), SMALL, Optional::of));
                assertTrue(error.getMessage().startsWith("the archive " + archive.getFileName() + " is damaged"), error.getMessage());
            }
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    private Path tar(String name, Map<String, byte[]> entries) throws IOException {
        var archive = root.resolve(name);
        tar(archive, entries);
        return archive;
    }

    static void tar(Path archive, Map<String, byte[]> entries) throws IOException {
        try (var out = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            for (var each : entries.entrySet()) {
                var entry = new TarArchiveEntry(each.getKey());
                entry.setSize(each.getValue().length);
                out.putArchiveEntry(entry);
                out.write(each.getValue());
                out.closeArchiveEntry();
            }
        }
    }

    /** An archive with a name that the library would otherwise tidy up. */
    private Path rawTar(String name) throws IOException {
        var archive = root.resolve("raw.tar.gz");
        try (var out = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            var entry = new TarArchiveEntry(name, true);
            entry.setName(name);
            entry.setSize(1);
            out.putArchiveEntry(entry);
            out.write('x');
            out.closeArchiveEntry();
        }
        return archive;
    }

    private Path zip(String name, Map<String, byte[]> entries) throws IOException {
        var archive = root.resolve(name);
        try (var out = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (var each : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(each.getKey()));
                out.write(each.getValue());
                out.closeEntry();
            }
        }
        return archive;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
