package org.unrolled.nn.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.concurrent.Workers;

class KernelTest {
    @Test
    void tanhAndSigmoidStayWithinTheErrorThatTheyState() {
        double worstTanh = 0;
        double worstSigmoid = 0;
        for (float x = -20; x <= 20; x += 1f / 1024) {
            float[] tanh = {x};
            float[] sigmoid = {x};
            Lanes.tanh(tanh, new float[1], 1);
            Lanes.sigmoid(sigmoid, new float[1], 1);
            worstTanh = Math.max(worstTanh, Math.abs(tanh[0] - Math.tanh(x)));
            worstSigmoid = Math.max(worstSigmoid, Math.abs(sigmoid[0] - 1 / (1 + Math.exp(-x))));
        }
        assertTrue(worstTanh < 3e-7, "tanh " + worstTanh);
        assertTrue(worstSigmoid < 2e-7, "sigmoid " + worstSigmoid);
    }

    @Test
    void saturatesAndKeepsNaN() {
        float[] a = {Float.NEGATIVE_INFINITY, -100, 0, 100, Float.POSITIVE_INFINITY, Float.NaN};
        float[] b = a.clone();
        Lanes.tanh(a, new float[6], 6);
        Lanes.sigmoid(b, new float[6], 6);
        assertArrayEquals(new float[] {-1, -1, 0, 1, 1, Float.NaN}, a, 3e-7f);
        assertArrayEquals(new float[] {0, 0, 0.5f, 1, 1, Float.NaN}, b, 2e-7f);
    }

    @Test
    void multipliesBlocksOfLargerMatrices() {
        var a = Nd4j.rand(DataType.FLOAT, 5, 7);
        var b = Nd4j.rand(DataType.FLOAT, 7, 6);
        var c = Nd4j.zeros(DataType.FLOAT, 5, 6);
        Blas.gemm(false, false, 2, 3, 7, Memory.of(a).address(7), 7, Memory.of(b).address(2), 6, 0,
            Memory.of(c).address(6 + 2), 6);
        var expected = a.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all())
            .mmul(b.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 5)));
        var block = c.get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(2, 5));
        assertTrue(expected.equalsWithEps(block, 1e-5));
        assertEquals(expected.sumNumber().doubleValue(), c.sumNumber().doubleValue(), 1e-4, "nothing else is written");
    }

    @Test
    void memoryOfAViewStartsAtTheView() {
        var rows = Nd4j.arange(12).castTo(DataType.FLOAT).reshape(3, 4).get(NDArrayIndex.interval(1, 3), NDArrayIndex.all());
        var memory = Memory.of(rows);
        var read = new float[3];
        memory.read(1, read, 0, 3);
        assertArrayEquals(new float[] {5, 6, 7}, read);
        memory.set(0, 42);
        assertEquals(42, rows.getDouble(0, 0));
    }

    @Test
    void memoryWithGapsOrOfAnotherTypeIsRefused() {
        var matrix = Nd4j.rand(DataType.FLOAT, 3, 4);
        var columns = matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3));
        var e = assertThrows(IllegalArgumentException.class, () -> Memory.of(columns));
        assertTrue(e.getMessage().contains("shape [3, 2] and strides [4, 1] has gaps"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Memory.of(matrix.getRow(0).broadcast(2, 4).get(NDArrayIndex.all(),
            NDArrayIndex.interval(0, 4, 2))));
        e = assertThrows(IllegalArgumentException.class, () -> Memory.of(matrix.castTo(DataType.DOUBLE)));
        assertTrue(e.getMessage().contains("FLOAT, given DOUBLE"), e.getMessage());
        assertEquals(12, Memory.of(matrix.transpose()).length(), "permuted, without gaps");
        assertEquals(1, Memory.of(columns, 1).length());
    }

    @Test
    void scratchGrowsOnlyWhenItMust() {
        var scratch = new Scratch();
        var large = scratch.ensure(100);
        assertSame(large, scratch.ensure(10));
        assertTrue(scratch.ensure(101).length() >= 101);
    }

    @Test
    void eachPartRunsOnceAlsoWithManyCallers() {
        IntStream.range(0, 8).parallel().forEach(caller -> {
            for (int round = 0; round < 200; round++) {
                var runs = new AtomicIntegerArray(7);
                Workers.run(7, part -> Workers.run(2, inner -> runs.incrementAndGet(part)));
                for (int part = 0; part < 7; part++) {
                    assertEquals(2, runs.get(part));
                }
            }
        });
    }

    @Test
    void passesExceptionsOnToTheCaller() {
        var thrown = assertThrows(IllegalStateException.class, () -> Workers.run(4, part -> {
            if (part == 3) {
                throw new IllegalStateException("part 3");
            }
        }));
        assertEquals("part 3", thrown.getMessage());
    }
}
