package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.CtcLoss;
import org.unrolled.nn.backend.NotFiniteException;

class CtcOutputTest {
    private static final INDArray LABELS = Nd4j.createFromArray(new int[][] {{1, 2, 2}, {3, 0, 0}, {2, 1, 0}});
    private static final INDArray LABEL_MASK = Nd4j.createFromArray(new float[][] {{1, 1, 1}, {1, 0, 0}, {1, 1, 0}});
    private static final INDArray MASK = Nd4j.createFromArray(new float[][] {
        {1, 1, 1, 1, 1, 1}, {1, 1, 1, 0, 0, 0}, {1, 1, 1, 1, 0, 0}});

    private static ComputationGraph graph(DataType type, IUpdater updater, CtcOutput.Builder output) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(type).seed(5).updater(updater)
            .graphBuilder().addInputs("frames").setInputTypes(InputType.recurrent(2))
            .addLayer("reader", new BidirectionalRecurrent(Gru.builder().nIn(2).nOut(3).build()), "frames")
            .addLayer("out", output.nIn(6).nOut(4).build(), "reader").setOutputs("out").build());
        graph.init();
        return graph;
    }

    private static MultiDataSet batch(INDArray labels, INDArray labelMask) {
        Nd4j.getRandom().setSeed(3);
        return new MultiDataSet(new INDArray[] {Nd4j.rand(DataType.FLOAT, 3, 2, 6)}, new INDArray[] {labels}, new INDArray[] {MASK},
            new INDArray[] {labelMask});
    }

    @Test
    void gradientsAreRight() {
        for (boolean perLabel : List.of(true, false)) {
            var graph = graph(DataType.DOUBLE, new NoOp(), CtcOutput.builder().lossPerLabel(perLabel));
            assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph).inputs(new INDArray[] {
                Nd4j.rand(DataType.DOUBLE, 3, 2, 6)}).labels(new INDArray[] {LABELS}).inputMask(new INDArray[] {MASK})
                .labelMask(new INDArray[] {LABEL_MASK})));
        }
    }

    /** The score is the mean of losses of what the layer itself puts out; labels are as long as their mask, or up to the first blank. */
    @Test
    void theScoreIsTheMeanLossOfItsOwnOutput() {
        var graph = graph(DataType.FLOAT, new NoOp(), CtcOutput.builder());
        var batch = batch(LABELS, LABEL_MASK);
        var out = graph.output(false, batch.getFeatures(), batch.getFeaturesMaskArrays())[0];
        assertArrayEquals(new long[] {3, 4, 6}, out.shape());
        assertEquals(0, out.getDouble(1, 2, 3), "behind the end of the second sequence");
        var rows = Nd4j.create(DataType.FLOAT, 18, 4);
        for (int t = 0; t < 6; t++) {
            for (int b = 0; b < 3; b++) {
                for (int k = 0; k < 4; k++) {
                    rows.putScalar(t * 3L + b, k, Math.log(Math.max(1e-30, out.getDouble(b, k, t))));
                }
            }
        }
        var losses = Backends.choose(DataType.FLOAT).ctc(4).losses(rows, new CtcLoss.Targets(new int[] {6, 3, 4},
            new int[][] {{1, 2, 2}, {3}, {2, 1}}, 0));
        double expected = (losses[0] / 3 + losses[1] + losses[2] / 2) / 3;
        assertEquals(expected, graph.score(batch, false), 1e-5);
        assertEquals(expected, graph.score(batch(LABELS, null), false), 1e-5, "blanks fill up");
        var scores = ((TokenLoss) graph.getOutputLayer(0)).scores();
        assertEquals(6, scores.tokens());
        assertEquals(losses[0] + losses[1] + losses[2], scores.loss(), 1e-4);
        var each = graph.scoreExamples(batch, false).toDoubleVector();
        assertArrayEquals(new double[] {losses[0] / 3, losses[1], losses[2] / 2}, each, 1e-5);
    }

    /** Four bursts in random places are read in order: nobody says where they are. */
    @Test
    void aNetworkLearnsWithoutAlignment() {
        var random = new Random(1);
        int batch = 24;
        int steps = 20;
        var frames = Nd4j.create(DataType.FLOAT, batch, 2, steps);
        var labels = Nd4j.create(DataType.INT32, batch, 3);
        for (int b = 0; b < batch; b++) {
            int at = 0;
            for (int i = 0; i < 3; i++) {
                at += 1 + random.nextInt(4);
                int label = 1 + random.nextInt(3);
                labels.putScalar(b, i, label);
                frames.putScalar(new int[] {b, 0, at}, label == 2 ? 0 : 2);
                frames.putScalar(new int[] {b, 1, at}, label == 1 ? 0 : 2);
                at++;
            }
        }
        var graph = graph(DataType.FLOAT, new FusedAdam(0.03), CtcOutput.builder());
        var data = new MultiDataSet(frames, labels);
        double before = graph.score(data, false);
        for (int i = 0; i < 300; i++) {
            graph.fit(data);
        }
        assertTrue(before > 2, "untrained " + before);
        assertTrue(graph.score(data, false) < 0.1, "trained " + graph.score(data, false));
        assertTrue(((TokenLoss) graph.getOutputLayer(0)).scores().accuracy() > 0.98);
    }

    @Test
    void aChainOfLayersMayEndInIt(@TempDir Path folder) throws Exception {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).updater(new FusedAdam(0.01)).list()
            .layer(Lstm.builder().nIn(2).nOut(5).build()).layer(CtcOutput.builder().nIn(5).nOut(4).blank(3).build()).build());
        network.init();
        var data = new DataSet(Nd4j.rand(DataType.FLOAT, 2, 2, 6), Nd4j.createFromArray(new int[][] {{0, 1}, {2, 3}}),
            Nd4j.ones(2, 6), null);
        double before = network.score(data);
        for (int i = 0; i < 30; i++) {
            network.fit(data);
        }
        assertTrue(network.score(data) < before - 0.1);
        var file = new File(folder.toFile(), "network.zip");
        network.save(file);
        var again = MultiLayerNetwork.load(file, false);
        assertEquals(network.output(data.getFeatures()), again.output(data.getFeatures()));
        assertEquals(network.getLayerWiseConfigurations(), again.getLayerWiseConfigurations());
    }

    @Test
    void labelsThatCantBeSaidAreNamedOrIgnored() {
        var tooMany = Nd4j.createFromArray(new int[][] {{1, 2, 2}, {3, 3, 0}, {2, 1, 2}});
        var mask = Nd4j.createFromArray(new float[][] {{1, 1, 1}, {1, 1, 0}, {1, 1, 1}});
        var batch = batch(tooMany, mask);
        batch.setFeaturesMaskArrays(new INDArray[] {Nd4j.createFromArray(new float[][] {
            {1, 1, 1, 1, 1, 1}, {1, 1, 0, 0, 0, 0}, {1, 1, 1, 1, 0, 0}})});
        var strict = graph(DataType.FLOAT, new FusedAdam(0.01), CtcOutput.builder());
        var message = assertThrows(IllegalArgumentException.class, () -> strict.fit(batch)).getMessage();
        assertTrue(message.contains("layer out: example 1 has 2 steps, and its 2 labels need at least 3"), message);
        var lenient = graph(DataType.FLOAT, new FusedAdam(0.01), CtcOutput.builder().zeroInfinity(true));
        assertEquals(0, lenient.scoreExamples(batch, false).getDouble(1));
        double before = lenient.score(batch, false);
        for (int i = 0; i < 20; i++) {
            lenient.fit(batch);
        }
        assertTrue(lenient.score(batch, false) < before);
    }

    @Test
    void mistakesAreNamed() {
        var graph = graph(DataType.FLOAT, new NoOp(), CtcOutput.builder());
        refused(graph, batch(Nd4j.createFromArray(new int[][] {{1, 0, 2}, {3, 0, 0}, {2, 1, 0}}), Nd4j.ones(3, 3)),
            "label 1 of example 0 is the blank");
        refused(graph, batch(Nd4j.createFromArray(new int[][] {{1, 4, 2}, {3, 0, 0}, {2, 1, 0}}), LABEL_MASK), "4 at example 0, step 1");
        refused(graph, batch(Nd4j.createFromArray(new int[][] {{1}, {2}}), null), "labels have shape [2, 1]");
        refused(graph, batch(LABELS, Nd4j.createFromArray(new float[][] {{1, 0, 1}, {1, 0, 0}, {1, 1, 0}})),
            "the label mask of example 0 is 0 at place 1 and not 0 at place 2");
        var broken = batch(LABELS, LABEL_MASK);
        graph.getLayer("out").getParam("b").putScalar(2, Double.NaN);
        assertThrows(NotFiniteException.class, () -> graph.score(broken, false));
        assertThrows(IllegalArgumentException.class, () -> CtcOutput.builder().nIn(2).nOut(3).blank(3).build());
        assertThrows(IllegalArgumentException.class, () -> CtcOutput.builder().nIn(2).nOut(3).hasBias(false).build());
    }

    private static void refused(ComputationGraph graph, MultiDataSet batch, String expected) {
        var message = assertThrows(IllegalArgumentException.class, () -> graph.score(batch, false)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void survivesJson() {
        var graph = graph(DataType.FLOAT, new NoOp(), CtcOutput.builder().blank(2).zeroInfinity(true).lossPerLabel(false));
        var again = ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson());
        assertEquals(graph.getConfiguration(), again);
        assertTrue(again.toString().contains("zeroInfinity"), "settings are in the JSON");
    }

    /** Two losses of one network: the score is their weighted sum, and so is the gradient. */
    @Test
    void besideAnotherLossItCountsAsMuchAsItIsTold() {
        var steps = Nd4j.createFromArray(new int[][] {{1, 2, 3, 0, 1, 2}, {3, 1, 2, 0, 0, 0}, {2, 1, 0, 1, 0, 0}});
        double[] scores = new double[3];
        var gradients = new INDArray[3];
        double[][] weights = {{1, 1e-12}, {1e-12, 1}, {0.3, 0.7}};
        for (int i = 0; i < 3; i++) {
            var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).seed(5).updater(new NoOp())
                .graphBuilder().addInputs("frames").setInputTypes(InputType.recurrent(2))
                .addLayer("reader", Gru.builder().nIn(2).nOut(3).build(), "frames")
                .addLayer("ctc", CtcOutput.builder().nIn(3).nOut(4).lossWeight(weights[i][0]).build(), "reader")
                .addLayer("each", SoftmaxOutput.builder().nIn(3).nOut(4).lossWeight(weights[i][1]).build(), "reader")
                .setOutputs("ctc", "each").build());
            graph.init();
            graph.setInputs(batch(LABELS, LABEL_MASK).getFeatures(0).castTo(DataType.DOUBLE));
            graph.setLabels(LABELS, steps);
            graph.setLayerMaskArrays(new INDArray[] {MASK}, new INDArray[] {LABEL_MASK, null});
            graph.computeGradientAndScore();
            scores[i] = graph.score();
            gradients[i] = graph.getFlattenedGradients().dup();
            if (i == 2) {
                assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
            }
        }
        assertTrue(Math.abs(scores[0] - scores[1]) > 0.01, "two different losses");
        assertEquals(0.3 * scores[0] + 0.7 * scores[1], scores[2], 1e-9);
        assertTrue(gradients[0].mul(0.3).add(gradients[1].mul(0.7)).equalsWithEps(gradients[2], 1e-9));
        assertThrows(IllegalArgumentException.class, () -> CtcOutput.builder().nIn(3).nOut(4).lossWeight(0).build());
        assertThrows(IllegalArgumentException.class, () -> SoftmaxOutput.builder().nIn(3).nOut(4).lossWeight(-1).build());
    }
}
