package org.unrolled.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;

/** Where the figures of the notebooks are kept as JSON. */
final class Results {
    private Results() {
    }

    /** {@code UNROLLED_RESULTS}, else {@code build/results} below {@code UNROLLED_HOME} or the working directory. */
    static Path folder(Map<String, String> environment) {
        var given = environment.getOrDefault("UNROLLED_RESULTS", "");
        if (!given.isBlank()) {
            return Path.of(given);
        }
        var home = environment.getOrDefault("UNROLLED_HOME", "");
        return Path.of(home.isBlank() ? "." : home).resolve("build").resolve("results");
    }

    /** Writes the whole file or leaves the old one, whatever happens on the way. */
    static void write(Path file, Map<String, Object> content) {
        try {
            var text = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(content) + "\n";
            Files.createDirectories(file.toAbsolutePath().getParent());
            var draft = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName().toString(), ".part");
            try {
                Files.write(draft, text.getBytes(StandardCharsets.UTF_8));
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("figures can't be kept in " + file + " (" + e + "): let UNROLLED_RESULTS name a folder that can be written", e);
        }
    }
}
