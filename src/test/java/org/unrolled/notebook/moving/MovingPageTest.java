package org.unrolled.notebook.moving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.unrolled.decode.Sampler;
import org.unrolled.files.AtomicFile;
import org.unrolled.nn.Gru;
import org.unrolled.nn.Lstm;
import org.unrolled.nn.RecurrentConfiguration;
import org.unrolled.nn.RecurrentRuntime;

/**
 * Writes the figures, and what the library computes for some settings of their sliders, into a file that a test in a browser reads
 * (src/test/python/test_moving_figures.py): what the page computes must be what the library computes.
 */
class MovingPageTest {
    private static final Path FILE = Path.of("build", "moving", "figures.json");

    @Test
    void writesThePageForTheBrowser() throws IOException {
        var figures = new LinkedHashMap<String, Object>();
        MovingSamples.figures().forEach((name, bundle) -> figures.put(name, bundle.data()));
        assertEquals(8, figures.size());
        AtomicFile.write(FILE, new ObjectMapper().writeValueAsString(Map.of("figures", figures, "lstm", lstm(), "gru", gru(), "sampling",
            sampling())));
    }

    private static List<Map<String, Double>> lstm() {
        var expected = new ArrayList<Map<String, Double>>();
        for (double[] at : new double[][] {{0.8, 0.2, -0.5, 1, 0, 0, 0}, {-2.5, -0.95, 2.9, 5.5, -0.4, 1.1, 6}, {3, 1, -3, -6, 6, -6,
            0.3}}) {
            // Blocks of the weights: candidate, forget, output, input.
            var layer = layer(Lstm.builder().build(), new double[] {1.2, 0.5, 0.8, 1}, new double[] {0.6, -0.3, 0.5, 0.4},
                at[5], at[3], at[6], at[4]);
            double[] after = step(layer, at[0], at[1], at[2]);
            expected.add(settings(new String[] {"x", "h0", "c0", "bf", "bi", "ba", "bo"}, at, Map.of("h", after[0], "c", after[1])));
        }
        return expected;
    }

    private static List<Map<String, Double>> gru() {
        var expected = new ArrayList<Map<String, Double>>();
        for (double[] at : new double[][] {{0.8, 0.2, 0, 0, 0, 0, 0}, {-2.5, -0.95, 2.9, -1.5, -0.4, 0, 0}, {1.1, 0.65, -0.7, 0.4, 0.2,
            1.3, 1}}) {
            boolean after = at[6] == 1;
            var in = new double[] {1, 0.6, 1.2};
            var back = new double[] {-0.5, 0.4, 0.9};
            var layer = after ? layer(Gru.builder().resetAfter(true).build(), in, back, at[2], at[3], at[4], 0, 0, at[5])
                : layer(Gru.builder().build(), in, back, at[2], at[3], at[4]);
            expected.add(settings(new String[] {"x", "h0", "br", "bu", "ba", "ca", "after"}, at,
                Map.of("h", step(layer, at[0], at[1], 0)[0])));
        }
        return expected;
    }

    private static List<Map<String, Object>> sampling() {
        var expected = new ArrayList<Map<String, Object>>();
        for (double[] at : new double[][] {{1, 60, 1}, {0.5, 60, 1}, {1.5, 7, 1}, {0.8, 20, 0.9}, {2, 60, 0.35}, {0, 60, 1}}) {
            var p = Sampler.builder().temperature(at[0]).topK((int) at[1]).topP(at[2]).seed(1).build().probabilities(MovingSamples.LOGS);
            expected.add(Map.of("temperature", at[0], "top-k", at[1], "nucleus", at[2], "shares", Arrays.stream(p)
                .filter(share -> share > 0)
                .boxed().sorted(Comparator.reverseOrder()).limit(16).toList()));
        }
        return expected;
    }

    private static Map<String, Double> settings(String[] names, double[] values, Map<String, Double> results) {
        var settings = new LinkedHashMap<String, Double>(results);
        for (int i = 0; i < names.length; i++) {
            settings.put("set-" + names[i], values[i]);
        }
        return settings;
    }

    /** One unit in double precision with these weights. */
    private static MultiLayerNetwork layer(RecurrentConfiguration configuration, double[] in, double[] back, double... bias) {
        configuration.setNIn(1);
        configuration.setNOut(1);
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).list().layer(configuration)
            .setInputType(InputType.recurrent(1)).build());
        network.init();
        network.setParam("0_W", row(in));
        network.setParam("0_RW", row(back));
        network.setParam("0_b", row(bias));
        return network;
    }

    private static INDArray row(double... values) {
        return Nd4j.createFromArray(values).reshape(1, values.length);
    }

    /** h and, of an LSTM, c after one step from these. */
    private static double[] step(MultiLayerNetwork network, double x, double h, double c) {
        var layer = (RecurrentRuntime) network.getLayer(0);
        layer.rnnSetPreviousState(new HashMap<>(Map.of(RecurrentRuntime.HIDDEN, row(h), RecurrentRuntime.CELL_STATE, row(c))));
        double after = network.rnnTimeStep(Nd4j.createFromArray(x).reshape(1, 1, 1)).getDouble(0);
        return new double[] {after, layer.rnnGetPreviousState().get(RecurrentRuntime.CELL_STATE).getDouble(0)};
    }
}
