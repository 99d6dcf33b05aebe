package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class FrameStackingTest {
    private static final INDArray MASK = Nd4j.createFromArray(new float[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}, {1, 1, 0, 0, 0}});
    private static final INDArray LABELS = Nd4j.createFromArray(new int[][] {{3, 1, 2}, {2, 0, 0}, {1, 0, 0}});

    private static ComputationGraph graph(DataType type) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(type).seed(5).updater(new NoOp())
            .graphBuilder().addInputs("frames").setInputTypes(InputType.recurrent(2))
            .addLayer("below", new BidirectionalRecurrent(Gru.builder().nIn(2).nOut(2).build()), "frames")
            .addVertex("stacked", new FrameStacking(2), "below")
            .addLayer("above", Gru.builder().nIn(8).nOut(3).build(), "stacked")
            .addLayer("out", SoftmaxOutput.builder().nIn(3).nOut(4).build(), "above").setOutputs("out").build());
        graph.init();
        return graph;
    }

    private static ComputationGraph alone() {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("frames")
            .setInputTypes(InputType.recurrent(2)).addVertex("stacked", new FrameStacking(2), "frames")
            .addLayer("out", SoftmaxOutput.builder().nIn(4).nOut(2).build(), "stacked").setOutputs("out").build());
        graph.init();
        return graph;
    }

    /** Features of two neighbours, one below the other; the fifth frame has no neighbour. */
    @Test
    void neighboursBecomeOneStep() {
        var frames = Nd4j.createFromArray(new float[][][] {{{1, 2, 3, 4, 5}, {10, 20, 30, 40, 50}}});
        var stacked = alone().feedForward(new INDArray[] {frames}, false, true).get("stacked");
        assertArrayEquals(new long[] {1, 4, 3}, stacked.shape());
        assertArrayEquals(new double[] {1, 10, 2, 20}, column(stacked, 0));
        assertArrayEquals(new double[] {3, 30, 4, 40}, column(stacked, 1));
        assertArrayEquals(new double[] {5, 50, 0, 0}, column(stacked, 2));
    }

    private static double[] column(INDArray sequence, int t) {
        return sequence.slice(0).getColumn(t).toDoubleVector();
    }

    /** What lies behind the end of a short sequence is read neither here nor above. */
    @Test
    void theMaskIsCutAndObeyed() {
        var graph = graph(DataType.FLOAT);
        var frames = Nd4j.rand(DataType.FLOAT, 3, 2, 5);
        var whole = graph.output(false, new INDArray[] {frames}, new INDArray[] {MASK})[0];
        assertArrayEquals(new long[] {3, 4, 3}, whole.shape());
        var other = frames.dup();
        for (int t = 3; t < 5; t++) {
            other.putScalar(new int[] {1, 0, t}, 99);
        }
        var again = graph.output(false, new INDArray[] {other}, new INDArray[] {MASK})[0];
        for (int t = 0; t < 2; t++) {
            assertArrayEquals(whole.slice(1).getColumn(t).toFloatVector(), again.slice(1).getColumn(t).toFloatVector(), 0, "step " + t);
        }
        graph.setLayerMaskArrays(new INDArray[] {MASK}, null);
        graph.setInputs(frames);
        graph.setLabels(LABELS);
        graph.computeGradientAndScore();
        assertEquals(6, ((TokenLoss) graph.getOutputLayer(0)).scores().tokens(), "3 + 2 + 1 steps count");
    }

    @Test
    void gradientsAreRight() {
        var graph = graph(DataType.DOUBLE);
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph).inputs(new INDArray[] {
            Nd4j.rand(DataType.DOUBLE, 3, 2, 5)}).labels(new INDArray[] {LABELS}).inputMask(new INDArray[] {MASK})));
    }

    @Test
    void survivesJsonAndNamesMistakes() {
        var graph = graph(DataType.FLOAT);
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        assertThrows(IllegalArgumentException.class, () -> new FrameStacking(0));
        var stacking = new FrameStacking(2);
        assertThrows(IllegalArgumentException.class, () -> stacking.getOutputType(0, InputType.feedForward(3)));
    }

    private static ComputationGraph convolution(DataType type) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(type).seed(5).updater(new NoOp())
            .graphBuilder().addInputs("frames").setInputTypes(InputType.recurrent(2))
            .addLayer("below", Gru.builder().nIn(2).nOut(2).build(), "frames")
            .addVertex("window", FrameStacking.window(3, 2), "below")
            .addVertex("sums", StepLinear.builder().nIn(6).nOut(3).tanh(false).build(), "window")
            .addLayer("out", SoftmaxOutput.builder().nIn(3).nOut(4).build(), "sums").setOutputs("out").build());
        graph.init();
        return graph;
    }

    /** y[o, t] = b[o] + Σ over k, i of x[i, 2t + k] W[2k + i, o], with zeros behind the end of each sequence. */
    @Test
    void aWindowAndALinearMapAreAConvolution() {
        var graph = convolution(DataType.FLOAT);
        graph.setLayerMaskArrays(new INDArray[] {MASK}, null);
        var all = graph.feedForward(new INDArray[] {Nd4j.rand(DataType.FLOAT, 3, 2, 5)}, false, true);
        var x = all.get("below");
        var y = all.get("sums");
        var w = graph.getVertex("sums").paramTable(false).get(StepLinear.MATRIX);
        assertArrayEquals(new long[] {3, 3, 3}, y.shape());
        int[] lengths = {5, 3, 2};
        for (int b = 0; b < 3; b++) {
            for (int t = 0; 2 * t < lengths[b]; t++) {
                for (int o = 0; o < 3; o++) {
                    double sum = 0;
                    for (int k = 0; k < 3; k++) {
                        for (int i = 0; i < 2 && 2 * t + k < lengths[b]; i++) {
                            sum += x.getDouble(b, i, 2 * t + k) * w.getDouble(2 * k + i, o);
                        }
                    }
                    assertEquals(sum, y.getDouble(b, o, t), 1e-5, "sequence " + b + ", step " + t);
                }
            }
        }
    }

    /** Neighbouring windows share a step: its gradient comes from both. */
    @Test
    void gradientsOfOverlappingWindowsAreRight() {
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(convolution(DataType.DOUBLE)).inputs(new INDArray[] {
            Nd4j.rand(DataType.DOUBLE, 3, 2, 5)}).labels(new INDArray[] {LABELS}).inputMask(new INDArray[] {MASK})));
        var configuration = convolution(DataType.FLOAT).getConfiguration();
        assertEquals(configuration, ComputationGraphConfiguration.fromJson(configuration.toJson()));
    }

    @Test
    void aWindowLeavesNoStepOut() {
        assertThrows(IllegalArgumentException.class, () -> FrameStacking.window(2, 3));
        assertThrows(IllegalArgumentException.class, () -> FrameStacking.window(2, 0));
        assertEquals(2, FrameStacking.window(3, 2).factor());
        assertEquals(new FrameStacking(2).settings(), new FrameStacking(2).clone().settings());
    }
}
