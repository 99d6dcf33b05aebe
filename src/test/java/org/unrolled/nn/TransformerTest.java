package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;
import static org.unrolled.nn.CloseTo.assertClose;

import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.HiddenActivation;
import org.unrolled.nn.backend.NotFiniteException;

class TransformerTest {
    private static final INDArray SOURCE = Nd4j.createFromArray(new int[][] {{1, 4, 0}, {2, 2, 0}, {3, 0, 0}});
    private static final INDArray SOURCE_MASK = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 1, 0}, {1, 0, 0}});
    private static final INDArray TARGET = Nd4j.createFromArray(new int[][] {{0, 3, 1, 4}, {0, 2, 5, 0}, {0, 1, 1, 0}});
    private static final INDArray LABELS = Nd4j.createFromArray(new int[][] {{3, 1, 4, 5}, {2, 5, 5, 0}, {1, 1, 0, 0}});
    private static final INDArray TARGET_MASK = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 1, 0}, {1, 1, 0, 0}});

    @AfterEach
    void chooseAgain() {
        Backends.use(null);
    }

    @ParameterizedTest(name = "{0}, post-norm {1}, masks {2}, dropout {3}")
    @CsvSource({"RELU, false, true, false", "GELU, true, false, false", "GELU, false, true, true", "RELU, true, true, true"})
    void gradientsOfAnEncoderDecoderAreRight(HiddenActivation activation, boolean postNorm, boolean masked, boolean dropout) {
        var graph = translator(DataType.DOUBLE, new NoOp(), activation, postNorm, dropout);
        graph.params().addi(Nd4j.randn(DataType.DOUBLE, graph.params().shape()).muli(0.1));
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph)
            .inputs(new INDArray[] {SOURCE.castTo(DataType.DOUBLE), TARGET.castTo(DataType.DOUBLE)})
            .labels(new INDArray[] {LABELS}).inputMask(masked ? new INDArray[] {SOURCE_MASK, TARGET_MASK} : null)
            .subset(true).maxPerParam(8).callEachIter(g -> Nd4j.getRandom().setSeed(12345))
            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
    }

    @Test
    void gradientsOfThePartsAreRight() {
        var graph = graph(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).seed(4).updater(new NoOp())
            .graphBuilder().addInputs("x", "m").setInputTypes(InputType.recurrent(2), InputType.recurrent(1))
            .addVertex("positions", PositionalEncoding.builder().dropOut(0.9).build(), "x")
            .addVertex("self", MultiHeadAttention.builder().size(2).heads(2).causal(true).dropOut(0.7).build(), "positions")
            .addVertex("cross", MultiHeadAttention.builder().size(2).heads(1).memorySize(1).dropOut(0.8).build(), "self", "m")
            .addVertex("norm", new LayerNormalization(2), "cross")
            .addLayer("out", SoftmaxOutput.builder().nOut(6).build(), "norm"), "out");
        graph.params().addi(Nd4j.randn(DataType.DOUBLE, graph.params().shape()).muli(0.3));
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph)
            .inputs(new INDArray[] {Nd4j.randn(DataType.DOUBLE, 3, 2, 4), Nd4j.randn(DataType.DOUBLE, 3, 1, 3)})
            .labels(new INDArray[] {LABELS}).inputMask(new INDArray[] {TARGET_MASK, SOURCE_MASK})
            .callEachIter(g -> Nd4j.getRandom().setSeed(12345))
            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
    }

    @Test
    void whatIsMaskedHasNoInfluence() {
        var graph = translator(DataType.FLOAT, new NoOp(), HiddenActivation.RELU, false, false);
        var expected = graph.output(false, new INDArray[] {SOURCE, TARGET}, new INDArray[] {SOURCE_MASK, TARGET_MASK})[0].dup();
        var otherSource = SOURCE.dup();
        otherSource.putScalar(1, 2, 5);
        otherSource.putScalar(2, 1, 4);
        var actual = graph.output(false, new INDArray[] {otherSource, TARGET}, new INDArray[] {SOURCE_MASK, TARGET_MASK})[0];
        assertClose(expected, actual, 0, "padding of the source");
        var decoder = (TransformerVertex) graph.getVertex("decoder1");
        var weights = decoder.attention();
        assertEquals(3, weights.size(0));
        for (int b = 0; b < 3; b++) {
            for (int q = 0; q < 4; q++) {
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    double w = weights.getDouble(b, q, k);
                    sum += w;
                    assertTrue(SOURCE_MASK.getDouble(b, k) == 1 ? w > 0 : w == 0, "weight of a masked step is 0");
                }
                assertEquals(1, sum, 1e-6, "weights add up to 1");
            }
        }
        assertEquals(4, decoder.headSelfAttention().rank());
    }

    @Test
    void aSentenceAloneGivesWhatItGivesInABatch() {
        var graph = translator(DataType.FLOAT, new NoOp(), HiddenActivation.RELU, false, false);
        var together = graph.output(false, new INDArray[] {SOURCE, TARGET}, new INDArray[] {SOURCE_MASK, TARGET_MASK})[0].dup();
        var alone = graph.output(SOURCE.get(interval(1, 2), interval(0, 2)), TARGET.get(interval(1, 2), interval(0, 3)))[0];
        assertClose(together.get(interval(1, 2), all(), interval(0, 3)), alone, 1e-6, "the second sentence");
    }

    @Test
    void takesASentenceOfAThousandWords() {
        var graph = translator(DataType.FLOAT, new NoOp(), HiddenActivation.RELU, false, false);
        int[][] ids = new int[1][1000];
        for (int t = 0; t < 1000; t++) {
            ids[0][t] = t % 6;
        }
        var words = Nd4j.createFromArray(ids);
        var sums = graph.output(words, words)[0].sum(1);
        assertClose(Nd4j.ones(DataType.FLOAT, 1, 1000), sums, 1e-5, "probabilities of each step");
        assertClose(Nd4j.ones(DataType.FLOAT, 1, 1000), ((TransformerVertex) graph.getVertex("decoder1")).attention().sum(2), 1e-5,
            "weights of each step");
    }

    @Test
    void noStepOfTheTargetSeesALaterOne() {
        var graph = translator(DataType.FLOAT, new NoOp(), HiddenActivation.RELU, false, false);
        var expected = graph.output(SOURCE, TARGET)[0].dup();
        var other = TARGET.dup();
        other.putScalar(0, 2, 5);
        var actual = graph.output(SOURCE, other)[0];
        assertClose(expected.get(all(), all(), interval(0, 2)), actual.get(all(), all(), interval(0, 2)), 1e-7, "before");
        assertNotEquals(expected.get(point(0), all(), point(2)), actual.get(point(0), all(), point(2)), "from there on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "nd4j"})
    void stepByStepGivesWhatTheWholeSequenceGives(String backend) {
        Backends.use(backend);
        var graph = translator(DataType.FLOAT, new NoOp(), HiddenActivation.GELU, false, false);
        var whole = graph.output(false, new INDArray[] {SOURCE, TARGET}, new INDArray[] {SOURCE_MASK, null})[0].dup();
        var attention = ((TransformerVertex) graph.getVertex("decoder1")).attention();
        var decoding = new TokenDecoder(graph, "targetWords", "out");
        var state = decoding.start(new INDArray[] {SOURCE, Nd4j.zeros(3, 1)}, new INDArray[] {SOURCE_MASK, null});
        for (int t = 0; t < 4; t++) {
            var step = decoding.step(state, TARGET.getColumn(t).toIntVector());
            assertClose(whole.get(all(), all(), point(t)), Transforms.exp(step.logProbabilities()), 1e-5, "step " + t);
            assertClose(attention.get(all(), point(t), all()), step.attention(), 1e-5, "attention of step " + t);
            state = step.state();
        }
        // A beam search's view: sequences picked, repeated and reordered go on as they would have, also from an older state.
        var all = decoding.step(state, 1, 1, 1).logProbabilities();
        var twice = state.select(2, 0, 2).select(0, 2, 1, 1);
        assertClose(all.getRows(2, 2, 0, 0), decoding.step(twice, 1, 1, 1, 1).logProbabilities(), 1e-5, "selected");
        assertClose(all, decoding.step(state, 1, 1, 1).logProbabilities(), 0, "the state itself is as it was");
    }

    @Test
    void aCausalStackOfEncoderBlocksIsALanguageModel() {
        var graph = graph(new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT).seed(7).updater(new NoOp()).graphBuilder()
            .addInputs("ids").setInputTypes(InputType.recurrent(1))
            .addLayer("words", TokenEmbedding.builder().nIn(6).nOut(4).build(), "ids")
            .addVertex("positions", PositionalEncoding.builder().build(), "words")
            .addVertex("block", TransformerEncoderBlock.builder().size(4)
                .heads(2).feedForward(6).causal(true).build(), "positions")
            .addVertex("norm", new LayerNormalization(4), "block")
            .addLayer("out", SoftmaxOutput.builder().nOut(6).build(), "norm"), "out");
        var whole = graph.output(TARGET)[0].dup();
        var decoding = new TokenDecoder(graph, "words", "out");
        var state = decoding.start(new INDArray[] {Nd4j.zeros(3, 1)}, null);
        for (int t = 0; t < 4; t++) {
            var step = decoding.step(state, TARGET.getColumn(t).toIntVector());
            assertClose(whole.get(all(), all(), point(t)), Transforms.exp(step.logProbabilities()), 1e-5, "step " + t);
            state = step.state();
        }
    }

    @Test
    void survivesFileJsonAndClone(@TempDir Path folder) throws Exception {
        var graph = translator(DataType.FLOAT, new Adam(0.01), HiddenActivation.GELU, true, true);
        var batch = new MultiDataSet(new INDArray[] {SOURCE, TARGET}, new INDArray[] {LABELS});
        Copies.check(graph, batch, folder);
    }

    @Test
    void eachSettingIsPartOfTheJson() {
        var settings = TransformerDecoderBlock.builder().size(6).heads(3).feedForward(5).memorySize(7)
            .activation(HiddenActivation.GELU).postNorm(true).dropOut(0.9).attentionDropOut(0.8).activationDropOut(0.7);
        var block = settings.build();
        var graph = graph(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("x", "m")
            .setInputTypes(InputType.recurrent(6), InputType.recurrent(7)).addVertex("positions", PositionalEncoding.builder()
                .scaled(false).dropOut(0.6).build(), "x")
            .addVertex("encoder", TransformerEncoderBlock.builder().size(6)
                .heads(2).feedForward(4).causal(true).build(), "positions")
            .addVertex("attention", MultiHeadAttention.builder().size(6).heads(3).memorySize(7).dropOut(0.4).build(), "encoder", "m")
            .addVertex("self", MultiHeadAttention.builder().size(6).heads(3).causal(true).build(), "attention")
            .addVertex("norm", new LayerNormalization(6), "self")
            .addVertex("block", block, "norm", "m"), "block");
        var read = ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson());
        for (var name : graph.getConfiguration().getVertices().keySet()) {
            assertEquals(graph.getConfiguration().getVertices().get(name), read.getVertices().get(name), name);
        }
        assertEquals(block.settings(), ((TransformerDecoderBlock) read.getVertices().get("block")).settings());
        assertNotEquals(block, settings.memorySize(8).build());
        assertNotEquals(block, settings.memorySize(7).dropOut(0.5).build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void learnsToReverse(boolean postNorm) {
        var graph = graph(new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(5e-3)).graphBuilder()
            .addInputs("source", "target").setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
            .addLayer("sourceWords", TokenEmbedding.builder().nIn(6).nOut(24).build(), "source")
            .addVertex("sourcePositions", PositionalEncoding.builder().build(), "sourceWords")
            .addVertex("encoder", block(TransformerEncoderBlock.builder().size(24)
                .heads(2).feedForward(32), postNorm), "sourcePositions")
            .addVertex("memory", new LayerNormalization(24), "encoder")
            .addLayer("targetWords", TokenEmbedding.builder().nIn(6).nOut(24).build(), "target")
            .addVertex("targetPositions", PositionalEncoding.builder().build(), "targetWords")
            .addVertex("decoder", block(TransformerDecoderBlock.builder().size(24)
                .heads(2).feedForward(32), postNorm), "targetPositions", "memory")
            .addVertex("norm", new LayerNormalization(24), "decoder")
            .addLayer("out", SoftmaxOutput.builder().nOut(6).build(), "norm"), "out");
        var random = new Random(1);
        // At a constant rate Adam's loss leaps now and then, on each processor at other steps: the mean over the last batches counts.
        double loss = 0;
        for (int i = 0; i < 400; i++) {
            int[][] source = new int[16][4];
            int[][] target = new int[16][4];
            int[][] labels = new int[16][4];
            for (int b = 0; b < 16; b++) {
                for (int t = 0; t < 4; t++) {
                    source[b][t] = 1 + random.nextInt(5);
                    labels[b][3 - t] = source[b][t];
                }
                System.arraycopy(labels[b], 0, target[b], 1, 3);
            }
            graph.fit(new MultiDataSet(new INDArray[] {Nd4j.createFromArray(source), Nd4j.createFromArray(target)},
                new INDArray[] {Nd4j.createFromArray(labels)}));
            loss += i < 380 ? 0 : graph.score() / 20;
        }
        assertTrue(loss < 0.2, "loss per token after 400 steps is " + loss + ", chance is " + Math.log(5));
    }

    @Test
    void mistakesAreNamed() {
        assertMessage("3 heads", assertThrows(IllegalArgumentException.class,
            () -> TransformerEncoderBlock.builder().size(8).heads(3).feedForward(16).build()));
        assertMessage("given 0.0", assertThrows(IllegalArgumentException.class,
            () -> TransformerEncoderBlock.builder().size(8).heads(2).feedForward(16).dropOut(0).build()));
        assertMessage("takes vectors of 8", assertThrows(IllegalArgumentException.class,
            () -> graph(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("x").setInputTypes(InputType.recurrent(6))
                .addVertex("block", TransformerEncoderBlock.builder().size(8)
                .heads(2).feedForward(16).build(), "x"), "block")));
        var graph = translator(DataType.FLOAT, new NoOp(), HiddenActivation.RELU, false, false);
        var nothing = SOURCE_MASK.dup();
        nothing.putRow(1, Nd4j.zeros(DataType.DOUBLE, 3));
        assertMessage("sentence 1", assertThrows(IllegalArgumentException.class,
            () -> graph.output(false, new INDArray[] {SOURCE, TARGET}, new INDArray[] {nothing, TARGET_MASK})));
        assertMessage("has no attention weights yet", assertThrows(IllegalStateException.class,
            () -> ((TransformerVertex) translator(DataType.FLOAT, new NoOp(), HiddenActivation.RELU, false, false)
                .getVertex("decoder1")).attention()));
        assertMessage("attends to nothing", assertThrows(IllegalStateException.class,
            () -> ((TransformerVertex) graph.getVertex("norm")).attention()));
        assertMessage("make it causal()", assertThrows(IllegalArgumentException.class,
            () -> ((StepDecoder) graph.getVertex("encoder1")).start(2, new INDArray[0], null)));
    }

    @Test
    void notANumberIsNamed() {
        var graph = graph(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("x").setInputTypes(InputType.recurrent(4))
            .addVertex("block", TransformerEncoderBlock.builder().size(4).heads(2).feedForward(3).build(), "x"), "block");
        var x = Nd4j.rand(DataType.FLOAT, 2, 4, 3);
        x.putScalar(1, 2, 1, Float.NaN);
        var e = assertThrows(NotFiniteException.class, () -> graph.output(x));
        assertEquals(1, e.step());
        assertMessage("its input holds NaN", e);
        graph.params().putScalar(5, Double.POSITIVE_INFINITY);
        assertMessage("weights hold NaN or infinity", assertThrows(NotFiniteException.class,
            () -> graph.output(Nd4j.rand(DataType.FLOAT, 2, 4, 3))));
    }

    private static void assertMessage(String part, Exception e) {
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static <V extends TransformerBlock, B extends TransformerBlock.Builder<V, B>> V block(B block, boolean postNorm) {
        return block.postNorm(postNorm).build();
    }

    private static <V extends TransformerBlock, B extends TransformerBlock.Builder<V, B>> V block(
        B block, HiddenActivation activation, boolean postNorm, boolean dropout) {
        return block(dropout ? block.activation(activation).dropOut(0.7).attentionDropOut(0.8).activationDropOut(0.6)
            : block.activation(activation), postNorm);
    }

    /** Two blocks a side, source and target vocabularies of 6, memory as large as the decoder. */
    private static ComputationGraph translator(DataType type, IUpdater updater, HiddenActivation activation, boolean postNorm,
                                               boolean dropout) {
        var positions = dropout ? PositionalEncoding.builder().dropOut(0.8).build() : PositionalEncoding.builder().build();
        return graph(new NeuralNetConfiguration.Builder().dataType(type).seed(7).updater(updater).graphBuilder()
            .addInputs("source", "target").setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
            .addLayer("sourceWords", TokenEmbedding.builder().nIn(6).nOut(4).build(), "source")
            .addVertex("sourcePositions", positions, "sourceWords")
            .addVertex("encoder1", block(TransformerEncoderBlock.builder().size(4)
                .heads(2).feedForward(3), activation, postNorm, dropout), "sourcePositions")
            .addVertex("memory", new LayerNormalization(4), "encoder1")
            .addLayer("targetWords", TokenEmbedding.builder().nIn(6).nOut(4).build(), "target")
            .addVertex("targetPositions", positions, "targetWords")
            .addVertex("decoder0", block(TransformerDecoderBlock.builder().size(4)
                .heads(1).feedForward(5), activation, postNorm, dropout), "targetPositions",
                "memory")
            .addVertex("decoder1", block(TransformerDecoderBlock.builder().size(4)
                .heads(2).feedForward(3), activation, postNorm, dropout), "decoder0", "memory")
            .addVertex("norm", new LayerNormalization(4), "decoder1")
            .addLayer("out", SoftmaxOutput.builder().nOut(6).tiedTo("targetWords").build(), "norm"), "out");
    }

    private static ComputationGraph graph(ComputationGraphConfiguration.GraphBuilder builder, String output) {
        var graph = new ComputationGraph(builder.setOutputs(output).build());
        graph.init();
        return graph;
    }
}
