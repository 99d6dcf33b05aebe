package org.unrolled.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory over many training steps: prints, as JSON, the resident set and the native memory of JavaCPP in MiB after each
 * tenth of the steps. Arguments: cell, shape, vocabulary, steps.
 */
public final class Growth {
    private static final int READINGS = 10;

    private Growth() {
    }

    public static void main(String[] args) throws IOException {
        var task = Task.of(args[0], args[1], Integer.parseInt(args[2]), false);
        int steps = Integer.parseInt(args[3]);
        var network = new OurNetwork(task);
        List<Double> resident = new ArrayList<>();
        List<Double> pointers = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            network.train();
            if (step % Math.max(1, steps / READINGS) == 0) {
                System.gc();
                resident.add(residentMiB());
                pointers.add(Pointer.totalBytes() / 1048576.0);
            }
        }
        System.out.println("{\"residentMiB\": " + list(resident) + ", \"nativeMiB\": " + list(pointers) + "}");
    }

    private static double residentMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
    }

    private static String list(List<Double> values) {
        return values.stream().map(v -> String.format(Locale.ROOT, "%.1f", v)).collect(Collectors.joining(", ", "[", "]"));
    }
}
