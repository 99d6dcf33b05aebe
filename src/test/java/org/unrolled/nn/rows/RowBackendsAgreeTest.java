package org.unrolled.nn.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unrolled.nn.CloseTo.assertClose;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.HeadAttention;
import org.unrolled.nn.backend.HiddenActivation;
import org.unrolled.nn.backend.KeyValueCache;
import org.unrolled.nn.backend.LayerBackend;

/** The fused kernels against plain ND4J operations, at sizes small and large, even and odd. */
class RowBackendsAgreeTest {
    private static LayerBackend fused(DataType type) {
        return Backends.named("cpu");
    }

    private static double tolerance(DataType type, double size) {
        return (type == DataType.FLOAT ? 3e-6 : 1e-12) * size;
    }

    private static INDArray random(long... shape) {
        return Nd4j.randn(DataType.DOUBLE, shape);
    }

    private static INDArray empty(DataType type, long... shape) {
        return Nd4j.valueArrayOf(shape, 99.0, type);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, FLOAT", "3, 5, 7, FLOAT", "15, 64, 64, FLOAT", "16, 65, 63, FLOAT", "100, 130, 70, FLOAT",
        "97, 300, 128, FLOAT", "200, 70, 130, FLOAT", "50, 270, 129, FLOAT"})
    void linearMaps(int rows, int in, int out, DataType type) {
        var x = random(rows, in);
        var w = random(in, out);
        var b = random(1, out);
        var d = random(rows, out);
        for (char order : new char[] {'c', 'f'}) {
            INDArray[][] results = new INDArray[2][];
            for (int i = 0; i < 2; i++) {
                var t = i == 0 ? DataType.DOUBLE : type;
                var map = (i == 0 ? Backends.named("nd4j") : fused(type)).linear();
                var y = empty(t, rows, out);
                var dx = empty(t, rows, in);
                var dw = empty(t, in, out).dup(order);
                var db = empty(t, 1, out);
                map.forward(x.castTo(t), w.castTo(t).dup(order), b.castTo(t), y);
                map.backward(x.castTo(t), w.castTo(t).dup(order), d.castTo(t), dx, dw, db);
                results[i] = new INDArray[] {y, dx, dw, db};
            }
            compare(results, tolerance(type, 30), "output", "input", "weights", "bias");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, FLOAT", "2, 3, FLOAT", "7, 5, FLOAT", "300, 96, FLOAT", "40, 5000, FLOAT"})
    void normalisation(int rows, int size, DataType type) {
        var x = random(rows, size).mul(3).add(1);
        var g = random(1, size);
        var b = random(1, size);
        var d = random(rows, size);
        INDArray[][] results = new INDArray[2][];
        for (int i = 0; i < 2; i++) {
            var t = i == 0 ? DataType.DOUBLE : type;
            var norm = (i == 0 ? Backends.named("nd4j") : fused(type)).norm(1e-5);
            var y = empty(t, rows, size);
            var dx = empty(t, rows, size);
            var dg = empty(t, 1, size);
            var db = empty(t, 1, size);
            norm.forward(x.castTo(t), g.castTo(t), b.castTo(t), y, true);
            norm.backward(d.castTo(t), g.castTo(t), dx, dg, db);
            results[i] = new INDArray[] {y, dx, dg, db};
        }
        compare(results, tolerance(type, 30), "output", "input", "gain", "bias");
    }

    static Stream<Arguments> attentions() {
        return Stream.of(
            Arguments.of(1, 1, 1, 1, 1, false, false, false, DataType.FLOAT),
            Arguments.of(3, 2, 6, 4, 4, false, true, false, DataType.FLOAT),
            Arguments.of(3, 2, 6, 4, 5, true, false, false, DataType.FLOAT),
            Arguments.of(2, 3, 9, 7, 7, true, true, true, DataType.FLOAT),
            Arguments.of(2, 4, 64, 40, 33, true, false, true, DataType.FLOAT),
            Arguments.of(1, 2, 4, 210, 220, true, false, true, DataType.FLOAT));
    }

    @ParameterizedTest(name = "batch {0}, {1} heads, size {2}, {3} queries, {4} keys, masked {5}, causal {6}, dropout {7}: {8}")
    @MethodSource("attentions")
    void attention(int batch, int heads, int size, int queryTime, int keyTime, boolean masked, boolean causal,
                   boolean dropout, DataType type) {
        var q = random((long) queryTime * batch, size + 2);
        var kv = random((long) keyTime * batch, 2 * size);
        var d = random((long) queryTime * batch, size);
        var visible = masked ? visible(batch, keyTime, 5) : null;
        var drop = dropout ? Nd4j.rand(DataType.DOUBLE, (long) batch * heads * queryTime, keyTime).gt(0.3)
            .castTo(DataType.DOUBLE).div(0.7) : null;
        INDArray[][] results = new INDArray[2][];
        for (int i = 0; i < 2; i++) {
            var t = i == 0 ? DataType.DOUBLE : type;
            var attention = (i == 0 ? Backends.named("nd4j") : fused(type)).headAttention(heads);
            var rows = kv.castTo(t);
            var in = new HeadAttention.Input(batch, size, new HeadAttention.Columns(q.castTo(t), 1),
                new HeadAttention.Columns(rows, 0), new HeadAttention.Columns(rows, size), visible, causal,
                drop == null ? null : drop.castTo(t));
            var weights = empty(t, (long) batch * heads * queryTime, keyTime);
            var out = empty(t, (long) queryTime * batch, size);
            var dq = empty(t, (long) queryTime * batch, size);
            var dkv = empty(t, (long) keyTime * batch, 2 * size);
            attention.forward(in, weights, out);
            attention.backward(in, weights, d.castTo(t), new HeadAttention.Gradients(new HeadAttention.Columns(dq, 0),
                new HeadAttention.Columns(dkv, 0), new HeadAttention.Columns(dkv, size)));
            results[i] = new INDArray[] {weights, out, dq, dkv};
        }
        compare(results, tolerance(type, 10), "weights", "output", "queries", "keys and values");
        if (masked) {
            var weights = results[1][0].reshape('c', batch, (long) heads * queryTime, keyTime);
            for (int b = 0; b < batch; b++) {
                for (int k = 0; k < keyTime; k++) {
                    if (!visible[b][k]) {
                        assertEquals(0, weights.tensorAlongDimension(b, 1, 2).getColumn(k).maxNumber().doubleValue(), "hidden");
                    }
                }
            }
        }
    }

    /** Some keys of each sentence, at least one. */
    private static boolean[][] visible(int batch, int time, long seed) {
        var random = new Random(seed);
        var visible = new boolean[batch][time];
        for (var row : visible) {
            row[0] = true;
            for (int t = 1; t < time; t++) {
                row[t] = random.nextInt(3) > 0;
            }
        }
        return visible;
    }

    @Test
    void aQueryThatSeesNoKeyGetsZeros() {
        for (var backend : new LayerBackend[] {Backends.named("nd4j"), Backends.named("cpu")}) {
            var type = backend == Backends.named("cpu") ? DataType.FLOAT : DataType.DOUBLE;
            var x = random(2, 2).castTo(type);
            var columns = new HeadAttention.Columns(x, 0);
            var weights = empty(type, 2, 2);
            var out = empty(type, 2, 2);
            // Padding on the left: the first query may look at itself alone, and that is hidden.
            backend.headAttention(1).forward(new HeadAttention.Input(1, 2, columns, columns, columns, new boolean[][] {{false, true}},
                true, null), weights, out);
            assertClose(Nd4j.createFromArray(new double[][] {{0, 0}, {0, 1}}), weights, 0, "weights");
            assertClose(x.getRow(1), out.getRow(1), 0, "the second query's context");
            assertEquals(0, out.getRow(0).norm1Number().doubleValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2, 1, FLOAT", "3, 2, 6, 4, FLOAT", "50, 4, 64, 20, FLOAT"})
    void stepsOfDecoding(int sequences, int heads, int size, int positions, DataType type) {
        var q = random(sequences, 3 * size);
        var bank = new INDArray[positions];
        for (int t = 0; t < positions; t++) {
            bank[t] = random(sequences + 1, 2 * size + 3);
        }
        var visible = visible(sequences, positions, 8);
        INDArray[][] results = new INDArray[2][];
        for (int i = 0; i < 2; i++) {
            var t = i == 0 ? DataType.DOUBLE : type;
            var out = empty(t, sequences, size);
            var weights = empty(t, sequences, positions);
            (i == 0 ? Backends.named("nd4j") : fused(type)).headAttention(heads).step(q.castTo(t), new KeyValueCache(positions,
                position -> bank[position].castTo(t), 3,
                (sequence, position) -> visible[sequence][position] ? (sequence + position) % (sequences + 1) : -1), out, weights);
            results[i] = new INDArray[] {out, weights};
        }
        compare(results, tolerance(type, 10), "output", "weights");
    }

    @ParameterizedTest
    @EnumSource(HiddenActivation.class)
    void activations(HiddenActivation kind) {
        var x = random(130, 70).mul(3);
        var mask = random(130, 70).gt(0).castTo(DataType.DOUBLE).mul(2);
        var d = random(130, 70);
        for (var type : new DataType[] {DataType.FLOAT}) {
            for (var m : new INDArray[] {null, mask}) {
                INDArray[][] results = new INDArray[2][];
                for (int i = 0; i < 2; i++) {
                    var t = i == 0 ? DataType.DOUBLE : type;
                    var backend = i == 0 ? Backends.named("nd4j") : fused(type);
                    var typedMask = m == null ? null : m.castTo(t);
                    var out = empty(t, 130, 70);
                    var gradient = d.dup().castTo(t);
                    backend.activate(kind, x.castTo(t), typedMask, out);
                    backend.activateBack(kind, x.castTo(t), typedMask, gradient);
                    results[i] = new INDArray[] {out, gradient};
                }
                compare(results, tolerance(type, 10), "output", "gradient");
            }
        }
    }

    @Test
    void sumsAndScales() {
        var x = random(150, 120);
        var y = random(150, 120);
        var mask = random(150, 120).gt(0).castTo(DataType.DOUBLE);
        var table = random(50, 120);
        for (var type : new DataType[] {DataType.FLOAT}) {
            INDArray[][] results = new INDArray[2][];
            for (int i = 0; i < 2; i++) {
                var t = i == 0 ? DataType.DOUBLE : type;
                var backend = i == 0 ? Backends.named("nd4j") : fused(type);
                results[i] = Stream.generate(() -> empty(t, 150, 120)).limit(5).toArray(INDArray[]::new);
                backend.scaleAndShift(x.castTo(t), 1, null, y.castTo(t), results[i][0]);
                backend.addMasked(x.castTo(t), y.castTo(t), mask.castTo(t), results[i][1]);
                backend.scaleAndShift(x.castTo(t), 1.5, table.castTo(t), mask.castTo(t), results[i][2]);
                backend.scaleAndShift(x.castTo(t), 1.5, null, null, results[i][3]);
                backend.scaleAndShift(x.castTo(t), 1.5, null, mask.castTo(t), results[i][4]);
            }
            compare(results, tolerance(type, 10), "product", "sum", "with positions", "scaled", "scaled and masked");
        }
    }

    @Test
    void dropoutKeepsItsShareAndItsMean() {
        for (var backend : new LayerBackend[] {Backends.named("nd4j"), Backends.named("cpu")}) {
            Nd4j.getRandom().setSeed(3);
            var mask = empty(DataType.FLOAT, 400, 300);
            backend.dropoutMask(0.8, mask);
            assertEquals(1, mask.meanNumber().doubleValue(), 0.01, "mean");
            assertEquals(1 / 0.8, mask.maxNumber().doubleValue(), 1e-6);
            assertEquals(0, mask.minNumber().doubleValue());
            var again = empty(DataType.FLOAT, 400, 300);
            Nd4j.getRandom().setSeed(3);
            backend.dropoutMask(0.8, again);
            assertEquals(mask, again, "the same from the same seed");
        }
    }

    @Test
    void findsWhatIsNotFinite() {
        for (var backend : new LayerBackend[] {Backends.named("nd4j"), Backends.named("cpu")}) {
            var x = random(200, 300).castTo(DataType.FLOAT);
            assertTrue(backend.finite(x));
            x.putScalar(150, 7, Float.POSITIVE_INFINITY);
            assertFalse(backend.finite(x));
        }
    }

    private static void compare(INDArray[][] results, double tolerance, String... names) {
        for (int i = 0; i < names.length; i++) {
            assertClose(results[0][i], results[1][i], tolerance, names[i]);
        }
    }
}
