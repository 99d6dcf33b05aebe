package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class SequenceDropoutTest {
    private static final INDArray WORDS = Nd4j.createFromArray(new int[][] {{0, 3, 1, 4}, {0, 2, 5, 0}, {0, 1, 1, 0}});
    private static final INDArray LABELS = Nd4j.createFromArray(new int[][] {{3, 1, 4, 5}, {2, 5, 5, 0}, {1, 1, 0, 0}});
    private static final INDArray MASK = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 1, 0}, {1, 1, 0, 0}});

    private static ComputationGraph graph(double keep) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).seed(5)
            .updater(new NoOp()).graphBuilder().addInputs("words").setInputTypes(InputType.recurrent(1))
            .addLayer("embedding", TokenEmbedding.builder().nIn(6).nOut(50).build(), "words")
            .addVertex("dropped", new SequenceDropout(keep), "embedding")
            .addLayer("out", SoftmaxOutput.builder().nOut(6).build(), "dropped").setOutputs("out").build());
        graph.init();
        return graph;
    }

    @Test
    void keepsAShareInTrainingAndAllOtherwise() {
        var graph = graph(0.6);
        graph.setInputs(WORDS);
        var whole = graph.feedForward(false, true, true);
        assertEquals(whole.get("embedding"), whole.get("dropped"));
        Nd4j.getRandom().setSeed(1);
        graph.setInputs(WORDS);
        var training = graph.feedForward(true, true, true);
        double[] before = training.get("embedding").dup('c').data().asDouble();
        double[] after = training.get("dropped").dup('c').data().asDouble();
        int kept = 0;
        for (int i = 0; i < before.length; i++) {
            if (after[i] != 0) {
                kept++;
                assertEquals(before[i] / 0.6, after[i], 1e-12);
            }
        }
        assertEquals(0.6, kept / (double) before.length, 0.1, "of 600 numbers");
    }

    /** With the mask of one seed the network is a fixed function, whose gradient finite differences give. */
    @Test
    void theGradientGoesThroughTheSameMask() {
        var graph = graph(0.5);
        var batch = new MultiDataSet(new INDArray[] {WORDS}, new INDArray[] {LABELS}, new INDArray[] {MASK}, null);
        graph.setInputs(batch.getFeatures());
        graph.setLabels(batch.getLabels());
        graph.setLayerMaskArrays(batch.getFeaturesMaskArrays(), null);
        Nd4j.getRandom().setSeed(3);
        graph.computeGradientAndScore();
        double[] gradient = graph.getFlattenedGradients().dup().data().asDouble();
        double step = 1e-5;
        for (int i = 0; i < 300; i += 7) {
            double analytic = gradient[i] / 3;
            assertEquals((scoreWith(graph, i, step) - scoreWith(graph, i, -step)) / (2 * step), analytic, 1e-7, "parameter " + i);
        }
    }

    private static double scoreWith(ComputationGraph graph, int parameter, double change) {
        double was = graph.params().getDouble(parameter);
        graph.params().putScalar(parameter, was + change);
        Nd4j.getRandom().setSeed(3);
        graph.computeGradientAndScore();
        graph.params().putScalar(parameter, was);
        return graph.score();
    }

    @Test
    void survivesJsonAndNamesMistakes() {
        var graph = graph(0.5);
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        assertThrows(IllegalArgumentException.class, () -> new SequenceDropout(0));
        assertThrows(IllegalArgumentException.class, () -> new SequenceDropout(0.5).getOutputType(0, InputType.feedForward(3)));
    }
}
