package org.unrolled.nn.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.TokenEmbedding;

class BackendsTest {
    @AfterEach
    void chooseAgain() {
        Backends.use(null);
    }

    @Test
    void theFirstThatCanComputeIsChosen() {
        assertEquals("cpu", Backends.choose(DataType.FLOAT).name());
        assertEquals("nd4j", Backends.choose(DataType.DOUBLE).name());
        Backends.use("nd4j");
        assertSame(Backends.named("nd4j"), Backends.choose(DataType.FLOAT));
    }

    @Test
    void aNamedOneIsAskedWhetherItCan() {
        Backends.use("cpu");
        var e = assertThrows(IllegalStateException.class, () -> Backends.choose(DataType.DOUBLE));
        assertTrue(e.getMessage().startsWith("layers in DOUBLE on ND4J's "), e.getMessage());
        assertTrue(e.getMessage().contains("the backend cpu, named by Backends.use or -Dunrolled.backend, doesn't compute in that;"
            + " [cpu computes in FLOAT on ND4J's CPU backend, nd4j computes in any floating-point type]"), e.getMessage());
        e = assertThrows(IllegalStateException.class, () -> Backends.choose(DataType.BOOL));
        assertTrue(e.getMessage().contains("layers in BOOL"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Backends.use("cuda"));
    }

    @Test
    void aNetworkKeepsTheBackendItWasMadeWith() {
        var configuration = new NeuralNetConfiguration.Builder().updater(new FusedAdam()).list()
            .layer(TokenEmbedding.builder().nIn(5).nOut(3).build()).layer(SoftmaxOutput.builder().nIn(3).nOut(5).build()).build();
        var network = new MultiLayerNetwork(configuration.clone());
        network.init();
        Backends.use("cpu");
        var ids = Nd4j.createFromArray(new int[][] {{1, 2}});
        network.fit(ids, ids);
        assertThrows(IllegalStateException.class, () -> network.convertDataType(DataType.DOUBLE), "cpu has no doubles");
        Backends.use(null);
        network.convertDataType(DataType.DOUBLE).fit(ids, ids);
    }
}
