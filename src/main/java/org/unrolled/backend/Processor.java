package org.unrolled.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The name of this computer's processor. */
final class Processor {
    private Processor() {
    }

    static String name() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        try {
            var name = system.contains("linux") ? linux(Path.of("/proc/cpuinfo"))
                    : system.contains("mac") ? mac() : System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "");
            return name.isBlank() ? System.getProperty("os.arch") : name.strip().replaceAll("\\s+", " ");
        } catch (IOException unknown) {
            return System.getProperty("os.arch");
        }
    }

    static String linux(Path cpuinfo) throws IOException {
        return Files.readAllLines(cpuinfo, StandardCharsets.UTF_8).stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1)).findFirst().orElse("");
    }

    private static String mac() throws IOException {
        var process = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
