package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;
import static org.unrolled.nn.CloseTo.assertClose;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

class RecurrentDecoderTest {
    private static final INDArray SOURCE = Nd4j.createFromArray(new int[][] {{1, 4, 0}, {2, 2, 0}, {3, 0, 0}});
    private static final INDArray SOURCE_MASK = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 1, 0}, {1, 0, 0}});
    private static final INDArray TARGET = Nd4j.createFromArray(new int[][] {{0, 3, 1, 4}, {0, 2, 5, 0}, {0, 1, 1, 0}});
    private static final INDArray LABELS = Nd4j.createFromArray(new int[][] {{3, 1, 4, 5}, {2, 5, 5, 0}, {1, 1, 0, 0}});
    private static final INDArray TARGET_MASK = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 1, 0}, {1, 1, 0, 0}});

    static Stream<Arguments> models() {
        return Stream.of(
            Arguments.of("LSTM, h and c", Lstm.builder().nIn(4).nOut(3).build(), Lstm.builder().nOut(3).build(), true, false),
            Arguments.of("LSTM, h alone", Lstm.builder().nIn(4).nOut(3).build(), Lstm.builder().nIn(4).nOut(3).build(), false,
                false),
            Arguments.of("GRU", Gru.builder().nIn(4).nOut(3).resetAfter(true).build(), Gru.builder().nOut(3).build(), false,
                false),
            Arguments.of("RNN", VanillaRnn.builder().nIn(4).nOut(3).build(), VanillaRnn.builder().nOut(3).build(), false,
                false),
            Arguments.of("GRU after a bridge", Gru.builder().nIn(4).nOut(3).build(), Lstm.builder().nOut(5).build(), true,
                true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void gradientsOfAnEncoderDecoderAreRight(String name, RecurrentConfiguration decoder, RecurrentConfiguration encoder,
                                             boolean cellState, boolean bridge) {
        var graph = graph(DataType.DOUBLE, new NoOp(), decoder, encoder, cellState, bridge);
        for (boolean masked : new boolean[] {false, true}) {
            assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph)
                .inputs(new INDArray[] {SOURCE.castTo(DataType.DOUBLE), TARGET.castTo(DataType.DOUBLE)})
                .labels(new INDArray[] {LABELS}).inputMask(masked ? new INDArray[] {SOURCE_MASK, TARGET_MASK} : null)
                .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)), masked ? "with masks" : "without masks");
        }
    }

    @Test
    void aBidirectionalEncoderEndsAtBothEnds() {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).seed(5)
            .updater(new NoOp()).graphBuilder().addInputs("x", "y")
            .setInputTypes(InputType.recurrent(2), InputType.recurrent(4))
            .addLayer("encoder", new Bidirectional(Lstm.builder().nOut(3).build()), "x")
            .addVertex("state", FinalState.builder().bidirectional(true).build(), "encoder")
            .addLayer("bridge", new DenseLayer.Builder().nOut(3).activation(Activation.TANH).build(), "state")
            .addVertex("decoder", new RecurrentDecoder(Gru.builder().nIn(4).nOut(3).build()), "y", "bridge")
            .addLayer("out", SoftmaxOutput.builder().nOut(6).build(), "decoder").setOutputs("out").build());
        graph.init();
        var x = Nd4j.rand(DataType.DOUBLE, 3, 2, 3);
        var y = Nd4j.rand(DataType.DOUBLE, 3, 4, 4);
        graph.setLayerMaskArrays(new INDArray[] {SOURCE_MASK, null}, null);
        graph.setInputs(x, y);
        var activations = graph.feedForward(false, true, true);
        graph.clearLayerMaskArrays();
        var encoded = activations.get("encoder");
        var state = activations.get("state");
        for (int b = 0; b < 3; b++) {
            assertClose(encoded.get(point(b), interval(0, 3), point(2 - b)), state.get(point(b), interval(0, 3)), 0, "forward");
            assertClose(encoded.get(point(b), interval(3, 6), point(0)), state.get(point(b), interval(3, 6)), 0, "backward");
        }
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph).inputs(new INDArray[] {x, y})
            .labels(new INDArray[] {LABELS}).inputMask(new INDArray[] {SOURCE_MASK, TARGET_MASK})
            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
    }

    @Test
    void bothDirectionsOfAnLstmHandOverTheirCellStates() {
        var graph = graph(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).seed(5).updater(new NoOp())
            .graphBuilder().addInputs("x", "y").setInputTypes(InputType.recurrent(2), InputType.recurrent(4))
            .addLayer("encoder", new BidirectionalRecurrent(Lstm.builder().nOut(3).build()), "x")
            .addVertex("state", FinalState.builder().bidirectional(true).cellStateOf("encoder").build(), "encoder")
            .addVertex("decoder", new RecurrentDecoder(Lstm.builder().nIn(4).nOut(6).build()), "y", "state")
            .addLayer("out", SoftmaxOutput.builder().nOut(6).build(), "decoder"), "out");
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph)
            .inputs(new INDArray[] {Nd4j.rand(DataType.DOUBLE, 3, 2, 3), Nd4j.rand(DataType.DOUBLE, 3, 4, 4)})
            .labels(new INDArray[] {LABELS}).inputMask(new INDArray[] {SOURCE_MASK, TARGET_MASK})
            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
    }

    @Test
    void withoutAStateItIsTheLayer() {
        var layer = graph(new NeuralNetConfiguration.Builder().seed(3).graphBuilder().addInputs("x")
            .addLayer("rnn", Lstm.builder().nIn(4).nOut(3).build(), "x"), "rnn");
        var vertex = graph(new NeuralNetConfiguration.Builder().seed(3).graphBuilder().addInputs("x")
            .addVertex("rnn", new RecurrentDecoder(Lstm.builder().nIn(4).nOut(3).build()), "x"), "rnn");
        assertEquals(layer.params(), vertex.params(), "the same weights from the same seed");
        var x = Nd4j.rand(DataType.FLOAT, 2, 4, 5);
        assertClose(layer.outputSingle(x), vertex.outputSingle(x), 1e-6, "output");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void stepByStepGivesWhatTheWholeSequenceGives(String name, RecurrentConfiguration decoder,
                                                  RecurrentConfiguration encoder, boolean cellState, boolean bridge) {
        var graph = graph(DataType.FLOAT, new NoOp(), decoder, encoder, cellState, bridge);
        var whole = graph.output(false, new INDArray[] {SOURCE, TARGET}, new INDArray[] {SOURCE_MASK, null})[0];
        var decoding = new TokenDecoder(graph, "words", "out");
        var state = decoding.start(new INDArray[] {SOURCE, Nd4j.zeros(3, 1)}, new INDArray[] {SOURCE_MASK, null});
        for (int t = 0; t < 4; t++) {
            var step = decoding.step(state, TARGET.getColumn(t).toIntVector());
            assertClose(whole.get(all(), all(), point(t)), org.nd4j.linalg.ops.transforms.Transforms
                .exp(step.logProbabilities()), 1e-5, "step " + t);
            state = step.state();
        }
        // A beam search's view: sequences picked, repeated and reordered go on as they would have.
        var picked = decoding.step(state.select(2, 0, 2), 1, 1, 1).logProbabilities();
        var all = decoding.step(state, 1, 1, 1).logProbabilities();
        assertClose(all.getRows(2, 0, 2), picked, 1e-6, "selected");
    }

    @Test
    void survivesFileJsonAndClone(@TempDir Path folder) throws Exception {
        var graph = graph(DataType.FLOAT, new Adam(0.01), Lstm.builder().nIn(4).nOut(3).recurrentDropOut(0.5).build(),
            Lstm.builder().nOut(3).build(), true, false);
        var batch = new MultiDataSet(new INDArray[] {SOURCE, TARGET}, new INDArray[] {LABELS});
        Copies.check(graph, batch, folder);
    }

    @Test
    void learnsToReverse() {
        var graph = graph(DataType.FLOAT, new Adam(0.02), Gru.builder().nIn(4).nOut(24).build(),
            Gru.builder().nOut(24).build(), false, false);
        var random = new java.util.Random(1);
        double loss = 0;
        for (int i = 0; i < 400; i++) {
            int[][] source = new int[16][3];
            int[][] target = new int[16][3];
            int[][] labels = new int[16][3];
            for (int b = 0; b < 16; b++) {
                for (int t = 0; t < 3; t++) {
                    source[b][t] = 1 + random.nextInt(5);
                    labels[b][2 - t] = source[b][t];
                }
                System.arraycopy(labels[b], 0, target[b], 1, 2);
            }
            graph.fit(new MultiDataSet(new INDArray[] {Nd4j.createFromArray(source), Nd4j.createFromArray(target)},
                new INDArray[] {Nd4j.createFromArray(labels)}));
            loss = graph.score();
        }
        assertTrue(loss < 0.2, "loss per token after 400 steps is " + loss + ", chance is " + Math.log(5));
    }

    @Test
    void mistakesAreNamed() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> graph(DataType.FLOAT, new NoOp(),
            Lstm.builder().nIn(4).nOut(3).build(), Lstm.builder().nOut(5).build(), false, false));
        assertTrue(wrong.getMessage().contains("begins from a state of 3 (h) or 6 (h and c)"), wrong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new RecurrentDecoder(Gru.builder().nOut(3).build()));
    }

    private static ComputationGraph graph(DataType type, IUpdater updater, RecurrentConfiguration decoder,
                                          RecurrentConfiguration encoder, boolean cellState, boolean bridge) {
        var builder = new NeuralNetConfiguration.Builder().dataType(type).seed(7).updater(updater).graphBuilder()
            .addInputs("source", "target").setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
            .addLayer("sourceWords", TokenEmbedding.builder().nIn(6).nOut(4).build(), "source")
            .addLayer("encoder", (RecurrentConfiguration) encoder.clone(), "sourceWords")
            .addVertex("state", cellState ? FinalState.builder().cellStateOf("encoder").build() : FinalState.builder().build(), "encoder")
            .addLayer("words", TokenEmbedding.builder().nIn(6).nOut(4).build(), "target");
        if (bridge) {
            builder.addLayer("bridge", new DenseLayer.Builder().nOut(decoder.getNOut()).activation(Activation.TANH).build(),
                "state");
        }
        return graph(builder
            .addVertex("decoder", new RecurrentDecoder((RecurrentConfiguration) decoder.clone()), "words",
                bridge ? "bridge" : "state")
            .addLayer("out", SoftmaxOutput.builder().nOut(6).build(), "decoder"), "out");
    }

    private static ComputationGraph graph(ComputationGraphConfiguration.GraphBuilder builder, String output) {
        var graph = new ComputationGraph(builder.setOutputs(output).build());
        graph.init();
        return graph;
    }
}
