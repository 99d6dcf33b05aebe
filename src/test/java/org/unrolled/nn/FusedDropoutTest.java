package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unrolled.nn.CloseTo.assertClose;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class FusedDropoutTest {
    private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();

    @ParameterizedTest
    @CsvSource({"0.5, FLOAT", "0.9, FLOAT", "0.25, DOUBLE", "1, FLOAT"})
    void keepsTheShareItSaysAndScalesIt(double keep, DataType type) {
        var x = Nd4j.valueArrayOf(new long[] {50, 40, 100}, 3.0, type);
        var out = new FusedDropout(keep).applyDropout(x, x.dup(), 0, 0, NONE);
        var values = out.castTo(DataType.DOUBLE).reshape(-1).toDoubleVector();
        int kept = 0;
        for (double v : values) {
            assertTrue(v == 0 || Math.abs(v - 3 / keep) < 1e-5, "neither 0 nor 3 / keep: " + v);
            kept += v == 0 ? 0 : 1;
        }
        // Four standard deviations of a binomial of 200,000.
        assertEquals(keep, kept / 200_000.0, 4 * Math.sqrt(keep * (1 - keep) / 200_000));
        // Neighbours, and elements a row apart, are independent.
        for (int lag : new int[] {1, 2, 64, 4000}) {
            int both = 0;
            for (int i = lag; i < values.length; i++) {
                both += values[i] != 0 && values[i - lag] != 0 ? 1 : 0;
            }
            assertEquals(keep * keep, both / (double) (values.length - lag), 0.006, "lag " + lag);
        }
    }

    @Test
    void theGradientGoesWhereTheActivationsWentWhateverTheStrides() {
        var timeMajor = Nd4j.rand(DataType.FLOAT, 6, 3, 5).addi(1).permute(1, 2, 0);
        for (var x : new INDArray[] {timeMajor, timeMajor.dup('c'), timeMajor.dup('f')}) {
            for (char order : new char[] {'c', 'f'}) {
                var dropout = new FusedDropout(0.5);
                var out = dropout.applyDropout(x, x.dup(order), 0, 0, NONE);
                var gradient = Nd4j.onesLike(x).dup(order);
                dropout.backprop(gradient, gradient, 0, 0);
                assertClose(out, x.mul(gradient), 1e-6, "mask");
            }
        }
    }

    @Test
    void oneSeedOneMask() {
        var x = Nd4j.ones(DataType.FLOAT, 100, 100);
        Nd4j.getRandom().setSeed(4);
        var first = new FusedDropout(0.5).applyDropout(x, x.dup(), 0, 0, NONE);
        var second = new FusedDropout(0.5).applyDropout(x, x.dup(), 0, 0, NONE);
        Nd4j.getRandom().setSeed(4);
        assertEquals(first, new FusedDropout(0.5).applyDropout(x, x.dup(), 0, 0, NONE));
        assertNotEquals(first, second);
    }

    @Test
    void worksInNetworksAndSurvivesJson() {
        var net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(0.1)).list()
            .layer(TokenEmbedding.builder().nIn(5).nOut(4).dropOut(new FusedDropout(0.8)).build())
            .layer(Lstm.builder().nOut(4).dropOut(new FusedDropout(0.7)).build())
            .layer(SoftmaxOutput.builder().nOut(5).dropOut(new FusedDropout(0.6)).build())
            .setInputType(InputType.recurrent(1)).build());
        net.init();
        assertEquals(net.getLayerWiseConfigurations(),
            MultiLayerConfiguration.fromJson(net.getLayerWiseConfigurations().toJson()));
        var ids = Nd4j.createFromArray(new int[][] {{1, 2, 3}, {4, 0, 1}});
        double before = net.score(new org.nd4j.linalg.dataset.DataSet(ids, ids));
        for (int i = 0; i < 50; i++) {
            net.fit(ids, ids);
        }
        assertTrue(net.score(new org.nd4j.linalg.dataset.DataSet(ids, ids)) < before);
        assertThrows(IllegalArgumentException.class, () -> new FusedDropout(0));
    }
}
