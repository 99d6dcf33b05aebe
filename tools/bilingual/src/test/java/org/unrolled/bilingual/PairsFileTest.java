package org.unrolled.bilingual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.text.EmbeddedPairs;

class PairsFileTest {
    /** The bytes inside the files: how they are packed depends on the Java that packs them. */
    @Test
    void theEmbeddedPairsAreWhatTheirSeedWrites(@TempDir Path folder) throws IOException {
        var file = folder.resolve("pairs.txt.gz");
        PairsFile.main(new String[] {file.toString()});
        assertEquals(unpacked(EmbeddedPairs.class.getResourceAsStream("/org/unrolled/embedded/pairs.txt.gz")),
                unpacked(Files.newInputStream(file)));
    }

    private static String unpacked(InputStream packed) throws IOException {
        try (var in = new GZIPInputStream(packed)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
