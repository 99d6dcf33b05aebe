package org.unrolled.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;
import org.unrolled.files.AtomicFile;
import org.unrolled.files.PathSetting;

/** Where the figures of the notebooks are kept as JSON. */
final class Results {
    private Results() {
    }

    /** {@code UNROLLED_RESULTS}, else {@code build/results} below {@code UNROLLED_HOME} or the working directory. */
    static Path folder(Map<String, String> environment) {
        var given = environment.getOrDefault("UNROLLED_RESULTS", "");
        if (!given.isBlank()) {
            return PathSetting.of("UNROLLED_RESULTS", given, environment);
        }
        var home = environment.getOrDefault("UNROLLED_HOME", "");
        return PathSetting.of("UNROLLED_HOME", home.isBlank() ? "." : home, environment).resolve("build").resolve("results");
    }

    /** Writes the whole file or leaves the old one, whatever happens on the way. */
    static void write(Path file, Map<String, Object> content) {
        try {
            var text = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(content) + "\n";
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("figures can't be kept in " + file + " (" + e + "): let UNROLLED_RESULTS name a folder that can be written", e);
        }
    }
}
