package org.unrolled.backend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An NVIDIA graphics card.
 *
 * @param name as its driver calls it
 * @param major compute capability before the point, which says what machine code the card runs
 * @param minor compute capability after the point
 */
record GraphicsCard(String name, int major, int minor) {
    /** Finds the cards of this computer; empty when it can't be known. A test brings its own. */
    interface Probe {
        Optional<List<GraphicsCard>> cards();
    }

    /** nd4j-cuda-11.6 1.0.0-M2.1 holds machine code for 3.7 to 8.6; code for 8.6 runs on 8.7 and 8.9 too. */
    boolean runsNd4j() {
        return major == 3 && minor >= 7 || major >= 4 && major <= 8;
    }

    String capability() {
        return major + "." + minor;
    }

    /** Asks NVIDIA's driver. No driver means no card; a driver that can't tell means that it isn't known. */
    static Optional<List<GraphicsCard>> fromDriver() {
        try {
            var process = new ProcessBuilder("nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader")
                    .redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            var lines = new String(process.getInputStream().readAllBytes()).lines().toList();
            return process.exitValue() == 0 ? parse(lines) : Optional.empty();
        } catch (IOException noDriver) {
            return Optional.of(List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** @param lines such as {@code NVIDIA GeForce RTX 3060, 8.6} */
    static Optional<List<GraphicsCard>> parse(List<String> lines) {
        var cards = new ArrayList<GraphicsCard>();
        for (var line : lines) {
            var comma = line.lastIndexOf(',');
            var capability = line.substring(comma + 1).strip().split("\\.");
            if (comma < 0 || capability.length != 2 || !(capability[0] + capability[1]).matches("\\d+")) {
                return Optional.empty();
            }
            cards.add(new GraphicsCard(line.substring(0, comma).strip(), Integer.parseInt(capability[0]),
                    Integer.parseInt(capability[1])));
        }
        return Optional.of(List.copyOf(cards));
    }
}
