package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.unrolled.nn.CloseTo.assertClose;
import static org.unrolled.nn.backend.AttentionScore.ADDITIVE;
import static org.unrolled.nn.backend.AttentionScore.DOT;
import static org.unrolled.nn.backend.AttentionScore.GENERAL;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.NotFiniteException;
import org.unrolled.nn.backend.ScoredAttention;

class AttentionTest {
    static Stream<Attention> attentions() {
        return Stream.concat(Stream.of(AttentionScore.values()).flatMap(score -> Stream.of(
            builder(score).nOut(5).dropOut(0.6).build(), builder(score).contextOnly(true).build())),
            Stream.of(builder(GENERAL).build(), builder(ADDITIVE).contextOnly(true).dropOut(0.5).build(),
                builder(DOT).gated(true).contextOnly(true).build(),
                builder(ADDITIVE).gated(true).nOut(5).dropOut(0.6).build()));
    }

    private static Attention.Builder builder(AttentionScore score) {
        return Attention.builder().score(score).query(6).memory(6).hidden(4);
    }

    private static UnaryOperator<GraphBuilder> decoder(Attention attention) {
        return graph -> SmallTranslation.withState(graph)
            .addVertex("decoder", new RecurrentDecoder(Lstm.builder().nIn(4).nOut(6).build()), "words", "state")
            .addVertex("attention", attention.clone(), "decoder", "memory");
    }

    @ParameterizedTest
    @MethodSource("attentions")
    void gradientsOfAnEncoderDecoderAreRight(Attention attention) {
        SmallTranslation.checkGradients(SmallTranslation.checkable(attention.shape().outputSize(), "attention",
            decoder(attention)));
    }

    @Test
    void gradientsOfThePenaltyAreRight() {
        for (var attention : List.of(builder(GENERAL).gated(true).doublyStochastic(0.7).build(),
                builder(ADDITIVE).nOut(5).doublyStochastic(1.3).build(),
                builder(DOT).contextOnly(true).gated(true).doublyStochastic(0.4).build())) {
            SmallTranslation.checkPenalty(SmallTranslation.checkable(attention.shape().outputSize(), "attention", decoder(attention)),
                attention.settings().doublyStochastic(), graph -> weights(graph));
        }
    }

    @Test
    void gradientsThroughDropoutAreRight() {
        var attention = builder(ADDITIVE).nOut(5).dropOut(0.6).build();
        SmallTranslation.checkGradients(SmallTranslation.checkable(5, "attention", decoder(attention)));
    }

    @ParameterizedTest
    @MethodSource("attentions")
    void stepByStepGivesWhatTheWholeSequenceGives(Attention attention) {
        var graph = SmallTranslation.graph(DataType.FLOAT, new NoOp(), attention.shape().outputSize(), "attention",
            decoder(attention));
        var steps = SmallTranslation.checkSteps(graph);
        graph.output(false, new INDArray[] {SmallTranslation.SOURCE, SmallTranslation.TARGET},
            new INDArray[] {SmallTranslation.SOURCE_MASK, null});
        assertClose(((AttentionVertex) graph.getVertex("attention")).attention(), steps, 1e-5, "weights");
    }

    @ParameterizedTest
    @MethodSource("attentions")
    void survivesFileJsonAndClone(Attention attention, @TempDir Path folder) throws Exception {
        SmallTranslation.checkStorage(decoder(attention), attention.shape().outputSize(), "attention", folder);
    }

    /** Queries and memory of 2 numbers straight into a dot attention without output layer. */
    private static ComputationGraph dot() {
        return vertex(Attention.builder().score(DOT).query(2).memory(2).contextOnly(true).build(), DataType.DOUBLE);
    }

    private static ComputationGraph vertex(Attention attention, DataType type) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(type).seed(1).graphBuilder()
            .addInputs("q", "m").addVertex("attention", attention, "q", "m").setOutputs("attention").build());
        graph.init();
        return graph;
    }

    private static INDArray weights(ComputationGraph graph) {
        return ((AttentionVertex) graph.getVertex("attention")).attention();
    }

    @Test
    void aWorkedExample() {
        // One query (ln 4, 0); a memory of three positions: (1, 0), (0, 1), (0.5, 8).
        var q = Nd4j.createFromArray(Math.log(4), 0).reshape(1, 2, 1);
        var m = Nd4j.createFromArray(new double[][] {{1, 0, 0.5}, {0, 1, 8}}).reshape(1, 2, 3);
        var graph = dot();
        var context = graph.output(q, m)[0];
        // Scores ln 4, 0, ln 2; so the weights are as 4 : 1 : 2.
        assertClose(Nd4j.createFromArray(4 / 7.0, 1 / 7.0, 2 / 7.0).reshape(1, 1, 3), weights(graph), 1e-12, "weights");
        assertClose(Nd4j.createFromArray(5 / 7.0, 17 / 7.0).reshape(1, 2, 1), context, 1e-12, "context");
        // The third position masked: 4 : 1.
        context = graph.output(false, new INDArray[] {q, m}, new INDArray[] {null, Nd4j.createFromArray(1.0, 1, 0)
            .reshape(1, 3)})[0];
        assertClose(Nd4j.createFromArray(0.8, 0.2, 0).reshape(1, 1, 3), weights(graph), 1e-12, "weights");
        assertClose(Nd4j.createFromArray(0.8, 0.2).reshape(1, 2, 1), context, 1e-12, "context");
    }

    @Test
    void aWorkedExampleOfAGate() {
        // The context of the example above, (5/7, 17/7), behind a gate of sigmoid(ln 4 · 1 + 0 · 5 + ln 2) = 8/9.
        var q = Nd4j.createFromArray(Math.log(4), 0).reshape(1, 2, 1);
        var m = Nd4j.createFromArray(new double[][] {{1, 0, 0.5}, {0, 1, 8}}).reshape(1, 2, 3);
        for (var type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            var graph = vertex(Attention.builder().score(DOT).query(2).memory(2).contextOnly(true).gated(true).build(), type);
            var table = graph.getVertex("attention").paramTable(false);
            assertEquals(List.of("g", "g0"), List.copyOf(table.keySet()));
            assertEquals(0, table.get("g0").getDouble(0), "the gate's bias begins with 0");
            table.get("g").assign(Nd4j.createFromArray(1.0, 5).reshape(2, 1));
            table.get("g0").assign(Math.log(2));
            assertClose(Nd4j.createFromArray(40 / 63.0, 136 / 63.0).reshape(1, 2, 1),
                graph.output(q.castTo(type), m.castTo(type))[0].castTo(DataType.DOUBLE), 1e-6, "gated context");
            assertClose(Nd4j.createFromArray(4 / 7.0, 1 / 7.0, 2 / 7.0).reshape(1, 1, 3), weights(graph).castTo(DataType.DOUBLE),
                1e-6, "the gate leaves the weights alone");
        }
    }

    @Test
    void aWorkedExampleOfThePenalty() {
        // Two queries (0), (0) over a memory of three positions, the third masked: each weight is 1/2, so each position has 1 of
        // both. With the second query masked each has 1/2: the penalty is 2 (1/4 + 1/4) = 1.
        var attention = Attention.builder().score(GENERAL).query(1).memory(1).contextOnly(true).doublyStochastic(2).build();
        for (var type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            var pass = Backends.choose(type).scoredAttention(attention.shape(), type, "test");
            var key = Nd4j.ones(type, 1, 1);
            var gradients = Attention.weights(name -> name.equals("K") ? Nd4j.create(type, 1, 1) : null);
            var queries = Nd4j.zeros(type, 1, 1, 2);
            var memory = Nd4j.createFromArray(1.0, 3, 9).castTo(type).reshape(1, 1, 3);
            var memoryMask = Nd4j.createFromArray(1.0, 1, 0).castTo(type).reshape(1, 3);
            var dQueries = Nd4j.create(type, 1, 1, 2);
            var dMemory = Nd4j.create(type, 1, 1, 3);
            for (int seen = 1; seen <= 2; seen++) {
                var mask = Nd4j.createFromArray(1.0, seen - 1.0).castTo(type).reshape(1, 2);
                pass.forward(Attention.weights(name -> name.equals("K") ? key : null),
                    new ScoredAttention.Attended(queries, mask, memory, memoryMask), null, Nd4j.create(type, 1, 1, 2), true);
                pass.backward(Nd4j.zeros(type, 1, 1, 2), gradients, dQueries, dMemory);
                // By the weights it is -2 · 2 · 1/2 = -2 at both positions: no score changes that, as the two weights sum to 1.
                assertClose(Nd4j.zeros(DataType.DOUBLE, 1, 1, 2), dQueries.castTo(DataType.DOUBLE), 1e-7, "queries");
                assertClose(Nd4j.zeros(DataType.DOUBLE, 1, 1, 3), dMemory.castTo(DataType.DOUBLE), 1e-7, "memory");
            }
            // Query ln 3 and keys 0 and 1: weights 1/4 and 3/4, by the weights -4 (3/4, 1/4) = (-3, -1), by the scores
            // a ∘ (d - a · d) with a · d = -3/2: (-3/8, 3/8); by the query 3/8 · 1 and by the memory ln 3 (-3/8, 3/8).
            memory = Nd4j.createFromArray(0.0, 1, 9).castTo(type).reshape(1, 1, 3);
            queries = Nd4j.createFromArray(Math.log(3), 7).castTo(type).reshape(1, 1, 2);
            pass.forward(Attention.weights(name -> name.equals("K") ? key : null), new ScoredAttention.Attended(queries,
                Nd4j.createFromArray(1.0, 0).castTo(type).reshape(1, 2), memory, memoryMask), null, Nd4j.create(type, 1, 1, 2), true);
            pass.backward(Nd4j.zeros(type, 1, 1, 2), gradients, dQueries, dMemory);
            double d = 3 / 8.0;
            assertClose(Nd4j.createFromArray(d, 0).reshape(1, 1, 2), dQueries.castTo(DataType.DOUBLE), 1e-6, "queries");
            assertClose(Nd4j.createFromArray(-d, d, 0).mul(Math.log(3)).reshape(1, 1, 3), dMemory.castTo(DataType.DOUBLE), 1e-6,
                "memory");
            assertEquals(d * Math.log(3), gradients.key().getDouble(0), 1e-6, "K");
        }
    }

    @Test
    void olderConfigurationsHaveNeitherGateNorPenalty() {
        var graph = SmallTranslation.graph(DataType.FLOAT, new NoOp(), 6, "attention", decoder(builder(GENERAL).build()));
        var json = graph.getConfiguration().toJson();
        var older = json.replaceAll(",\\s*\"(gated|doublyStochastic)\"\\s*:\\s*(false|0\\.0)", "");
        assertTrue(!older.equals(json) && !older.contains("gated") && !older.contains("doublyStochastic"), older);
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(older));
    }

    @Test
    void gateAndPenaltySurviveFileJsonAndClone(@TempDir Path folder) throws Exception {
        var attention = builder(GENERAL).gated(true).doublyStochastic(0.7).build();
        assertEquals(attention, attention.clone());
        assertNotEquals(attention, builder(GENERAL).gated(true).build());
        SmallTranslation.checkStorage(decoder(attention), 6, "attention", folder);
    }

    @ParameterizedTest
    @MethodSource("attentions")
    void whatIsMaskedMattersToNobody(Attention attention) {
        var graph = vertex((Attention) attention.clone(), DataType.FLOAT);
        var q = Nd4j.randn(DataType.FLOAT, 2, 6, 3);
        var m = Nd4j.randn(DataType.FLOAT, 2, 6, 4);
        var masks = new INDArray[] {Nd4j.createFromArray(new float[][] {{1, 1, 1}, {1, 0, 0}}),
            Nd4j.createFromArray(new float[][] {{1, 0, 1, 1}, {1, 1, 0, 0}})};
        var before = graph.output(false, new INDArray[] {q, m}, masks)[0].dup();
        var weights = weights(graph);
        var spoiled = m.dup();
        for (int f = 0; f < 6; f++) {
            spoiled.putScalar(new int[] {0, f, 1}, Float.NaN);
            spoiled.putScalar(new int[] {1, f, 3}, 1e30);
        }
        assertEquals(before, graph.output(false, new INDArray[] {q, spoiled}, masks)[0]);
        for (int b = 0; b < 2; b++) {
            for (int t = 0; t < 3; t++) {
                double sum = 0;
                for (int s = 0; s < 4; s++) {
                    double weight = weights.getDouble(b, t, s);
                    sum += weight;
                    assertTrue(masks[1].getDouble(b, s) != 0 || weight == 0, "a masked position has weight " + weight);
                }
                assertEquals(masks[0].getDouble(b, t), sum, 1e-6, "a distribution, or nothing for a masked query");
                assertTrue(masks[0].getDouble(b, t) != 0
                    || before.getDouble(b, 0, t) == 0 && before.getDouble(b, 4, t) == 0, "output of a masked query");
            }
        }
        // The batch's other examples don't matter either.
        var alone = graph.output(false, new INDArray[] {q.get(interval(1, 2),
            all(), interval(0, 1)),
            m.get(interval(1, 2), all(),
                interval(0, 2))}, null)[0];
        assertClose(before.tensorAlongDimension(0, 0, 1).getRow(1), alone.reshape(attention.shape().outputSize()), 1e-5, "alone");
    }

    @Test
    void aSentenceWithoutWordsIsRefused() {
        var graph = dot();
        var e = assertThrows(IllegalArgumentException.class, () -> graph.output(false, new INDArray[] {
            Nd4j.zeros(DataType.DOUBLE, 2, 2, 1), Nd4j.zeros(DataType.DOUBLE, 2, 2, 3)},
            new INDArray[] {null, Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 0, 0}})}));
        assertTrue(e.getMessage().contains("vertex attention: the memory's mask is 0 at all 3 positions of example 1"),
            e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("attentions")
    void notANumberIsNamed(Attention attention) {
        for (var backend : new String[] {"cpu", "nd4j"}) {
            Backends.use(backend);
            try {
                var graph = vertex((Attention) attention.clone(), DataType.FLOAT);
                var q = Nd4j.randn(DataType.FLOAT, 2, 6, 3);
                var m = Nd4j.randn(DataType.FLOAT, 2, 6, 4);
                var badQuery = q.dup();
                badQuery.putScalar(new int[] {1, 4, 2}, Float.NaN);
                assertNamed(graph, badQuery, m, "vertex attention: its queries hold NaN or infinity at step 2 (example 1)");
                var badMemory = m.dup();
                badMemory.putScalar(new int[] {0, 3, 1}, Float.POSITIVE_INFINITY);
                assertNamed(graph, q, badMemory, "vertex attention: the memory holds NaN or infinity at position 1 (example 0)");
                if (graph.params() != null && graph.params().length() > 0) {
                    graph.params().putScalar(0, Float.NaN);
                    assertNamed(graph, q, m, "vertex attention: its weights hold NaN or infinity");
                }
            } finally {
                Backends.use(null);
            }
        }
    }

    private static void assertNamed(ComputationGraph graph, INDArray q, INDArray m, String part) {
        var e = assertThrows(NotFiniteException.class, () -> graph.output(q, m));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void withoutParametersItTrainsWhatIsAroundIt() {
        var graph = SmallTranslation.graph(DataType.FLOAT, new Adam(0.05), 6, "attention",
            decoder(builder(DOT).contextOnly(true).build()));
        var batch = new org.nd4j.linalg.dataset.MultiDataSet(
            new INDArray[] {SmallTranslation.SOURCE, SmallTranslation.TARGET}, new INDArray[] {SmallTranslation.LABELS},
            new INDArray[] {SmallTranslation.SOURCE_MASK, SmallTranslation.TARGET_MASK}, null);
        graph.fit(batch);
        double before = graph.score();
        for (int i = 0; i < 30; i++) {
            graph.fit(batch);
        }
        assertTrue(graph.score() < before / 2, "loss went from " + before + " to " + graph.score());
    }

    @Test
    void mistakesAreNamed() {
        assertMessage(() -> Attention.builder().score(DOT).query(4).memory(6).build(),
            "the dot score multiplies queries of 4 numbers by a memory of 6");
        assertMessage(() -> Attention.builder().query(4).build(), "attention needs the sizes");
        assertMessage(() -> Attention.builder().query(4).memory(4).dropOut(1.5).build(), "given 1.5");
        for (double lambda : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertMessage(() -> Attention.builder().query(4).memory(4).doublyStochastic(lambda).build(),
                "doublyStochastic is the factor of a penalty, given " + lambda);
        }
        assertMessage(() -> new NeuralNetConfiguration.Builder().graphBuilder().addInputs("q", "m")
            .setInputTypes(InputType.recurrent(4), InputType.recurrent(5))
            .addVertex("attention", Attention.builder().score(GENERAL).query(4).memory(6).build(), "q", "m")
            .setOutputs("attention").build(), "takes a memory of 6 features");
        var graph = vertex(Attention.builder().score(ADDITIVE).query(4).memory(6).build(), DataType.FLOAT);
        assertMessage(() -> graph.output(Nd4j.zeros(2, 4, 3), Nd4j.zeros(1, 6, 3)),
            "vertex attention: the memory has shape [1, 6, 3], expected [2, 6, any] (batch first)");
        assertMessage(() -> graph.output(false, new INDArray[] {Nd4j.zeros(2, 4, 3), Nd4j.zeros(2, 6, 3)},
            new INDArray[] {null, Nd4j.ones(2, 4)}), "the memory's mask has shape [2, 4], expected [2, 3]");
        var e = assertThrows(IllegalStateException.class, () -> weights(vertex(builder(DOT).build(), DataType.FLOAT)));
        assertTrue(e.getMessage().contains("has not run over whole sequences yet"), e.getMessage());
    }

    private static void assertMessage(org.junit.jupiter.api.function.Executable body, String part) {
        var e = assertThrows(IllegalArgumentException.class, body);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
