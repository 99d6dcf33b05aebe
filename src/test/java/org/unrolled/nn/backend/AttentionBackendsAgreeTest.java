package org.unrolled.nn.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The fused attention kernels against plain ND4J operations: every score, option and odd size. */
class AttentionBackendsAgreeTest {
    /** Batch, target steps, source steps, query, memory, hidden, out. */
    private static final int[][] SIZES = {{1, 1, 1, 1, 1, 1, 1}, {2, 3, 5, 4, 4, 3, 7}, {5, 2, 1, 3, 6, 2, 4},
        {13, 4, 7, 9, 9, 11, 5}, {40, 8, 6, 33, 70, 40, 65}, {3, 1, 9, 300, 260, 8, 20}};

    record Case(AttentionShape shape, int batch, int steps, int source, boolean masked, boolean queriesMasked, boolean dropped,
                DataType type) {
    }

    static Stream<Case> cases() {
        var cases = new ArrayList<Case>();
        for (var score : AttentionScore.values()) {
            for (int[] s : SIZES) {
                int memory = score == AttentionScore.DOT ? s[3] : s[4];
                int hidden = score == AttentionScore.ADDITIVE ? s[5] : 0;
                for (int options = 0; options < 8; options++) {
                    // Gate and penalty alone and together, with and without masks, dropout and attentional vector.
                    boolean gated = (options ^ options >> 1 ^ s[0]) % 2 != 0;
                    var shape = new AttentionShape(score, s[3], memory, hidden, options % 4 == 3 ? 0 : s[6], gated,
                        options < 3 || options > 5 ? 0 : 0.3);
                    cases.add(new Case(shape, s[0], s[1], s[2], (options & 1) != 0, (options & 2) != 0, (options & 4) != 0,
                        DataType.FLOAT));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void attention(Case c) {
        Nd4j.getRandom().setSeed(c.toString().hashCode());
        var weights = weights(c.shape, c.type, 0.5);
        var in = new ScoredAttention.Attended(random(c.type, c.batch, c.shape.query(), c.steps),
            c.queriesMasked ? mask(c.type, c.batch, c.steps, 0) : null,
            timeMajor(random(c.type, c.batch, c.shape.memory(), c.source)),
            c.masked ? mask(c.type, c.batch, c.source, 1) : null);
        long outputs = c.shape.outputSize();
        var dropout = c.dropped ? factors(c.type, c.batch, outputs, c.steps) : null;
        var given = random(c.type, c.batch, outputs, c.steps);
        agree(c, Stream.of(Backends.named("nd4j"), Backends.named("cpu")).map(backend -> {
            var attending = backend.scoredAttention(c.shape, c.type, "test");
            var out = Nd4j.create(c.type, c.batch, outputs, c.steps);
            attending.forward(weights, in, dropout, out, true);
            var arrays = new ArrayList<>(List.of(out, attending.weights()));
            var gradients = weights(c.shape, c.type, 99);
            var dQueries = Nd4j.create(c.type, in.queries().shape());
            var dMemory = timeMajor(Nd4j.create(c.type, in.memory().shape()));
            attending.backward(given, gradients, dQueries, dMemory);
            arrays.addAll(List.of(dQueries, dMemory));
            arrays.addAll(arrays(gradients));
            var prepared = attending.prepare(weights, in.memory(), in.memoryMask());
            arrays.addAll(prepared);
            int[] rows = {c.batch - 1, 0, 0, c.batch / 2};
            var step = attending.step(weights, Nd4j.ones(c.type, 4, c.shape.query()), prepared, rows);
            arrays.addAll(List.of(step.output(), step.weights()));
            return arrays;
        }).toList());
    }

    static Stream<Arguments> decoders() {
        var kinds = Cell.Kind.values();
        var list = cases().toList();
        return java.util.stream.IntStream.range(0, list.size()).mapToObj(i -> new Arguments(kinds[i % kinds.length],
            list.get(i), i % 2 == 0, i % 5 == 0));
    }

    record Arguments(Cell.Kind kind, Case c, boolean stateful, boolean recurrentDropout) {
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void inputFeeding(Arguments a) {
        var c = a.c;
        Nd4j.getRandom().setSeed(a.toString().hashCode());
        int hidden = c.shape.query();
        var cell = new Cell(a.kind, 3, hidden);
        // CellWeights of this size keep gradients from growing over the steps, and rounding errors with them.
        var weights = new InputFeeding.FeedingWeights(cellWeights(cell, c.type),
            matrix(c.type, c.shape.outputSize(), cell.gates() * hidden, 0.5), weights(c.shape, c.type, 0.5));
        var in = new Sequence(random(c.type, c.batch, 3, c.steps), false, c.queriesMasked ? mask(c.type, c.batch, c.steps, 0)
            : null, a.stateful ? random(c.type, c.batch, hidden) : null,
            a.stateful && a.kind.hasCellState() ? random(c.type, c.batch, hidden) : null,
            a.recurrentDropout ? factors(c.type, c.batch, hidden, 1).reshape(c.batch, hidden) : null, false);
        var source = new InputFeeding.Source(random(c.type, c.batch, c.shape.memory(), c.source),
            c.masked ? mask(c.type, c.batch, c.source, 1) : null);
        var dropout = c.dropped ? factors(c.type, c.batch, c.shape.outputSize(), c.steps) : null;
        var given = random(c.type, c.batch, c.shape.outputSize(), c.steps);
        agree(c, Stream.of(Backends.named("nd4j"), Backends.named("cpu")).map(backend -> {
            var decoder = backend.inputFeeding(cell, c.shape, c.type, "test");
            var out = Nd4j.create(c.type, c.batch, c.shape.outputSize(), c.steps);
            decoder.forward(weights, in, source, dropout, out, true);
            var arrays = new ArrayList<>(List.of(out, decoder.attention()));
            var gradients = new InputFeeding.FeedingWeights(cellWeights(cell, c.type), weights.feed().dup('f'),
                weights(c.shape, c.type, 99));
            var dx = Nd4j.create(c.type, in.input().shape());
            var dMemory = Nd4j.create(c.type, source.memory().shape());
            var before = decoder.backward(given, gradients, dx, dMemory);
            arrays.addAll(List.of(dx, dMemory, gradients.feed(), gradients.cell().input(), gradients.cell().recurrent(),
                gradients.cell().bias()));
            arrays.addAll(arrays(gradients.attention()));
            Stream.of(before.hidden(), before.cellState()).filter(Objects::nonNull).forEach(arrays::add);
            var prepared = backend.scoredAttention(c.shape, c.type, "source").prepare(weights.attention(), source.memory(),
                source.mask());
            int n = 3;
            var step = decoder.step(weights, Nd4j.ones(c.type, n, 3), new Recurrence.State(Nd4j.ones(c.type, n, hidden),
                a.kind.hasCellState() ? Nd4j.ones(c.type, n, hidden) : null), Nd4j.ones(c.type, n, c.shape.outputSize()),
                prepared, new int[] {0, c.batch - 1, 0});
            arrays.addAll(List.of(step.output(), step.weights(), step.state().hidden()));
            return arrays;
        }).toList());
    }

    private static void agree(Case c, List<? extends List<INDArray>> results) {
        assertEquals(results.get(0).size(), results.get(1).size());
        for (int i = 0; i < results.get(0).size(); i++) {
            var expected = results.get(0).get(i);
            var actual = results.get(1).get(i);
            assertTrue(Arrays.equals(expected.shape(), actual.shape()), "array " + i);
            double scale = 1 + expected.amaxNumber().doubleValue();
            double difference = expected.sub(actual).amaxNumber().doubleValue();
            assertTrue(difference <= 3e-5 * scale,
                "array " + i + " differs by " + difference + " of " + scale);
        }
    }

    private static AttentionWeights weights(AttentionShape s, DataType type, double scale) {
        boolean additive = s.score() == AttentionScore.ADDITIVE;
        return new AttentionWeights(s.score() == AttentionScore.DOT ? null : matrix(type, s.memory(), s.keySize(), scale),
            additive ? matrix(type, s.query(), s.hidden(), scale) : null,
            additive ? Nd4j.randn(type, 1, s.hidden()).muli(scale) : null,
            s.contextOnly() ? null : matrix(type, s.memory(), s.out(), scale),
            s.contextOnly() ? null : matrix(type, s.query(), s.out(), scale),
            s.contextOnly() ? null : Nd4j.randn(type, 1, s.out()).muli(scale),
            s.gated() ? matrix(type, s.query(), 1, scale) : null, s.gated() ? Nd4j.randn(type, 1, 1).muli(scale) : null);
    }

    private static INDArray matrix(DataType type, int rows, int columns, double scale) {
        return Nd4j.randn(type, rows, columns).muli(scale / Math.sqrt(rows)).dup('f');
    }

    private static List<INDArray> arrays(AttentionWeights w) {
        return w.all();
    }

    private static CellWeights cellWeights(Cell cell, DataType type) {
        int h = cell.hiddenSize();
        return new CellWeights(Nd4j.randn(type, cell.inputSize(), cell.gates() * h).muli(0.3).dup('f'),
            Nd4j.randn(type, h, cell.recurrentColumns()).muli(1 / Math.sqrt(h)).dup('f'),
            Nd4j.randn(type, 1, cell.biasLength()).muli(0.3));
    }

    private static INDArray random(DataType type, long... shape) {
        return Nd4j.randn(type, shape);
    }

    private static INDArray timeMajor(INDArray sequence) {
        return sequence.permute(2, 0, 1).dup('c').permute(1, 2, 0);
    }

    /** Ones and zeros at random; at least one 1 in each row if {@code least} is 1. */
    private static INDArray mask(DataType type, int batch, int time, int least) {
        var mask = Nd4j.rand(type, batch, time).gt(0.4).castTo(type);
        for (int b = 0; least > 0 && b < batch; b++) {
            mask.putScalar(b, b % time, 1);
        }
        return mask;
    }

    private static INDArray factors(DataType type, long batch, long size, long time) {
        return Nd4j.rand(type, time, batch, size).gt(0.4).castTo(type).muli(1 / 0.6).permute(1, 2, 0);
    }
}
