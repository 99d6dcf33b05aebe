package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Comparison of arrays of any data type, element by element. */
public final class CloseTo {
    private CloseTo() {
    }

    /** Fails unless shapes agree and no element differs by more than {@code tolerance} · (1 + its size). */
    public static void assertClose(INDArray expected, INDArray actual, double tolerance, String what) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        var e = expected.castTo(DataType.DOUBLE).dup('c').reshape(expected.length()).toDoubleVector();
        var a = actual.castTo(DataType.DOUBLE).dup('c').reshape(actual.length()).toDoubleVector();
        for (int i = 0; i < e.length; i++) {
            int at = i;
            assertTrue(Math.abs(e[i] - a[i]) <= tolerance * (1 + Math.abs(e[i])),
                () -> what + ": element " + at + " is " + a[at] + ", expected " + e[at]);
        }
    }
}
