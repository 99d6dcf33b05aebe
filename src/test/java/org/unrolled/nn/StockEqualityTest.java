package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** DL4J's own layers with the same weights give the same outputs and the same training. */
class StockEqualityTest {
    private static final DataType TYPE = DataType.FLOAT;

    @Test
    void lstm() {
        same(new LSTM.Builder().nIn(5).nOut(9).activation(Activation.TANH).build(), Examples.Kind.LSTM.layer(5, 9));
    }

    @Test
    @SuppressWarnings("deprecation")
    void lstmWithPeepholes() {
        same(new GravesLSTM.Builder().nIn(5).nOut(9).activation(Activation.TANH).build(),
            Examples.Kind.PEEPHOLES.layer(5, 9));
    }

    @Test
    void simpleRnn() {
        same(new SimpleRnn.Builder().nIn(5).nOut(9).activation(Activation.TANH).build(),
            Examples.Kind.TANH.layer(5, 9));
        same(new SimpleRnn.Builder().nIn(5).nOut(9).activation(Activation.RELU).build(),
            Examples.Kind.RELU.layer(5, 9));
    }

    private static void same(Layer stock, Layer ours) {
        var theirs = network(stock);
        var network = network(ours);
        network.setParams(theirs.params().dup());
        var input = Examples.input(TYPE, 6, 5, 11);
        close(theirs.output(input), network.output(input), 1e-6);
        var labels = Examples.labels(TYPE, 6, 4, 11);
        for (int step = 0; step < 5; step++) {
            theirs.fit(input, labels);
            network.fit(input, labels);
        }
        close(theirs.params(), network.params(), 1e-4);
    }

    private static MultiLayerNetwork network(Layer layer) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).dataType(TYPE)
            .updater(new Adam(1e-3)).list().layer(layer).layer(Examples.output(9, 4)).build());
        network.init();
        return network;
    }

    private static void close(INDArray expected, INDArray actual, double tolerance) {
        double difference = expected.sub(actual).amaxNumber().doubleValue();
        assertTrue(difference < tolerance, "differs by " + difference);
    }

    @Test
    void tokenIdsGiveWhatOneHotVectorsGive() {
        for (var kind : Examples.Kind.values()) {
            var ids = Examples.tokens(TYPE, 4, 7, 6);
            var oneHot = Examples.oneHot(ids, 7);
            var dense = Examples.network(TYPE, new Adam(1e-2), 3, List.of(kind.layer(7, 5)));
            var token = Examples.network(TYPE, new Adam(1e-2), 3,
                List.of(kind.builder().nIn(7).nOut(5).tokenInput(true).build()));
            dense.paramTable().forEach((key, value) -> token.getParam(key).assign(value));
            var labels = Examples.labels(TYPE, 4, 3, 6);
            close(dense.output(oneHot), token.output(ids), 1e-6);
            close(dense.output(oneHot), token.output(ids.reshape(4, 6)), 1e-6);
            dense.fit(oneHot, labels);
            token.fit(ids, labels);
            dense.paramTable().forEach((key, value) -> close(value, token.getParam(key), 1e-5));
        }
    }
}
