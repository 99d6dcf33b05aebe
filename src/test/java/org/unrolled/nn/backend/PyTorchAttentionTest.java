package org.unrolled.nn.backend;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.unrolled.nn.CloseTo.assertClose;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.PyTorchCases;

/** Attention and input feeding against PyTorch: outputs, weights and all gradients. */
class PyTorchAttentionTest {
    /** In PyTorch's order of an LSTM's gate blocks, where each of ours is found. */
    private static final int[] LSTM_BLOCKS = {2, 1, 3, 0};

    static Stream<Arguments> cases() {
        return PyTorchCases.read("attention").stream().flatMap(c -> Stream.of(
            Arguments.of(c, "nd4j", DataType.DOUBLE, 1e-9),
            Arguments.of(c, "cpu", DataType.FLOAT, 2e-5)));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("cases")
    void equalsPyTorch(PyTorchCases.Case c, String name, DataType type, double tolerance) {
        var backend = name.equals("cpu") ? Backends.named("cpu") : Backends.named("nd4j");
        var shape = new AttentionShape(AttentionScore.valueOf(c.json().get("score").asText()), c.count("query"),
            c.count("memory"), c.count("hidden"), c.count("out"), c.has("gated"), c.has("penalty") ? c.number("penalty") : 0);
        var out = Nd4j.create(type, c.count("batch"), shape.outputSize(), c.count("steps"));
        var memory = sequence(c.array("inputs", "memoryInput"), type);
        var dMemory = Nd4j.create(type, memory.shape());
        var given = sequence(c.array("outputGradient"), type);
        if (c.has("cell")) {
            feeding(c, backend, shape, out, memory, given, dMemory, tolerance);
        } else {
            var queries = sequence(c.array("inputs", "queries"), type);
            var attending = backend.scoredAttention(shape, type, "test");
            attending.forward(attention(c, "weights", "", shape, type), new ScoredAttention.Attended(queries, null, memory,
                mask(c, type)), null, out, true);
            assertClose(c.array("attention"), attending.weights(), tolerance, "weights");
            var gradients = attention(c, "weights", "", shape, type);
            var dQueries = Nd4j.create(type, queries.shape());
            attending.backward(given, gradients, dQueries, dMemory);
            assertClose(sequence(c.array("inputGradients", "queries"), type), dQueries, tolerance, "queries");
            compare(attention(c, "gradients", "", shape, type), gradients, tolerance);
        }
        assertClose(sequence(c.array("output"), type), out, tolerance, "output");
        assertClose(sequence(c.array("inputGradients", "memoryInput"), type), dMemory, tolerance, "memory");
    }

    private static void feeding(PyTorchCases.Case c, LayerBackend backend, AttentionShape shape, INDArray out,
                                INDArray memory, INDArray given, INDArray dMemory, double tolerance) {
        var type = out.dataType();
        boolean lstm = c.json().get("cell").asText().equals("LSTMCell");
        var cell = new Cell(lstm ? Cell.Kind.LSTM : Cell.Kind.GRU_RESET_AFTER, c.count("size"), shape.query());
        var decoder = backend.inputFeeding(cell, shape, type, "test");
        var x = sequence(c.array("inputs", "x"), type);
        var in = Sequence.of(x).from(c.array("inputs", "h0").castTo(type), lstm ? c.array("inputs", "c0").castTo(type) : null);
        decoder.forward(weights(c, "weights", cell, shape, type), in, new InputFeeding.Source(memory, mask(c, type)), null, out,
            true);
        assertClose(c.array("attention"), decoder.attention(), tolerance, "weights");
        var gradients = weights(c, "weights", cell, shape, type);
        var dx = Nd4j.create(type, x.shape());
        var before = decoder.backward(given, gradients, dx, dMemory);
        assertClose(sequence(c.array("inputGradients", "x"), type), dx, tolerance, "tokens");
        assertClose(c.array("inputGradients", "h0"), before.hidden(), tolerance, "h0");
        if (lstm) {
            assertClose(c.array("inputGradients", "c0"), before.cellState(), tolerance, "c0");
        }
        var expected = weights(c, "gradients", cell, shape, type);
        compare(expected.attention(), gradients.attention(), tolerance);
        assertClose(expected.feed(), gradients.feed(), tolerance, "F");
        assertClose(expected.cell().input(), gradients.cell().input(), tolerance, "W");
        assertClose(expected.cell().recurrent(), gradients.cell().recurrent(), tolerance, "RW");
        assertClose(expected.cell().bias(), gradients.cell().bias(), tolerance, "b");
    }

    private static void compare(AttentionWeights expected, AttentionWeights actual, double tolerance) {
        compare(expected.key(), actual.key(), tolerance, "K");
        compare(expected.query(), actual.query(), tolerance, "Q");
        compare(expected.vector(), actual.vector(), tolerance, "v");
        compare(expected.fromContext(), actual.fromContext(), tolerance, "C");
        compare(expected.fromQuery(), actual.fromQuery(), tolerance, "D");
        compare(expected.bias(), actual.bias(), tolerance, "bOut");
        compare(expected.gate(), actual.gate(), tolerance, "g");
        compare(expected.gateBias(), actual.gateBias(), tolerance, "g0");
    }

    private static void compare(INDArray expected, INDArray actual, double tolerance, String what) {
        if (expected != null) {
            assertClose(expected, actual, tolerance, what);
        }
    }

    /** [batch, time, size] as [batch, size, time]. */
    private static INDArray sequence(INDArray array, DataType type) {
        return array.permute(0, 2, 1).castTo(type).dup('c');
    }

    private static INDArray mask(PyTorchCases.Case c, DataType type) {
        if (!c.has("lengths")) {
            return null;
        }
        var mask = Nd4j.zeros(type, c.count("batch"), c.count("source"));
        for (int b = 0; b < c.count("batch"); b++) {
            mask.get(interval(b, b + 1), interval(0, c.json().get("lengths").get(b).asInt())).assign(1);
        }
        return mask;
    }

    private static AttentionWeights attention(PyTorchCases.Case c, String group, String prefix, AttentionShape s,
                                              DataType type) {
        var combine = s.contextOnly() ? null : c.array(group, prefix + "combine.weight");
        return new AttentionWeights(matrix(c, group, prefix + "key.weight", type),
            matrix(c, group, prefix + "query.weight", type),
            c.has(group, prefix + "vector.weight") ? c.array(group, prefix + "vector.weight").castTo(type) : null,
            combine == null ? null : turned(combine.get(all(), interval(0, s.memory())), type),
            combine == null ? null : turned(combine.get(all(), interval(s.memory(), s.memory() + s.query())), type),
            combine == null ? null : c.array(group, prefix + "combine.bias").reshape(1, s.out()).castTo(type),
            matrix(c, group, prefix + "gate.weight", type),
            s.gated() ? c.array(group, prefix + "gate.bias").reshape(1, 1).castTo(type) : null);
    }

    private static INDArray matrix(PyTorchCases.Case c, String group, String key, DataType type) {
        return c.has(group, key) ? turned(c.array(group, key), type) : null;
    }

    private static INDArray turned(INDArray matrix, DataType type) {
        return matrix.transpose().castTo(type).dup('f');
    }

    private static InputFeeding.FeedingWeights weights(PyTorchCases.Case c, String group, Cell cell, AttentionShape s, DataType type) {
        var input = blocks(c.array(group, "cell.weight_ih"), cell);
        var inputBias = blocks(c.array(group, "cell.bias_ih"), cell);
        var recurrentBias = blocks(c.array(group, "cell.bias_hh"), cell);
        // Two biases of PyTorch add up to ours; the gradient of each of them is that of the sum. A GRU keeps both.
        var bias = cell.kind() == Cell.Kind.GRU_RESET_AFTER ? Nd4j.concat(0, inputBias, recurrentBias)
            : group.equals("weights") ? inputBias.add(recurrentBias) : inputBias;
        long size = cell.inputSize();
        return new InputFeeding.FeedingWeights(new CellWeights(turned(input.get(all(), interval(0, size)), type),
            turned(blocks(c.array(group, "cell.weight_hh"), cell), type), bias.reshape(1, bias.length()).castTo(type)),
            turned(input.get(all(), interval(size, size + s.outputSize())), type), attention(c, group, "attention.", s, type));
    }

    private static INDArray blocks(INDArray rows, Cell cell) {
        if (cell.kind() != Cell.Kind.LSTM) {
            return rows;
        }
        long h = cell.hiddenSize();
        var parts = new INDArray[4];
        for (int i = 0; i < 4; i++) {
            var block = interval(LSTM_BLOCKS[i] * h, (LSTM_BLOCKS[i] + 1) * h);
            parts[i] = rows.rank() == 1 ? rows.get(block) : rows.get(block, all());
        }
        return Nd4j.concat(0, parts);
    }
}
