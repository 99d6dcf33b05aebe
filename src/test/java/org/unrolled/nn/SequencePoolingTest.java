package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unrolled.nn.CloseTo.assertClose;

import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class SequencePoolingTest {
    private static final int SIZE = 6;
    private static final INDArray WORDS = Nd4j.createFromArray(new int[][] {{0, 3, 1, 4}, {2, 5, 5, 0}, {1, 0, 0, 0}});
    private static final INDArray LABELS = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {1, 0}});
    private static final INDArray MASK = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {0, 1, 1, 0}, {1, 0, 0, 0}});

    private static ComputationGraph graph(DataType type, Pooling how) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(type).seed(5).updater(new NoOp())
            .graphBuilder().addInputs("words").setInputTypes(InputType.recurrent(1))
            .addLayer("embedding", TokenEmbedding.builder().nIn(6).nOut(4).build(), "words")
            .addLayer("encoder", new BidirectionalRecurrent(Gru.builder().nIn(4).nOut(SIZE / 2).build()), "embedding")
            .addVertex("pooled", SequencePooling.builder().pooling(how).size(SIZE).bidirectional(true).build(), "encoder")
            .addLayer("out", new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nIn(SIZE).nOut(2)
                .activation(Activation.SOFTMAX).build(), "pooled")
            .setOutputs("out").build());
        graph.init();
        return graph;
    }

    private static Stream<Pooling> poolings() {
        return Stream.of(Pooling.LAST, Pooling.MEAN, Pooling.MAX, new Pooling.Attention(5));
    }

    private static INDArray[] masks(DataType type) {
        return new INDArray[] {MASK.castTo(type)};
    }

    @ParameterizedTest
    @MethodSource("poolings")
    void gradientsAreRight(Pooling how) {
        for (boolean masked : new boolean[] {false, true}) {
            assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph(DataType.DOUBLE, how))
                .inputs(new INDArray[] {WORDS.castTo(DataType.DOUBLE)}).labels(new INDArray[] {LABELS})
                .inputMask(masked ? masks(DataType.DOUBLE) : null)
                .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)), how + (masked ? " with masks" : " without masks"));
        }
    }

    /** Against the definitions, number by number. */
    @ParameterizedTest
    @MethodSource("poolings")
    void outputsAreThoseOfTheDefinition(Pooling how) {
        for (var type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            var graph = graph(type, how);
            graph.setLayerMaskArrays(masks(type), null);
            graph.setInputs(WORDS);
            var activations = graph.feedForward(false, true, true);
            var states = activations.get("encoder");
            var pooled = activations.get("pooled");
            assertEquals(2, pooled.rank());
            for (int b = 0; b < 3; b++) {
                var weights = expectedWeights(graph, states, how, b);
                for (int i = 0; i < SIZE; i++) {
                    assertEquals(expected(states, how, weights, b, i), pooled.getDouble(b, i), 1e-5, how + " of " + b + ", feature " + i);
                }
            }
        }
    }

    private static double[] expectedWeights(ComputationGraph graph, INDArray states, Pooling how, int b) {
        var weights = new double[4];
        double sum = 0;
        for (int t = 0; t < 4; t++) {
            double score = 0;
            for (int j = 0; how instanceof Pooling.Attention && j < 5; j++) {
                double inner = param(graph, SequencePooling.BIAS).getDouble(0, j);
                for (int i = 0; i < SIZE; i++) {
                    inner += states.getDouble(b, i, t) * param(graph, SequencePooling.KEY).getDouble(i, j);
                }
                score += param(graph, SequencePooling.VECTOR).getDouble(0, j) * Math.tanh(inner);
            }
            weights[t] = MASK.getDouble(b, t) * Math.exp(score);
            sum += weights[t];
        }
        for (int t = 0; t < 4; t++) {
            weights[t] /= sum;
        }
        return weights;
    }

    private static INDArray param(ComputationGraph graph, String key) {
        return graph.getVertex("pooled").paramTable(false).get(key);
    }

    private static double expected(INDArray states, Pooling how, double[] weights, int b, int i) {
        int first = 0;
        while (weights[first] == 0) {
            first++;
        }
        int last = 3;
        while (weights[last] == 0) {
            last--;
        }
        double most = Double.NEGATIVE_INFINITY;
        double mean = 0;
        for (int t = first; t <= last; t++) {
            most = Math.max(most, states.getDouble(b, i, t));
            mean += weights[t] * states.getDouble(b, i, t);
        }
        return how.equals(Pooling.LAST) ? states.getDouble(b, i, i < SIZE / 2 ? last : first) : how.equals(Pooling.MAX) ? most : mean;
    }

    @ParameterizedTest
    @MethodSource("poolings")
    void paddingDoesNotCount(Pooling how) {
        var graph = graph(DataType.FLOAT, how);
        var alone = graph.outputSingle(Nd4j.createFromArray(new int[][] {{3, 1}}));
        var padded = graph.output(false, new INDArray[] {Nd4j.createFromArray(new int[][] {{3, 1, 5, 5}, {2, 2, 2, 2}})},
            new INDArray[] {Nd4j.createFromArray(new float[][] {{1, 1, 0, 0}, {1, 1, 1, 1}})})[0];
        assertClose(alone.getRow(0), padded.getRow(0), 1e-6, how.toString());
    }

    @Test
    void weightsSayHowMuchEachStepCounted() {
        for (var how : new Pooling[] {Pooling.MEAN, new Pooling.Attention(5)}) {
            var graph = graph(DataType.FLOAT, how);
            var vertex = (SequencePoolingVertex) graph.getVertex("pooled");
            assertThrows(IllegalStateException.class, vertex::weights);
            graph.output(false, new INDArray[] {WORDS}, masks(DataType.FLOAT));
            var weights = vertex.weights();
            assertClose(Nd4j.ones(DataType.FLOAT, 3), weights.sum(1), 1e-6, "sums");
            assertEquals(0, weights.getDouble(1, 0));
            graph.setLayerMaskArrays(masks(DataType.FLOAT), null);
            graph.setInputs(WORDS);
            var states = graph.feedForward(false, true, true).get("encoder");
            for (int b = 0; b < 3; b++) {
                var expected = expectedWeights(graph, states, how, b);
                for (int step = 0; step < 4; step++) {
                    assertEquals(expected[step], weights.getDouble(b, step), 1e-6, how + " of " + b + ", step " + step);
                }
            }
        }
    }

    @Test
    void weightsOfTheMaximumAndTheEndSayWhereTheyCameFrom() {
        var graph = graph(DataType.FLOAT, Pooling.MAX);
        graph.setLayerMaskArrays(masks(DataType.FLOAT), null);
        graph.setInputs(WORDS);
        var states = graph.feedForward(false, true, true).get("encoder");
        var weights = ((SequencePoolingVertex) graph.getVertex("pooled")).weights();
        for (int b = 0; b < 3; b++) {
            var expected = new double[4];
            for (int i = 0; i < SIZE; i++) {
                int best = -1;
                for (int t = 0; t < 4; t++) {
                    boolean seen = MASK.getDouble(b, t) != 0;
                    best = seen && (best < 0 || states.getDouble(b, i, t) > states.getDouble(b, i, best)) ? t : best;
                }
                expected[best] += 1.0 / SIZE;
            }
            assertArrayEquals(expected, weights.getRow(b).toDoubleVector(), 1e-6);
        }
        var ends = graph(DataType.FLOAT, Pooling.LAST);
        ends.output(false, new INDArray[] {WORDS}, masks(DataType.FLOAT));
        assertEquals(Nd4j.createFromArray(new float[][] {{0.5F, 0, 0, 0.5F}, {0, 0.5F, 0.5F, 0}, {1, 0, 0, 0}}),
            ((SequencePoolingVertex) ends.getVertex("pooled")).weights());
    }

    @ParameterizedTest
    @MethodSource("poolings")
    void survivesJsonAndClone(Pooling how) {
        var graph = graph(DataType.FLOAT, how);
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        assertEquals(graph.outputSingle(WORDS), graph.clone().outputSingle(WORDS));
    }

    @Test
    void mistakesAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> SequencePooling.builder().build());
        var graph = graph(DataType.FLOAT, Pooling.MAX);
        var nothing = Nd4j.createFromArray(new float[][] {{1, 1, 1, 1}, {0, 0, 0, 0}, {1, 1, 1, 1}});
        var e = assertThrows(IllegalArgumentException.class, () -> graph.output(false, new INDArray[] {WORDS}, new INDArray[] {nothing}));
        assertTrue(e.getMessage().contains("example 1"), e.getMessage());
    }
}
