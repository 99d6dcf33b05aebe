package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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

class LengthRegulatorTest {
    private static final INDArray STEP_MASK = Nd4j.createFromArray(new float[][] {{1, 1, 1}, {1, 1, 0}});
    private static final INDArray FRAME_MASK = Nd4j.createFromArray(new float[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}});
    private static final INDArray PLACES = Nd4j.createFromArray(new float[][][] {{{0, 0, 2, 2, 2}}, {{0, 1, 1, 0, 0}}});

    private static ComputationGraph graph(DataType type) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(type).seed(5).updater(new NoOp())
            .graphBuilder().addInputs("steps", "places").setInputTypes(InputType.recurrent(2), InputType.recurrent(1))
            .addLayer("below", new BidirectionalRecurrent(Gru.builder().nIn(2).nOut(2).build()), "steps")
            .addVertex("repeated", new LengthRegulator(), "below", "places")
            .addLayer("above", Gru.builder().nIn(4).nOut(3).build(), "repeated")
            .addLayer("out", new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE).activation(Activation.IDENTITY).nIn(3).nOut(2).build(),
                "above").setOutputs("out").build());
        graph.init();
        return graph;
    }

    @Test
    void stepsStandForAsLongAsTheyLast() {
        var graph = graph(DataType.FLOAT);
        var all = graph.feedForward(new INDArray[] {Nd4j.rand(DataType.FLOAT, 2, 2, 3), PLACES}, false, true);
        var below = all.get("below");
        var repeated = all.get("repeated");
        assertArrayEquals(new long[] {2, 4, 5}, repeated.shape());
        for (int b = 0; b < 2; b++) {
            for (int t = 0; t < 5; t++) {
                assertArrayEquals(below.slice(b).getColumn(PLACES.getInt(b, 0, t)).toFloatVector(),
                    repeated.slice(b).getColumn(t).toFloatVector(), 0);
            }
        }
    }

    /** DL4J's output layer with a squared error over the frames that count, and the regulator below it. */
    @Test
    void gradientsAreRight() {
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph(DataType.DOUBLE))
            .inputs(new INDArray[] {Nd4j.rand(DataType.DOUBLE, 2, 2, 3), PLACES.castTo(DataType.DOUBLE)})
            .labels(new INDArray[] {Nd4j.rand(DataType.DOUBLE, 2, 2, 5)}).inputMask(new INDArray[] {STEP_MASK, FRAME_MASK})
            .labelMask(new INDArray[] {FRAME_MASK})));
    }

    /** What stands in masked frames changes neither loss nor gradient. */
    @Test
    void maskedFramesDontCount() {
        var graph = graph(DataType.FLOAT);
        var steps = Nd4j.rand(DataType.FLOAT, 2, 2, 3);
        var labels = Nd4j.rand(DataType.FLOAT, 2, 2, 5);
        double score = score(graph, steps, PLACES, labels);
        var gradient = graph.getFlattenedGradients().dup();
        labels.putScalar(new int[] {1, 0, 4}, 99);
        steps.putScalar(new int[] {1, 0, 2}, 99);
        var places = PLACES.dup();
        places.putScalar(new int[] {1, 0, 3}, 2);
        assertEquals(score, score(graph, steps, places, labels), 0);
        assertEquals(gradient, graph.getFlattenedGradients());
    }

    private static double score(ComputationGraph graph, INDArray steps, INDArray places, INDArray labels) {
        graph.setInputs(steps, places);
        graph.setLabels(labels);
        graph.setLayerMaskArrays(new INDArray[] {STEP_MASK, FRAME_MASK}, new INDArray[] {FRAME_MASK});
        graph.computeGradientAndScore();
        return graph.score();
    }

    @Test
    void survivesJsonAndNamesMistakes() {
        var graph = graph(DataType.FLOAT);
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        var steps = Nd4j.rand(DataType.FLOAT, 2, 2, 2);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> graph.output(steps, PLACES)).getMessage()
            .contains("frame 2 of example 0 is at step 2.0, expected a whole number below 2"));
        var regulator = new LengthRegulator();
        assertThrows(IllegalArgumentException.class, () -> regulator.getOutputType(0, InputType.recurrent(3)));
    }
}
