package org.unrolled.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTest {
    /** Is packed into a jar of the test's own. */
    public static final class Packed { }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "wow!", "a b!/c!d", "50 % + #1"})
    void aJarMayLieInAnyFolder(String name, @TempDir Path root) throws Exception {
        var jar = Files.createDirectories(root.resolve(name)).resolve("lib.jar");
        var type = Packed.class.getName().replace('.', '/') + ".class";
        try (var out = new ZipOutputStream(Files.newOutputStream(jar)); var bytes = Packed.class.getResourceAsStream("/" + type)) {
            out.putNextEntry(new ZipEntry(type));
            bytes.transferTo(out);
            out.putNextEntry(new ZipEntry("org/unrolled/files/words.txt"));
            out.write("drei Wörter hier".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            var packed = loader.loadClass(Packed.class.getName());
            assertEquals("drei Wörter hier", Resource.text(packed, "words.txt"));
            assertEquals("drei Wörter hier", Resource.text(packed, "/org/unrolled/files/words.txt"));
        }
    }

    @Test
    void aMissingResourceIsNamed() throws IOException {
        var error = assertThrows(IllegalStateException.class, () -> Resource.text(ResourceTest.class, "absent.txt"));
        assertTrue(error.getMessage().startsWith("absent.txt is not on the class path"), error.getMessage());
    }
}
