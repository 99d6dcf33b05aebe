package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.unrolled.nn.backend.Backends;

/** What DL4J does with layers: stepping, saving, cloning, graphs, wrappers, input types. */
class LayersInNetworksTest {
    private static final DataType TYPE = DataType.FLOAT;

    private static MultiLayerNetwork network(Examples.Kind kind) {
        return Examples.network(TYPE, new Adam(1e-2), 3, List.of(kind.layer(4, 6), kind.layer(6, 5)));
    }

    private static void close(INDArray expected, INDArray actual) {
        assertTrue(expected.equalsWithEps(actual, 2e-6),
            () -> "differs by " + expected.sub(actual).amaxNumber());
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void steppingThroughASequenceGivesTheFullPass(Examples.Kind kind) {
        var network = network(kind);
        var input = Examples.input(TYPE, 3, 4, 7);
        var full = network.output(input);
        var parts = List.of(network.rnnTimeStep(part(input, 0, 1)), network.rnnTimeStep(part(input, 1, 5)),
            network.rnnTimeStep(part(input, 5, 7)));
        close(full, Nd4j.concat(2, parts.toArray(INDArray[]::new)));
        network.rnnClearPreviousState();
        close(part(full, 0, 1), network.rnnTimeStep(part(input, 0, 1)));
    }

    private static INDArray part(INDArray array, int from, int to) {
        return array.get(all(), all(), interval(from, to));
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void savingLoadingAndCloningKeepOutputsAndTraining(Examples.Kind kind, @TempDir Path folder) throws IOException {
        var network = network(kind);
        var input = Examples.input(TYPE, 3, 4, 7);
        var labels = Examples.labels(TYPE, 3, 3, 7);
        network.fit(input, labels);
        File file = folder.resolve("network.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        var loaded = ModelSerializer.restoreMultiLayerNetwork(file, true);
        var clone = network.clone();
        close(network.output(input), loaded.output(input));
        close(network.output(input), clone.output(input));
        for (var other : List.of(network, loaded, clone)) {
            other.fit(input, labels);
        }
        close(network.params(), loaded.params());
        close(network.params(), clone.params());
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void configurationsSurviveJsonAndYaml(Examples.Kind kind) {
        var layer = kind.builder().name("memory").nIn(4).nOut(6).recurrentDropOut(0.8).inputGradient(false).build();
        var configuration = Examples.network(TYPE, new Adam(1e-2), 3, List.of(layer)).getLayerWiseConfigurations();
        var fromJson = MultiLayerConfiguration.fromJson(configuration.toJson());
        var fromYaml = MultiLayerConfiguration.fromYaml(configuration.toYaml());
        assertEquals(configuration.getConf(0).getLayer(), fromJson.getConf(0).getLayer());
        assertEquals(configuration.getConf(0).getLayer(), fromYaml.getConf(0).getLayer());
        assertEquals(configuration.getConf(0).getLayer().hashCode(), fromJson.getConf(0).getLayer().hashCode());
        assertEquals(((RecurrentConfiguration) layer).cell(),
            ((RecurrentConfiguration) fromYaml.getConf(0).getLayer()).cell());
        assertNotEquals(kind.layer(4, 6), kind.builder().nIn(4).nOut(6).tokenInput(true).build());
        assertNotEquals(Examples.Kind.GRU_AFTER.layer(4, 6), Examples.Kind.GRU_BEFORE.layer(4, 6));
        assertNotEquals(Examples.Kind.LSTM.layer(4, 6), Lstm.builder().nIn(4).nOut(6).forgetGateBias(2).build());
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void computationGraphTrainsAsMultiLayerNetworkDoes(Examples.Kind kind) {
        var network = network(kind);
        var configuration = new NeuralNetConfiguration.Builder().seed(11).dataType(TYPE).updater(new Adam(1e-2))
            .graphBuilder().addInputs("x").addLayer("first", kind.layer(4, 6), "x")
            .addLayer("second", kind.layer(6, 5), "first").addLayer("out", Examples.output(5, 3), "second")
            .setOutputs("out").build();
        var graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration.toJson()));
        graph.init();
        graph.setParams(network.params().dup());
        var input = Examples.input(TYPE, 3, 4, 7);
        var labels = Examples.labels(TYPE, 3, 3, 7);
        graph.fit(new INDArray[] {input}, new INDArray[] {labels});
        network.fit(input, labels);
        close(network.params(), graph.params());
        close(network.rnnTimeStep(input), graph.rnnTimeStep(input)[0]);
    }

    @ParameterizedTest
    @EnumSource(Bidirectional.Mode.class)
    void bidirectionalIsTwoLayersOneOfThemOnTheReversedSequence(Bidirectional.Mode mode) {
        for (var kind : Examples.Kind.values()) {
            var network = Examples.network(TYPE, new Adam(1e-2), 3, List.of(new Bidirectional(mode, kind.layer(4, 5))));
            var input = Examples.input(TYPE, 2, 4, 6);
            var single = Examples.network(TYPE, new Adam(1e-2), 3, List.of(kind.layer(4, 5)));
            var forwards = run(single, network, "f", input);
            var backwards = reverseTime(run(single, network, "b", reverseTime(input)));
            var expected = switch (mode) {
                case CONCAT -> Nd4j.concat(1, forwards, backwards);
                case ADD -> forwards.add(backwards);
                case AVERAGE -> forwards.add(backwards).muli(0.5);
                case MUL -> forwards.mul(backwards);
            };
            close(expected, network.feedForward(input).get(1));
            network.fit(input, Examples.labels(TYPE, 2, 3, 6));
        }
    }

    private static INDArray run(MultiLayerNetwork single, MultiLayerNetwork both, String prefix, INDArray input) {
        for (var key : List.of("W", "RW", "b")) {
            single.getParam("0_" + key).assign(both.getParam("0_" + prefix + key));
        }
        return single.feedForward(input).get(1).dup();
    }

    private static INDArray reverseTime(INDArray array) {
        var result = array.dup();
        long time = array.size(2);
        for (int t = 0; t < time; t++) {
            result.put(new INDArrayIndex[] {all(), all(),
                point(t)}, array.tensorAlongDimension((int) time - 1 - t, 0, 1));
        }
        return result;
    }

    /** Doubles into a network of floats: the copy in the right type has to live until the way back. */
    @Test
    void featuresOfAnotherTypeTrainAlike() {
        var x = Examples.input(DataType.DOUBLE, 5, 3, 7);
        var labels = Examples.labels(DataType.DOUBLE, 5, 4, 7);
        for (var backend : new String[] {"cpu", "nd4j"}) {
            Backends.use(backend);
            try {
                var same = Examples.network(DataType.FLOAT, new Sgd(0.1), 4, List.of(Lstm.builder().nIn(3).nOut(8).build(),
                    Lstm.builder().nIn(8).nOut(8).build()));
                var other = same.clone();
                for (int i = 0; i < 3; i++) {
                    same.fit(x.castTo(DataType.FLOAT), labels);
                    other.fit(x, labels);
                }
                assertEquals(same.params(), other.params(), backend);
            } finally {
                Backends.use(null);
            }
        }
    }

    @Test
    void inputTypesSetTheSizes() {
        var list = new NeuralNetConfiguration.Builder().updater(new Adam(1e-2)).list()
            .layer(Lstm.builder().nOut(6).build()).layer(new LastTimeStep(Gru.builder().nOut(5).build()))
            .layer(new OutputLayer.Builder().nOut(2).build())
            .setInputType(InputType.recurrent(4, 7)).build();
        var network = new MultiLayerNetwork(list);
        network.init();
        assertEquals(4, network.layerInputSize(0));
        var mask = Examples.mask(TYPE, 3, 7);
        var input = Examples.input(TYPE, 3, 4, 7);
        var out = network.output(input, false, mask, null);
        var second = network.output(part(input, 0, 6).get(interval(1, 2), all(), all()), false,
            Nd4j.ones(TYPE, 1, 6), null);
        close(second, out.get(interval(1, 2), all()));
    }

    @Test
    void timeBeforeFeaturesWhenAskedFor() {
        var ncw = Examples.network(TYPE, new Adam(1e-2), 3, List.of(Examples.Kind.GRU_BEFORE.layer(4, 6)));
        Layer layer = Gru.builder().nIn(4).nOut(6).dataFormat(RNNFormat.NWC).build();
        var list = new NeuralNetConfiguration.Builder().seed(11).dataType(TYPE).updater(new Adam(1e-2)).list()
            .layer(layer).layer(new RnnOutputLayer.Builder().nIn(6).nOut(3)
                .activation(Activation.SOFTMAX).dataFormat(RNNFormat.NWC).build()).build();
        var nwc = new MultiLayerNetwork(list);
        nwc.init();
        nwc.setParams(ncw.params());
        var input = Examples.input(TYPE, 3, 4, 7);
        var labels = Examples.labels(TYPE, 3, 3, 7);
        close(ncw.output(input), nwc.output(input.permute(0, 2, 1)).permute(0, 2, 1));
        ncw.fit(input, labels);
        nwc.fit(input.permute(0, 2, 1).dup(), labels.permute(0, 2, 1).dup());
        close(ncw.params(), nwc.params());
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void recurrentWeightsBeginOrthogonalAndOneSeedGivesOneNetwork(Examples.Kind kind) {
        var network = network(kind);
        var recurrent = network.getParam("0_RW").get(all(), interval(0, 6)).dup();
        close(Nd4j.eye(6).castTo(TYPE), recurrent.transpose().mmul(recurrent));
        assertEquals(network.params(), network(kind).params());
        if (kind == Examples.Kind.LSTM) {
            assertEquals(6, network.getParam("0_b").sumNumber().doubleValue(), 1e-6, "forget gate bias 1");
        }
    }
}
