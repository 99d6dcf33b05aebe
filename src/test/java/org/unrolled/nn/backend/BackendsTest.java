package org.unrolled.nn.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

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
    void aLayerMakesItsComputationAnewForAnotherBackend() {
        var made = new PerBackend<>(LayerBackend::name);
        assertEquals("cpu", made.on(Backends.named("cpu")));
        var other = made.on(Backends.named("nd4j"));
        assertEquals("nd4j", other);
        assertSame(other, made.last());
    }
}
