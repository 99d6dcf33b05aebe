package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.unrolled.nn.CloseTo.assertClose;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class FusedAdamTest {
    @ParameterizedTest
    @CsvSource({"1, FLOAT", "7, DOUBLE", "2049, FLOAT", "70001, FLOAT", "40000, DOUBLE"})
    void updatesEqualNd4js(int length, DataType type) {
        var ours = Nd4j.create(type, 2L * length);
        var theirs = Nd4j.create(type, 2L * length);
        var fused = new FusedAdam(0.01, 0.8, 0.95, 1e-6).instantiate(ours, true);
        var plain = new Adam(0.01, 0.8, 0.95, 1e-6).instantiate(theirs, true);
        double tolerance = type == DataType.FLOAT ? 2e-6 : 1e-12;
        for (int i = 0; i < 4; i++) {
            // A view with an offset, as the stretches of a network's gradient are.
            var gradient = Nd4j.rand(type, length + 5).subi(0.5)
                .get(org.nd4j.linalg.indexing.NDArrayIndex.interval(5, length + 5));
            var other = gradient.dup();
            fused.applyUpdater(gradient, i, 0);
            plain.applyUpdater(other, i, 0);
            assertClose(other, gradient, tolerance, "update " + i);
            assertClose(theirs, ours, tolerance, "state " + i);
        }
    }

    @Test
    void aNetworkTrainsAlikeWithBoth() {
        var schedule = new StepSchedule(ScheduleType.ITERATION, 0.05, 0.5, 2);
        var ours = network(new FusedAdam(schedule));
        var theirs = network(new Adam(schedule));
        var ids = Nd4j.createFromArray(new int[][] {{1, 0, 4}, {3, 3, 2}});
        for (int i = 0; i < 5; i++) {
            ours.fit(ids, ids);
            theirs.fit(ids, ids);
        }
        assertClose(theirs.params(), ours.params(), 1e-5, "parameters");
        assertEquals(MultiLayerConfiguration.fromJson(ours.getLayerWiseConfigurations().toJson()),
            ours.getLayerWiseConfigurations());
        assertEquals(new FusedAdam(schedule), new FusedAdam(schedule).clone());
    }

    private static MultiLayerNetwork network(IUpdater updater) {
        var net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(updater).list()
            .layer(TokenEmbedding.builder().nIn(5).nOut(3).build())
            .layer(SoftmaxOutput.builder().nIn(3).nOut(5).build()).build());
        net.init();
        return net;
    }
}
