package org.unrolled.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFileIsWrittenWholeWithItsFolders() throws IOException {
        var file = folder.resolve("a/b/c.txt");
        AtomicFile.write(file, "eins");
        AtomicFile.write(file, "zwei");
        assertEquals("zwei", Files.readString(file));
        assertEquals(List.of("c.txt"), names(file.getParent()));
    }

    @Test
    void whatCannotTakeThePlaceLeavesAllAsItWas() throws IOException {
        Files.createDirectories(folder.resolve("full/inside"));
        assertThrows(IOException.class, () -> AtomicFile.write(folder.resolve("full"), "text"));
        assertEquals(List.of("full"), names(folder));
        assertEquals(List.of("inside"), names(folder.resolve("full")));
    }

    @Test
    void othersMayReadWhatTheyMayReadOfOtherFiles() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        var plain = Files.writeString(folder.resolve("plain"), "text");
        AtomicFile.write(folder.resolve("atomic"), "text");
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(folder.resolve("atomic")));
    }

    @Test
    void aLinkToAFolderIsAFolder() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
        AtomicFile.write(folder.resolve("link/a.txt"), "text");
        assertEquals("text", Files.readString(folder.resolve("elsewhere/a.txt")));
    }

    private static List<String> names(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
