package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unrolled.nn.CloseTo.assertClose;

import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.unrolled.arrays.FeatureScaling;

class ScaledFeaturesTest {
    private static final FeatureScaling SCALING = new FeatureScaling(new float[] {1, -2, 0.5f}, new float[] {2, 0.25f, 1});

    /** A layer below, so that there is a gradient to hand on. */
    private static ComputationGraph graph(DataType type) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(type).seed(5).updater(new NoOp())
            .graphBuilder().addInputs("in").setInputTypes(InputType.recurrent(4, RNNFormat.NCW))
            .addLayer("below", Gru.builder().nIn(4).nOut(3).build(), "in")
            .addVertex("scaled", new ScaledFeatures(SCALING), "below")
            .addLayer("out", new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE).nOut(2).activation(Activation.TANH).build(),
                "scaled").setOutputs("out").build());
        graph.init();
        return graph;
    }

    @Test
    void takesTheMeanOutAndDividesByTheDeviation() {
        var activations = graph(DataType.FLOAT).feedForward(new INDArray[] {Nd4j.rand(DataType.FLOAT, 2, 4, 5)}, false, true);
        var below = activations.get("below");
        for (int b = 0; b < 2; b++) {
            for (int t = 0; t < 5; t++) {
                for (int i = 0; i < 3; i++) {
                    assertEquals((below.getDouble(b, i, t) - SCALING.mean()[i]) / SCALING.deviation()[i],
                        activations.get("scaled").getDouble(b, i, t), 1e-5);
                }
            }
        }
    }

    @Test
    void gradientsAreRight() {
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph(DataType.DOUBLE))
            .inputs(new INDArray[] {Nd4j.rand(DataType.DOUBLE, 2, 4, 5)}).labels(new INDArray[] {Nd4j.rand(DataType.DOUBLE, 2, 2, 5)})
            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
    }

    @Test
    void survivesJsonAndClone() {
        var graph = graph(DataType.FLOAT);
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        var in = Nd4j.rand(DataType.FLOAT, 2, 4, 5);
        assertClose(graph.outputSingle(in), graph.clone().outputSingle(in), 0, "a clone");
    }

    @Test
    void mistakesAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new ScaledFeatures(SCALING).getOutputType(0, InputType.recurrent(4)));
        var e = assertThrows(IllegalArgumentException.class, () -> new ScaledFeatures(new FeatureScaling(new float[] {1}, new float[] {0})));
        assertTrue(e.getMessage().contains("expected each above 0"), e.getMessage());
    }
}
