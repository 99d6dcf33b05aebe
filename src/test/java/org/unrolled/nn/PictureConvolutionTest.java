package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unrolled.nn.CloseTo.assertClose;

import java.util.List;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class PictureConvolutionTest {
    /** y[o, r, c] = b[o] + Σ over i, j, k of W[(i, j, k), o] x[k, s r + i - p, s c + j - p], by hand. */
    @ParameterizedTest
    @CsvSource({"3, 1", "3, 2", "4, 2", "1, 1", "2, 2", "5, 3"})
    void sumsArePatchByPatch(int kernel, int stride) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(3).graphBuilder().addInputs("x")
                .setInputTypes(InputType.convolutional(6, 5, 2)).addVertex("y", PictureConvolution.builder().nIn(2).nOut(3).kernel(kernel)
                        .stride(stride).norm(false).relu(false).biasInit(0.5).build(), "x").setOutputs("y").build());
        graph.init();
        var x = Nd4j.rand(DataType.FLOAT, 2, 2, 6, 5);
        var w = graph.getVertex("y").paramTable(false).get("W");
        int pad = (kernel - 1) / 2;
        int rows = (6 + stride - 1) / stride;
        int columns = (5 + stride - 1) / stride;
        var expected = Nd4j.create(DataType.FLOAT, 2, 3, rows, columns);
        for (int n = 0; n < expected.length(); n++) {
            int b = n / (3 * rows * columns);
            int o = n / (rows * columns) % 3;
            int r = n / columns % rows;
            int c = n % columns;
            double sum = 0.5;
            for (int i = 0; i < kernel; i++) {
                for (int j = 0; j < kernel; j++) {
                    int y = stride * r + i - pad;
                    int z = stride * c + j - pad;
                    for (int k = 0; k < 2 && y >= 0 && y < 6 && z >= 0 && z < 5; k++) {
                        sum += w.getDouble((i * kernel + j) * 2 + k, o) * x.getDouble(b, k, y, z);
                    }
                }
            }
            expected.putScalar(new int[] {b, o, r, c}, sum);
        }
        assertClose(expected, graph.output(x)[0], 1e-5, "sums");
        assertClose(expected.slice(1), graph.output(x.slice(1).reshape(1, 2, 6, 5))[0].slice(0), 1e-5, "a batch of another size");
    }

    private static ComputationGraph network(DataType type) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(type).seed(5).updater(new NoOp()).graphBuilder()
                .addInputs("x").setInputTypes(InputType.convolutional(8, 6, 2))
                .addVertex("below", PictureConvolution.builder().nIn(2).nOut(4).kernel(4).stride(2).build(), "x")
                .addVertex("above", PictureConvolution.builder().nIn(4).nOut(5).build(), "below")
                .addVertex("last", PictureConvolution.builder().nIn(5).nOut(3).kernel(1).norm(false).relu(false).build(), "above")
                .addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), "last")
                .addLayer("out", new LossLayer.Builder(new LossMSE()).activation(Activation.IDENTITY).build(), "mean").setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    /** Each second channel is always above 0 and the others never: differences don't step over ReLU's kink. */
    @Test
    void gradientsAreRight() {
        var graph = network(DataType.DOUBLE);
        for (var name : List.of("below", "above")) {
            var shift = graph.getVertex(name).paramTable(false).get("s");
            for (int i = 0; i < shift.length(); i++) {
                shift.putScalar(i, i % 2 == 0 ? 4 : -4);
            }
        }
        assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph).inputs(new INDArray[] {
                Nd4j.rand(DataType.DOUBLE, 3, 2, 8, 6)}).labels(new INDArray[] {Nd4j.rand(DataType.DOUBLE, 3, 3)})));
    }

    @Test
    void placesAreNormalised() {
        var below = network(DataType.FLOAT).feedForward(Nd4j.rand(DataType.FLOAT, 3, 2, 8, 6).muli(100), false).get("below");
        assertArrayEquals(new long[] {3, 4, 4, 3}, below.shape());
        assertTrue(below.minNumber().doubleValue() == 0 && below.maxNumber().doubleValue() < 2, below.toString());
    }

    @Test
    void survivesJsonAndNamesMistakes() {
        var configuration = network(DataType.FLOAT).getConfiguration();
        assertEquals(configuration, ComputationGraphConfiguration.fromJson(configuration.toJson()));
        assertThrows(IllegalArgumentException.class, () -> PictureConvolution.builder().nIn(3).build());
        assertThrows(IllegalArgumentException.class, () -> PictureConvolution.builder().nIn(3).nOut(2).stride(4).build());
        var convolution = PictureConvolution.builder().nIn(3).nOut(2).build();
        assertThrows(IllegalArgumentException.class, () -> convolution.getOutputType(0, InputType.convolutional(8, 8, 4)));
        assertThrows(IllegalArgumentException.class, () -> convolution.getOutputType(0, InputType.feedForward(3)));
    }
}
