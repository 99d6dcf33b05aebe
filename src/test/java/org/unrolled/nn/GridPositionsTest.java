package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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

class GridPositionsTest {
    /** A layer below, so that there is a gradient to hand on. */
    private static ComputationGraph graph(DataType type) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(type).seed(5).updater(new NoOp())
            .graphBuilder().addInputs("in").setInputTypes(InputType.recurrent(4, RNNFormat.NCW))
            .addLayer("below", Gru.builder().nIn(4).nOut(3).build(), "in")
            .addVertex("placed", new GridPositions(2, 3), "below")
            .addLayer("out", new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE).nOut(2).activation(Activation.TANH).build(),
                "placed").setOutputs("out").build());
        graph.init();
        return graph;
    }

    @Test
    void aPlaceKnowsItsRowAndItsColumn() {
        var activations = graph(DataType.FLOAT).feedForward(new INDArray[] {Nd4j.rand(DataType.FLOAT, 2, 4, 6)}, false, true);
        var placed = activations.get("placed");
        assertArrayEquals(new long[] {2, 8, 6}, placed.shape());
        for (int b = 0; b < 2; b++) {
            for (int p = 0; p < 6; p++) {
                for (int i = 0; i < 3; i++) {
                    assertEquals(activations.get("below").getDouble(b, i, p), placed.getDouble(b, i, p));
                    assertEquals(i == p % 3 ? Math.sqrt(3) : 0, placed.getDouble(b, 5 + i, p), 1e-6);
                }
                for (int row = 0; row < 2; row++) {
                    assertEquals(row == p / 3 ? Math.sqrt(2) : 0, placed.getDouble(b, 3 + row, p), 1e-6);
                }
            }
        }
    }

    @Test
    void gradientsAreRight() {
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph(DataType.DOUBLE))
            .inputs(new INDArray[] {Nd4j.rand(DataType.DOUBLE, 2, 4, 6)}).labels(new INDArray[] {Nd4j.rand(DataType.DOUBLE, 2, 2, 6)})
            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
    }

    @Test
    void survivesJsonAndClone() {
        var graph = graph(DataType.FLOAT);
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        var in = Nd4j.rand(DataType.FLOAT, 2, 4, 6);
        assertClose(graph.outputSingle(in), graph.clone().outputSingle(in), 0, "a clone");
    }

    @Test
    void mistakesAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new GridPositions(0, 3));
        var e = assertThrows(IllegalArgumentException.class, () -> graph(DataType.FLOAT).outputSingle(Nd4j.rand(DataType.FLOAT, 2, 4, 5)));
        assertTrue(e.getMessage().contains("the grid"), e.getMessage());
    }
}
