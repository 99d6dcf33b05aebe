package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unrolled.nn.CloseTo.assertClose;

import java.io.File;
import java.nio.file.Path;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

class TokenEmbeddingTest {
    private static final INDArray IDS = Nd4j.createFromArray(new int[][] {{1, 4, 0, 4}, {2, 2, 5, 0}, {3, 0, 0, 1}});
    private static final INDArray LABELS = Nd4j.createFromArray(new int[][] {{0, 5, 1, 2}, {4, 4, 3, 0}, {1, 1, 2, 3}});

    @Test
    void looksRowsUp() {
        var net = network(DataType.FLOAT, new NoOp(), embedding().build(), output().build());
        var vectors = net.feedForward(IDS).get(1);
        assertEquals(3, vectors.size(0));
        assertEquals(4, vectors.size(2));
        for (int b = 0; b < 3; b++) {
            for (int t = 0; t < 4; t++) {
                assertEquals(net.getParam("0_W").getRow(IDS.getInt(b, t)),
                    vectors.tensorAlongDimension(b * 4 + t, 1).reshape(5));
            }
        }
        for (var same : new INDArray[] {IDS.reshape(3, 1, 4), IDS.castTo(DataType.FLOAT), IDS.castTo(DataType.INT64),
            IDS.dup('f'), Nd4j.hstack(IDS, IDS).get(org.nd4j.linalg.indexing.NDArrayIndex.all(),
                org.nd4j.linalg.indexing.NDArrayIndex.interval(4, 8))}) {
            assertEquals(vectors, net.feedForward(same).get(1));
        }
        assertEquals(vectors.get(org.nd4j.linalg.indexing.NDArrayIndex.all(), org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 2)).dup(), net.feedForward(IDS.get(
                org.nd4j.linalg.indexing.NDArrayIndex.all(), org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 2))).get(1)
                .dup(), "a shorter batch afterwards");
    }

    @Test
    void trainsLikeDl4jsEmbedding() {
        var ours = network(DataType.DOUBLE, new Adam(0.1), embedding().build(), output().build());
        var stock = network(DataType.DOUBLE, new Adam(0.1), new EmbeddingSequenceLayer.Builder().nIn(6).nOut(5)
            .inferInputLength(true).build(), output().build());
        stock.setParam("0_W", ours.getParam("0_W"));
        stock.setParam("1_W", ours.getParam("1_W"));
        var mask = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 0, 0, 0}});
        for (var m : new INDArray[] {null, mask, null}) {
            ours.fit(IDS, LABELS, m, m);
            stock.fit(IDS, LABELS, m, m);
            assertClose(stock.getParam("0_W"), ours.getParam("0_W"), 1e-6, "table");
            assertEquals(stock.score(), ours.score(), 1e-9);
        }
    }

    @Test
    void gradientsAreRight() {
        var net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).updater(new NoOp())
            .seed(2).list().layer(embedding().build()).layer(new LSTM.Builder().nOut(3).build()).layer(output().build())
            .setInputType(InputType.recurrent(1)).build());
        net.init();
        var mask = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 1, 0}, {1, 0, 0, 0}});
        assertTrue(GradientChecks.pass(new GradientCheckUtil.MLNConfig().net(net).input(IDS.castTo(DataType.DOUBLE))
            .labels(LABELS).inputMask(mask).print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
    }

    @Test
    void thePaddingRowStaysZero() {
        var net = network(DataType.FLOAT, new Adam(0.1), embedding().padding(0).l2(0.01).build(), output().build());
        var before = net.getParam("0_W").dup();
        assertEquals(0, before.getRow(0).amaxNumber().doubleValue());
        for (int i = 0; i < 3; i++) {
            net.fit(IDS, LABELS);
        }
        assertEquals(0, net.getParam("0_W").getRow(0).amaxNumber().doubleValue());
        assertNotEquals(before, net.getParam("0_W"));
    }

    @Test
    void dropoutWorksOnTheVectorsAndTheirGradient() {
        var conf = new NeuralNetConfiguration.Builder().updater(new Sgd(1)).seed(4)
            .trainingWorkspaceMode(WorkspaceMode.NONE).list()
            .layer(embedding().dropOut(0.5).build()).layer(output().build())
            .setInputType(InputType.recurrent(1)).build();
        var net = new MultiLayerNetwork(conf);
        net.init();
        net.getParam("0_W").assign(1);
        assertEquals(1, net.feedForward(IDS, false).get(1).meanNumber().doubleValue(), 0);
        var dropped = net.feedForward(IDS, true).get(1).reshape(-1).toFloatVector();
        for (float v : dropped) {
            assertTrue(v == 0 || v == 2, "inverted dropout keeps 0 or 1/p, not " + v);
        }
        // One token, one vector: the gradient is zero exactly where the vector was dropped.
        var one = new MultiLayerNetwork(conf.clone());
        one.init();
        one.setInput(Nd4j.createFromArray(new int[][] {{1}}));
        one.setLabels(Nd4j.createFromArray(new int[][] {{2}}));
        one.computeGradientAndScore();
        var vector = one.getOutputLayer().input().dup().reshape(5);
        var gradient = one.gradient().getGradientFor("0_W").getRow(1);
        for (int i = 0; i < 5; i++) {
            assertEquals(vector.getDouble(i) == 0, gradient.getDouble(i) == 0);
        }
    }

    @Test
    void anIdOutsideTheVocabularyIsNamed() {
        var net = network(DataType.FLOAT, new NoOp(), embedding().name("words").build(), output().build());
        for (double wrong : new double[] {6, -1, 1.5, Double.NaN}) {
            var ids = IDS.castTo(DataType.DOUBLE);
            ids.putScalar(1, 2, wrong);
            var e = assertThrows(IllegalArgumentException.class, () -> net.output(ids));
            assertTrue(e.getMessage().startsWith("layer words: " + (wrong == 6 ? "6" : wrong == -1 ? "-1" : wrong)
                + " at example 1, step 2 is no id of a vocabulary of 6"), e.getMessage());
        }
        var e = assertThrows(IllegalArgumentException.class, () -> net.output(Nd4j.zeros(2, 6, 3)));
        assertTrue(e.getMessage().contains("ids have shape [2, 6, 3]"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> embedding().padding(6).build());
        assertThrows(IllegalArgumentException.class, () -> TokenEmbedding.builder().nOut(3).build());
    }

    static java.util.List<PyTorchCases.Case> tied() {
        return PyTorchCases.read("tied");
    }

    @ParameterizedTest
    @MethodSource("tied")
    void tiedWeightsEqualPyTorchs(PyTorchCases.Case c) {
        var net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).miniBatch(false)
            .updater(new NoOp()).list()
            .layer(TokenEmbedding.builder().name("words").nIn(c.count("vocabulary")).nOut(c.count("size")).build())
            .layer(new org.deeplearning4j.nn.conf.layers.ActivationLayer(org.nd4j.linalg.activations.Activation.TANH))
            .layer(SoftmaxOutput.builder().nIn(c.count("size")).nOut(c.count("vocabulary")).tiedTo("words")
                .labelSmoothing(c.number("smoothing")).build()).build());
        net.init();
        assertEquals(c.count("vocabulary") * (c.count("size") + 1), net.numParams());
        net.setParam("0_W", c.array("weight"));
        net.setParam("2_b", c.array("bias"));
        net.setInput(c.array("ids"));
        net.setLabels(c.array("labels"));
        for (int i = 0; i < 2; i++) {
            net.computeGradientAndScore();
            assertEquals(c.number("loss"), net.score(), 1e-10);
            assertClose(c.array("weightGradient"), net.gradient().getGradientFor("0_W"), 1e-10, "both uses together");
            assertClose(c.array("biasGradient"), net.gradient().getGradientFor("2_b").reshape(-1), 1e-10, "bias");
        }
    }

    @Test
    void tiesSurviveCloneAndFileAndAreTheNetworksOwn(@TempDir Path folder) throws Exception {
        var net = tiedNetwork(DataType.FLOAT);
        var copy = net.clone();
        var file = new File(folder.toFile(), "net.zip");
        ModelSerializer.writeModel(net, file, true);
        var read = ModelSerializer.restoreMultiLayerNetwork(file);
        assertEquals(net.getLayerWiseConfigurations(),
            MultiLayerConfiguration.fromJson(net.getLayerWiseConfigurations().toJson()));
        var before = net.output(IDS).dup();
        for (var other : new MultiLayerNetwork[] {copy, read}) {
            assertEquals(before, other.output(IDS));
            net.fit(IDS, LABELS);
            assertEquals(before, other.output(IDS), "training one leaves the other alone");
            other.fit(IDS, LABELS);
            assertNotEquals(before, other.output(IDS));
        }
    }

    @Test
    void tiedGradientsAreRightInAGraphToo() {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).updater(new NoOp())
            .seed(3).graphBuilder().addInputs("ids").setInputTypes(InputType.recurrent(1))
            .addLayer("words", embedding().build(), "ids")
            .addLayer("lstm", new LSTM.Builder().nOut(5).build(), "words")
            .addLayer("out", output().tiedTo("words").build(), "lstm").setOutputs("out").build());
        graph.init();
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph)
            .inputs(new INDArray[] {IDS.castTo(DataType.DOUBLE)}).labels(new INDArray[] {LABELS})
            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
        var batch = new MultiDataSet(IDS, LABELS);
        var scores = TokenScores.of(graph, java.util.List.of(batch));
        assertEquals(graph.score(batch, false), scores.meanLoss(), 1e-12);
        var copy = graph.clone();
        graph.fit(batch);
        assertEquals(scores, TokenScores.of(copy, java.util.List.of(batch)));
    }

    @Test
    void aTieWithNothingIsNamed() {
        var e = assertThrows(IllegalStateException.class, () -> network(DataType.FLOAT, new NoOp(), embedding().build(),
            output().name("out").tiedTo("words").build()).fit(IDS, LABELS));
        assertTrue(e.getMessage().contains("layer out is tied to the embedding \"words\""), e.getMessage());
        var sizes = assertThrows(IllegalStateException.class, () -> network(DataType.FLOAT, new NoOp(),
            embedding().name("words").build(), SoftmaxOutput.builder().nIn(5).nOut(7).tiedTo("words").build()).output(IDS));
        assertTrue(sizes.getMessage().contains("of 6 tokens as vectors of 5"), sizes.getMessage());
    }

    @Test
    void severalNetworksTrainInSeveralThreadsAtOnce() throws Exception {
        var nets = java.util.stream.IntStream.range(0, 4).mapToObj(i -> tiedNetwork(DataType.FLOAT)).toList();
        var threads = nets.stream().map(net -> new Thread(() -> {
            for (int i = 0; i < 30; i++) {
                net.fit(IDS, LABELS);
            }
        })).toList();
        threads.forEach(Thread::start);
        for (var t : threads) {
            t.join();
        }
        for (var net : nets) {
            assertEquals(nets.get(0).params(), net.params());
        }
    }

    private static TokenEmbedding.Builder embedding() {
        return TokenEmbedding.builder().nIn(6).nOut(5);
    }

    private static SoftmaxOutput.Builder output() {
        return SoftmaxOutput.builder().nIn(5).nOut(6);
    }

    private static MultiLayerNetwork tiedNetwork(DataType type) {
        return network(type, new Adam(0.05), embedding().name("words").build(), output().tiedTo("words").build());
    }

    private static MultiLayerNetwork network(DataType type, IUpdater updater,
                                             org.deeplearning4j.nn.conf.layers.Layer... layers) {
        var list = new NeuralNetConfiguration.Builder().dataType(type).seed(9).updater(updater).list();
        for (var layer : layers) {
            list.layer(layer);
        }
        var net = new MultiLayerNetwork(list.build());
        net.init();
        return net;
    }
}
