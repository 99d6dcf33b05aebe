package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;
import static org.unrolled.nn.CloseTo.assertClose;

import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

class ContextInputTest {
    private static final INDArray WORDS = Nd4j.createFromArray(new int[][] {{0, 3, 1, 4}, {0, 2, 5, 0}, {0, 1, 1, 0}});
    private static final INDArray LABELS = Nd4j.createFromArray(new int[][] {{3, 1, 4, 5}, {2, 5, 5, 0}, {1, 1, 0, 0}});
    private static final INDArray MASK = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 1, 0}, {1, 1, 0, 0}});

    /** Tokens and a vector per sequence; the vector stands beside each token. */
    private static ComputationGraph graph(DataType type) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(type).seed(5).updater(new NoOp())
            .graphBuilder().addInputs("words", "vector").setInputTypes(InputType.recurrent(1), InputType.feedForward(3))
            .addLayer("embedding", TokenEmbedding.builder().nIn(6).nOut(4).build(), "words")
            .addLayer("context", new DenseLayer.Builder().nOut(2).activation(Activation.TANH).build(), "vector")
            .addVertex("both", new ContextInput(), "embedding", "context")
            .addVertex("decoder", new RecurrentDecoder(Gru.builder().nIn(6).nOut(5).build()), "both")
            .addLayer("out", SoftmaxOutput.builder().nOut(6).build(), "decoder").setOutputs("out").build());
        graph.init();
        return graph;
    }

    @Test
    void theContextStandsBesideEveryStep() {
        var graph = graph(DataType.FLOAT);
        graph.setInputs(WORDS, Nd4j.rand(DataType.FLOAT, 3, 3));
        var activations = graph.feedForward(false, true, true);
        var both = activations.get("both");
        for (int t = 0; t < 4; t++) {
            assertClose(activations.get("embedding").get(all(), all(), point(t)), both.get(all(), interval(0, 4), point(t)), 0,
                "token " + t);
            assertClose(activations.get("context"), both.get(all(), interval(4, 6), point(t)), 0, "context " + t);
        }
    }

    @Test
    void gradientsAreRight() {
        for (boolean masked : new boolean[] {false, true}) {
            assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph(DataType.DOUBLE))
                .inputs(new INDArray[] {WORDS.castTo(DataType.DOUBLE), Nd4j.rand(DataType.DOUBLE, 3, 3)})
                .labels(new INDArray[] {LABELS}).inputMask(masked ? new INDArray[] {MASK, null} : null)
                .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)), masked ? "with masks" : "without masks");
        }
    }

    @Test
    void stepByStepGivesWhatTheWholeSequenceGives() {
        var graph = graph(DataType.FLOAT);
        var vector = Nd4j.rand(DataType.FLOAT, 3, 3);
        var whole = graph.outputSingle(WORDS, vector);
        var decoder = new TokenDecoder(graph, "embedding", "out");
        var state = decoder.start(new INDArray[] {WORDS, vector}, null);
        for (int t = 0; t < 4; t++) {
            var step = decoder.step(state, WORDS.getColumn(t).toIntVector());
            assertClose(whole.get(all(), all(), point(t)), Transforms.exp(step.logProbabilities()), 1e-5, "step " + t);
            state = step.state();
        }
        var picked = decoder.step(state.select(2, 0, 2), 1, 1, 1).logProbabilities();
        assertClose(decoder.step(state, 1, 1, 1).logProbabilities().getRows(2, 0, 2), picked, 1e-6, "selected");
    }

    @Test
    void survivesJsonAndClone() {
        var graph = graph(DataType.FLOAT);
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        var vector = Nd4j.rand(DataType.FLOAT, 3, 3);
        assertEquals(graph.outputSingle(WORDS, vector), graph.clone().outputSingle(WORDS, vector));
    }

    @Test
    void mistakesAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new ContextInput().getOutputType(0, InputType.recurrent(4),
            InputType.recurrent(4)));
        var e = assertThrows(IllegalArgumentException.class, () -> graph(DataType.FLOAT).outputSingle(WORDS,
            Nd4j.rand(DataType.FLOAT, 2, 3)));
        assertTrue(e.getMessage().contains("of the same batch"), e.getMessage());
    }
}
