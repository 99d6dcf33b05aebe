package org.unrolled.nn.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;
import static org.unrolled.nn.CloseTo.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.PyTorchCases;

/** Cells over whole sequences against PyTorch's LSTM, GRU and RNN: outputs, last states and all gradients. */
class PyTorchRecurrenceTest {
    /** In PyTorch's order of gate blocks, where each of ours is found. */
    private static final int[] LSTM_BLOCKS = {2, 1, 3, 0};

    static Stream<Arguments> cases() {
        return PyTorchCases.read("recurrent").stream().flatMap(c -> Stream.of(
            Arguments.of(c, "nd4j", DataType.DOUBLE, 1e-9),
            Arguments.of(c, "cpu", DataType.FLOAT, 2e-5)));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("cases")
    void equalsPyTorch(PyTorchCases.Case c, String backend, DataType type, double tolerance) {
        int layers = c.count("layers");
        int directions = c.json().get("bidirectional").asBoolean() ? 2 : 1;
        var runs = new ArrayList<List<Run>>();
        var x = c.array("input").permute(0, 2, 1).castTo(type);
        for (int layer = 0; layer < layers; layer++) {
            var row = new ArrayList<Run>();
            for (int direction = 0; direction < directions; direction++) {
                row.add(new Run(c, backend, type, layer, direction, layer * directions + direction, x));
            }
            runs.add(row);
            x = Nd4j.concat(1, row.stream().map(r -> r.out).toArray(INDArray[]::new));
        }
        assertClose(c.array("output"), x.permute(0, 2, 1), tolerance, "output");

        var gradient = c.array("outputGradient").permute(0, 2, 1).castTo(type);
        int hidden = c.count("hiddenSize");
        for (int layer = layers - 1; layer >= 0; layer--) {
            INDArray before = null;
            for (var run : runs.get(layer)) {
                var part = gradient.get(all(), interval((long) run.direction * hidden, (run.direction + 1L) * hidden), all());
                var dx = run.backward(part, tolerance);
                before = before == null ? dx : before.add(dx);
            }
            gradient = before;
        }
        assertClose(c.array("inputGradient"), gradient.permute(0, 2, 1), tolerance, "gradient of the input");
    }

    /** One layer in one direction. */
    private static final class Run {
        private final PyTorchCases.Case c;
        private final DataType type;
        private final Cell cell;
        private final Recurrence recurrence;
        private final String suffix;
        private final int number;
        private final int direction;
        private final INDArray out;
        private final long inputSize;

        Run(PyTorchCases.Case c, String backend, DataType type, int layer, int direction, int number, INDArray x) {
            this.c = c;
            this.type = type;
            this.number = number;
            this.direction = direction;
            this.suffix = "_l" + layer + (direction == 1 ? "_reverse" : "");
            this.inputSize = x.size(1);
            int hidden = c.count("hiddenSize");
            this.cell = new Cell(kind(), (int) inputSize, hidden);
            this.recurrence = (backend.equals("cpu") ? Backends.named("cpu") : Backends.named("nd4j")).recurrence(cell, type, c.toString());
            out = Nd4j.create(type, c.count("time"), c.count("batch"), hidden).permute(1, 2, 0);
            recurrence.forward(weights(c, "weights"), new Sequence(x, false, mask(), state("h0"), state("c0"), null,
                direction == 1), out, true);
            double tolerance = type == DataType.FLOAT ? 2e-5 : 1e-9;
            assertClose(c.array("h").get(point(number), all(), all()), recurrence.lastHidden(), tolerance, "last h");
            if (cell.kind().hasCellState()) {
                assertClose(c.array("c").get(point(number), all(), all()), recurrence.lastCellState(), tolerance, "last c");
            }
        }

        private Cell.Kind kind() {
            var name = c.toString();
            return name.contains("lstm") ? Cell.Kind.LSTM : name.contains("gru") ? Cell.Kind.GRU_RESET_AFTER
                : name.contains("relu") ? Cell.Kind.RELU : Cell.Kind.TANH;
        }

        private INDArray mask() {
            if (!c.has("lengths")) {
                return null;
            }
            var mask = Nd4j.zeros(type, c.count("batch"), c.count("time"));
            for (int b = 0; b < c.count("batch"); b++) {
                for (int t = 0; t < c.json().get("lengths").get(b).asInt(); t++) {
                    mask.putScalar(b, t, 1);
                }
            }
            return mask;
        }

        private INDArray state(String key) {
            return c.has(key) ? c.array(key).get(point(number), all(), all()).castTo(type).dup() : null;
        }

        /** PyTorch's weights, or its gradients, as ours: blocks transposed, reordered, biases where they belong. */
        private CellWeights weights(PyTorchCases.Case c, String group) {
            var bias = Nd4j.create(type, 1, cell.biasLength());
            var bih = blocks(c.array(group, "bias_ih" + suffix));
            var bhh = blocks(c.array(group, "bias_hh" + suffix));
            if (cell.kind() == Cell.Kind.GRU_RESET_AFTER) {
                bias.assign(Nd4j.concat(0, bih, bhh).reshape(1, -1));
            } else {
                // Two biases of PyTorch add up to ours; the gradient of each of them is that of the sum.
                bias.assign((group.equals("weights") ? bih.add(bhh) : bih).reshape(1, -1));
            }
            return new CellWeights(blocks(c.array(group, "weight_ih" + suffix)).transpose().castTo(type).dup('f'),
                blocks(c.array(group, "weight_hh" + suffix)).transpose().castTo(type).dup('f'), bias);
        }

        private INDArray blocks(INDArray rows) {
            if (cell.kind() != Cell.Kind.LSTM) {
                return rows;
            }
            long h = cell.hiddenSize();
            var parts = new INDArray[4];
            for (int i = 0; i < 4; i++) {
                parts[i] = rows.rank() == 1 ? rows.get(interval(LSTM_BLOCKS[i] * h, (LSTM_BLOCKS[i] + 1) * h))
                    : rows.get(interval(LSTM_BLOCKS[i] * h, (LSTM_BLOCKS[i] + 1) * h), all());
            }
            return Nd4j.concat(0, parts);
        }

        INDArray backward(INDArray gradient, double tolerance) {
            var expected = weights(c, "gradients");
            var actual = new CellWeights(expected.input().mul(0).addi(99), expected.recurrent().mul(0).addi(99),
                expected.bias().mul(0).addi(99));
            var dx = Nd4j.create(type, c.count("time"), c.count("batch"), inputSize).permute(1, 2, 0);
            var before = recurrence.backward(new Recurrence.Given(gradient, state("finalGradient"),
                state("finalCellGradient")), actual, dx);
            assertClose(expected.input(), actual.input(), tolerance, "input weights" + suffix);
            assertClose(expected.recurrent(), actual.recurrent(), tolerance, "recurrent weights" + suffix);
            assertClose(expected.bias(), actual.bias(), tolerance, "bias" + suffix);
            if (c.has("h0Gradient")) {
                assertClose(state("h0Gradient"), before.hidden(), tolerance, "h0");
                assertEquals(c.has("c0Gradient"), before.cellState() != null);
            }
            if (c.has("c0Gradient")) {
                assertClose(state("c0Gradient"), before.cellState(), tolerance, "c0");
            }
            return dx;
        }
    }
}
