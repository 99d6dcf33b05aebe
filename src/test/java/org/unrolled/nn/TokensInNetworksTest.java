package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.unrolled.nn.CloseTo.assertClose;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** Token ids with the methods of DL4J's own networks. */
class TokensInNetworksTest {
    private static final INDArray IDS = Nd4j.createFromArray(new int[][] {{1, 4, 0, 4, 3}, {2, 2, 1, 0, 4}});
    private static final INDArray NEXT = Nd4j.createFromArray(new int[][] {{4, 0, 4, 3, 1}, {2, 1, 0, 4, 2}});

    static Stream<List<Layer>> layers() {
        return Stream.of(
            List.of(TokenEmbedding.builder().nIn(5).nOut(3).build(), Lstm.builder().nIn(3).nOut(4).build(),
                SoftmaxOutput.builder().nIn(4).nOut(5).build()),
            List.of(Gru.builder().nIn(5).nOut(4).tokenInput(true).build(), SoftmaxOutput.builder().nIn(4).nOut(5).build()),
            List.of(Gru.builder().nIn(5).nOut(4).tokenInput(true).build()),
            List.of(TokenEmbedding.builder().nIn(5).nOut(4).build()));
    }

    private static MultiLayerNetwork network(List<Layer> layers, BackpropType type) {
        var list = new NeuralNetConfiguration.Builder().seed(2).updater(new Sgd(0.5)).list();
        layers.forEach(layer -> list.layer(layer.clone()));
        var network = new MultiLayerNetwork(list.backpropType(type).tBPTTLength(5).build());
        network.init();
        return network;
    }

    /** Ids of steps {@code from} to {@code to - 1}. */
    private static INDArray steps(INDArray array, int from, int to) {
        return array.rank() == 2 ? array.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to))
            : array.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void rnnTimeStepTakesManyIdsAndOne(List<Layer> layers) {
        var network = network(layers, BackpropType.Standard);
        var whole = network.output(IDS);
        assertEquals(whole, network.rnnTimeStep(IDS), "all steps at once");
        network.rnnClearPreviousState();
        assertClose(steps(whole, 0, 3), network.rnnTimeStep(steps(IDS, 0, 3)), 1e-6, "first steps");
        assertClose(steps(whole, 3, 4).reshape(2, whole.size(1)), network.rnnTimeStep(steps(IDS, 3, 4)), 1e-6, "one step");
        assertClose(steps(whole, 4, 5), network.rnnTimeStep(steps(IDS, 4, 5).reshape(2, 1, 1)), 1e-6, "one step, in three dimensions");
    }

    @Test
    void aGraphsTimeStepsDoTheSame() {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(2).graphBuilder().addInputs("ids")
            .addLayer("cell", Gru.builder().nIn(5).nOut(4).tokenInput(true).build(), "ids")
            .addLayer("out", SoftmaxOutput.builder().nIn(4).nOut(5).build(), "cell").setOutputs("out").build());
        graph.init();
        var whole = graph.output(IDS)[0];
        assertClose(steps(whole, 0, 4), graph.rnnTimeStep(steps(IDS, 0, 4))[0], 1e-6, "first steps");
        assertClose(steps(whole, 4, 5).reshape(2, 5), graph.rnnTimeStep(steps(IDS, 4, 5))[0], 1e-6, "one step");
    }

    /** With ids of two dimensions DL4J's truncated backpropagation calls no layer; see {@link TokenEmbedding}. */
    @Test
    void truncatedBackpropagationTakesIdsInThreeDimensions() {
        var layers = layers().findFirst().orElseThrow();
        var truncated = network(layers, BackpropType.TruncatedBPTT);
        var before = truncated.params().dup();
        truncated.fit(IDS, NEXT);
        assertEquals(before, truncated.params(), "it warns, and trains nothing");
        truncated.fit(IDS.reshape(2, 1, 5), NEXT.reshape(2, 1, 5));
        var plain = network(layers, BackpropType.Standard);
        plain.fit(IDS, NEXT);
        assertNotEquals(before, plain.params());
        assertClose(plain.params(), truncated.params(), 1e-6, "one segment is plain backpropagation");
    }
}
