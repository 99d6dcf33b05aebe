package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Checks that a graph comes out of JSON, a file and {@code clone} as it went in, and trains on alike. */
final class Copies {
    private Copies() {
    }

    static void check(ComputationGraph graph, MultiDataSet batch, Path folder) throws IOException {
        graph.fit(batch);
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        var copy = graph.clone();
        var file = folder.resolve("graph.zip").toFile();
        ModelSerializer.writeModel(graph, file, true);
        var read = ModelSerializer.restoreComputationGraph(file);
        var before = graph.output(batch.getFeatures())[0].dup();
        for (var other : new ComputationGraph[] {copy, read}) {
            assertEquals(before, other.output(batch.getFeatures())[0]);
        }
        Nd4j.getRandom().setSeed(1);
        graph.fit(batch);
        Nd4j.getRandom().setSeed(1);
        read.fit(batch);
        assertEquals(graph.params(), read.params(), "the updater's state comes along");
        assertNotEquals(before, graph.output(batch.getFeatures())[0]);
        assertEquals(before, copy.output(batch.getFeatures())[0]);
    }
}
