package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/** Truncated back-propagation with the state carried over, which DL4J's own layers get wrong. */
class TruncatedBpttTest {
    private static final DataType TYPE = DataType.DOUBLE;
    private static final int SEGMENT = 3;

    private static MultiLayerNetwork network(Examples.Kind kind, BackpropType type, IUpdater updater) {
        var list = new NeuralNetConfiguration.Builder().seed(2).dataType(TYPE).updater(updater).list()
            .layer(kind.layer(2, 4)).layer(kind.layer(4, 3)).layer(Examples.output(3, 2)).backpropType(type);
        if (type == BackpropType.TruncatedBPTT) {
            list.tBPTTLength(SEGMENT);
        }
        var network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    private static INDArray segment(INDArray array, int which) {
        return array.get(all(), all(), interval(which * SEGMENT, (which + 1) * SEGMENT)).dup();
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void gradientOfTheSecondSegmentSeesTheCarriedState(Examples.Kind kind) {
        Nd4j.getRandom().setSeed(1);
        var network = network(kind, BackpropType.TruncatedBPTT, new NoOp());
        var input = Examples.input(TYPE, 3, 2, 2 * SEGMENT);
        var labels = Examples.labels(TYPE, 3, 2, 2 * SEGMENT);
        score(network, segment(input, 0), segment(labels, 0));
        var carried = IntStream.range(0, 2)
            .mapToObj(i -> ((RecurrentLayer) network.getLayer(i)).rnnGetTBPTTState()).toList();
        Runnable restore = () -> {
            for (int i = 0; i < 2; i++) {
                ((RecurrentLayer) network.getLayer(i)).rnnSetTBPTTState(carried.get(i));
            }
        };
        restore.run();
        double withState = score(network, segment(input, 1), segment(labels, 1));
        var gradient = network.gradient().gradient().dup();
        network.rnnClearPreviousState();
        assertTrue(Math.abs(withState - score(network, segment(input, 1), segment(labels, 1))) > 1e-4,
            "the carried state changes the score");
        var parameters = network.params();
        double step = 1e-6;
        for (long i = 0; i < parameters.length(); i++) {
            double value = parameters.getDouble(i);
            parameters.putScalar(i, value + step);
            restore.run();
            double above = score(network, segment(input, 1), segment(labels, 1));
            parameters.putScalar(i, value - step);
            restore.run();
            double below = score(network, segment(input, 1), segment(labels, 1));
            parameters.putScalar(i, value);
            double expected = (above - below) / (2 * step) * 3;
            assertEquals(expected, gradient.getDouble(i), 1e-6 + 1e-5 * Math.abs(expected), "parameter " + i);
        }
    }

    /** Score of a segment (mean over the batch); leaves the gradient (sum over the batch) in the network. */
    private static double score(MultiLayerNetwork network, INDArray input, INDArray labels) {
        network.setInput(input);
        network.setLabels(labels);
        network.computeGradientAndScore();
        return network.score();
    }

    @Test
    void oneSegmentIsPlainBackPropagation() {
        var truncated = network(Examples.Kind.LSTM, BackpropType.TruncatedBPTT, new Sgd(0.1));
        var plain = network(Examples.Kind.LSTM, BackpropType.Standard, new Sgd(0.1));
        var input = Examples.input(TYPE, 3, 2, SEGMENT);
        var labels = Examples.labels(TYPE, 3, 2, SEGMENT);
        truncated.fit(input, labels);
        plain.fit(input, labels);
        assertTrue(truncated.params().equalsWithEps(plain.params(), 1e-12));
    }

    @Test
    void fitCarriesTheStateThroughSegmentsAndForgetsItAfterwards() {
        var network = network(Examples.Kind.GRU_AFTER, BackpropType.TruncatedBPTT, new NoOp());
        var input = Examples.input(TYPE, 3, 2, 2 * SEGMENT + 1);
        var labels = Examples.labels(TYPE, 3, 2, 2 * SEGMENT + 1);
        network.fit(input, labels);
        var full = network.feedForward(input);
        var last = segmentOf(input, 2 * SEGMENT, 2 * SEGMENT + 1);
        network.rnnClearPreviousState();
        network.rnnTimeStep(segmentOf(input, 0, 2 * SEGMENT));
        var stepped = network.rnnTimeStep(last);
        assertTrue(stepped.equalsWithEps(segmentOf(full.get(full.size() - 1), 2 * SEGMENT, 2 * SEGMENT + 1), 1e-10));
        assertTrue(((RecurrentLayer) network.getLayer(0)).rnnGetTBPTTState().isEmpty(), "cleared after fit");
    }

    private static INDArray segmentOf(INDArray array, int from, int to) {
        return array.get(all(), all(), interval(from, to));
    }
}
