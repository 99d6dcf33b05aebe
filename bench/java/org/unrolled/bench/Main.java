package org.unrolled.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JMH's own command line, followed by one line with this process's peak resident set in MiB. */
public final class Main {

    private Main() {
    }

    public static void main(String[] args) throws IOException {
        org.openjdk.jmh.Main.main(args);
        System.out.println("resident MiB " + peakResidentMiB());
    }

    /** The peak resident set in MiB; 0 where the system does not tell. */
    static long peakResidentMiB() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst().orElse(0);
    }
}
