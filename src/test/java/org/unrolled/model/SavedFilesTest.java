package org.unrolled.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unrolled.decode.Translation;
import org.unrolled.decode.Translator;

/** Files that version 0.1.0 wrote open, compute what they computed then, and train on. */
class SavedFilesTest {
    private static Path saved(String name) {
        try {
            return Path.of(SavedFilesTest.class.getResource("/saved/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Set<String> names() {
        return SavedNetworks.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void anOldNetworkOpens(String name) throws IOException {
        var network = load(name);
        assertOutput(name, network, 1e-5);
        var before = network.params().dup();
        SavedNetworks.fit(network);
        assertNotEquals(before, network.params());
    }

    @ParameterizedTest
    @MethodSource("names")
    void itsConfigurationIsThatOfTodaysCode(String name) throws IOException {
        var old = load(name);
        var today = SavedNetworks.ALL.get(name).get();
        // Counts of updates are part of DL4J's configuration.
        SavedNetworks.fit(today);
        SavedNetworks.fit(today);
        SavedNetworks.fit(today);
        assertEquals(json(today), json(old));
    }

    private static String json(Model network) {
        return network instanceof ComputationGraph graph ? graph.getConfiguration().toJson()
            : ((MultiLayerNetwork) network).getLayerWiseConfigurations().toJson();
    }

    private static Model load(String name) throws IOException {
        var file = saved(name + ".zip").toFile();
        return name.equals("layers") || name.equals("tokens") ? ModelSerializer.restoreMultiLayerNetwork(file)
            : ModelSerializer.restoreComputationGraph(file);
    }

    private static void assertOutput(String name, Model network, double tolerance) throws IOException {
        var lines = Files.readAllLines(saved(name + ".txt"));
        var output = SavedNetworks.output(network);
        assertEquals(lines.get(0), Arrays.toString(output.shape()));
        float[] numbers = output.dup('c').data().asFloat();
        assertEquals(lines.size() - 1, numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(Float.parseFloat(lines.get(i + 1)), numbers[i], tolerance, name + ", number " + i);
        }
    }

    @Test
    void anOldTranslatorOpens() throws IOException {
        var translator = Translator.load(saved("german-english.translator"));
        assertEquals(List.of("a dog runs.", "two cats sleep."), translator.translate(List.of("Ein Hund rennt.",
            "Zwei Katzen schlafen.")).stream().map(Translation::text).toList());
        assertEquals(2, translator.translate("Eine Katze schläft.").nBest().size());
    }
}
