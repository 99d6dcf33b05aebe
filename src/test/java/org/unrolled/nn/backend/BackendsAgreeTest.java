package org.unrolled.nn.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The fused kernels against plain ND4J operations: every cell, option, direction and odd size. */
class BackendsAgreeTest {
    record Case(Cell cell, int batch, int time, boolean tokens, boolean masked, boolean dropped, boolean stateful,
                boolean backwards) {
    }

    static Stream<Case> cases() {
        var cases = new ArrayList<Case>();
        int i = 0;
        for (var kind : Cell.Kind.values()) {
            for (int[] size : new int[][] {{1, 1, 1, 1}, {2, 3, 5, 7}, {13, 4, 3, 9}, {70, 3, 10, 67},
                {1, 33, 3, 70}, {9, 6, 40, 300}, {13, 11, 5, 37}, {37, 4, 70, 64}}) {
                for (int options = 0; options < 4; options++) {
                    i++;
                    cases.add(new Case(new Cell(kind, size[2], size[3]), size[0], size[1], i % 3 == 0,
                        (options & 1) != 0, (options & 2) != 0, i % 5 < 3, i % 7 < 3));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fusedKernelsComputeWhatPlainOperationsCompute(Case c) {
        Nd4j.getRandom().setSeed(c.toString().hashCode());
        var type = DataType.FLOAT;
        var cell = c.cell;
        int h = cell.hiddenSize();
        var weights = new CellWeights(
            Nd4j.randn(type, cell.inputSize(), cell.gates() * h).muli(0.3).dup(c.tokens ? 'c' : 'f'),
            Nd4j.randn(type, h, cell.recurrentColumns()).muli(1 / Math.sqrt(h)).dup('f'),
            Nd4j.randn(type, 1, cell.biasLength()).muli(0.3));
        var input = c.tokens
            ? Transforms.floor(Nd4j.rand(type, c.batch, c.time).muli(cell.inputSize()))
            : Nd4j.randn(type, c.batch, cell.inputSize(), c.time);
        var mask = c.masked ? Nd4j.rand(type, c.batch, c.time).gt(0.4).castTo(type) : null;
        var dropout = c.dropped ? Nd4j.rand(type, c.batch, h).gt(0.5).castTo(type).muli(2) : null;
        var h0 = c.stateful ? Nd4j.randn(type, c.batch, h).muli(3) : null;
        var c0 = c.stateful && cell.kind().hasCellState() ? Nd4j.randn(type, c.batch, h) : null;
        var in = new Sequence(input, c.tokens, mask, h0, c0, dropout, c.backwards);
        var given = new Recurrence.Given(Nd4j.randn(type, c.batch, h, c.time),
            c.stateful ? Nd4j.randn(type, c.batch, h) : null, c0 == null ? null : Nd4j.randn(type, c.batch, h));

        var fused = Run.of(Backends.named("cpu"), c, weights, in, given);
        var plain = Run.of(Backends.named("nd4j"), c, weights, in, given);
        var tolerance = 2e-5;
        assertEquals(plain.arrays.size(), fused.arrays.size());
        for (int i = 0; i < plain.arrays.size(); i++) {
            close(plain.arrays.get(i), fused.arrays.get(i), tolerance, "array " + i + " of " + c);
        }
    }

    private static void close(INDArray expected, INDArray actual, double tolerance, String what) {
        assertNotNull(actual, what);
        double scale = 1 + expected.amaxNumber().doubleValue();
        double difference = expected.sub(actual).amaxNumber().doubleValue();
        assertTrue(difference <= tolerance * scale, what + ": differs by " + difference + " of " + scale);
    }

    record Run(List<INDArray> arrays) {
        static Run of(LayerBackend backend, Case c, CellWeights weights, Sequence in, Recurrence.Given given) {
            var cell = c.cell;
            var recurrence = backend.recurrence(cell, DataType.FLOAT, "test");
            recurrence.recordGradients(true);
            var out = Nd4j.create(DataType.FLOAT, c.batch, cell.hiddenSize(), c.time);
            recurrence.forward(weights, in, out, true);
            var arrays = new ArrayList<INDArray>();
            arrays.add(out);
            arrays.add(recurrence.lastHidden());
            if (cell.kind().hasCellState()) {
                arrays.add(recurrence.lastCellState());
            }
            var gradients = new CellWeights(weights.input().dup(weights.input().ordering()),
                weights.recurrent().dup('f'), weights.bias().dup());
            var dx = c.tokens ? null : Nd4j.create(DataType.FLOAT, in.input().shape());
            var state = recurrence.backward(given, gradients, dx);
            arrays.addAll(List.of(gradients.input(), gradients.recurrent(), gradients.bias()));
            Stream.of(dx, state.hidden(), state.cellState()).filter(a -> a != null).forEach(arrays::add);
            var trace = recurrence.trace();
            arrays.add(trace.hidden());
            arrays.addAll(trace.gates().values());
            arrays.add(trace.hiddenGradients());
            var inference = Nd4j.create(DataType.FLOAT, c.time, c.batch, cell.hiddenSize()).permute(1, 2, 0);
            recurrence.forward(weights, in, inference, false);
            close(out, inference, 1e-6, "without keeping");
            close(arrays.get(1), recurrence.lastHidden(), 1e-6, "last state without keeping");
            return new Run(arrays);
        }
    }
}
