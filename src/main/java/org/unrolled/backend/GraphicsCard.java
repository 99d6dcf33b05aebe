package org.unrolled.backend;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.unrolled.files.Resource;

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

    private static final Properties TABLE = table();
    private static final GraphicsCard OLDEST = of("oldest", TABLE.getProperty("oldest"));
    private static final GraphicsCard NEWEST = of("newest", TABLE.getProperty("newest"));

    /** The compute capabilities that ND4J's CUDA backend holds machine code for, such as {@code 3.7 to 8.9}. */
    static String supported() {
        return OLDEST.capability() + " to " + NEWEST.capability();
    }

    boolean runsNd4j() {
        var order = Comparator.comparingInt(GraphicsCard::major).thenComparingInt(GraphicsCard::minor);
        return order.compare(this, OLDEST) >= 0 && order.compare(this, NEWEST) <= 0;
    }

    private static GraphicsCard of(String name, String capability) {
        return parse(List.of(name + ", " + capability)).orElseThrow().get(0);
    }

    private static Properties table() {
        try (var in = new StringReader(Resource.text(GraphicsCard.class, "cuda.properties"))) {
            var table = new Properties();
            table.load(in);
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
