package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unrolled.nn.CloseTo.assertClose;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.NotFiniteException;

class AttentiveDecoderTest {
    static Stream<AttentiveDecoder> decoders() {
        return Stream.of(
            decoder(Lstm.builder(), AttentionScore.GENERAL, false, 1),
            decoder(Lstm.builder().peepholes(true).dropOut(new FusedDropout(0.7)), AttentionScore.ADDITIVE, false, 0.6),
            decoder(Lstm.builder(), AttentionScore.DOT, true, 0.5),
            decoder(Gru.builder().recurrentDropOut(0.7), AttentionScore.DOT, false, 1),
            decoder(Gru.builder().resetAfter(true), AttentionScore.ADDITIVE, true, 1),
            decoder(VanillaRnn.builder(), AttentionScore.GENERAL, false, 0.6),
            decoder(Lstm.builder(), gated(0).score(AttentionScore.ADDITIVE).dropOut(0.6)),
            decoder(Gru.builder(), gated(0).score(AttentionScore.DOT).contextOnly(true)));
    }

    private static Attention.Builder gated(double lambda) {
        return Attention.builder().query(6).memory(6).hidden(4).nOut(5).gated(true).doublyStochastic(lambda);
    }

    private static AttentiveDecoder decoder(RecurrentConfiguration.Builder<?> cell, Attention.Builder attention) {
        return new AttentiveDecoder((RecurrentConfiguration) cell.nIn(4).nOut(6).build(), attention.build());
    }

    private static AttentiveDecoder decoder(RecurrentConfiguration.Builder<?> cell, AttentionScore score, boolean contextOnly,
                                            double dropOut) {
        var attention = Attention.builder().score(score).query(6).memory(6).hidden(4).nOut(5).dropOut(dropOut);
        return decoder(cell, contextOnly ? attention.contextOnly(true) : attention);
    }

    private static int size(AttentiveDecoder decoder) {
        return decoder.settings().attention().shape().outputSize();
    }

    private static UnaryOperator<GraphBuilder> vertices(AttentiveDecoder decoder) {
        return graph -> SmallTranslation.withState(graph)
            .addVertex("decoder", decoder.clone(), "words", "memory", "state");
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void gradientsOfAnEncoderDecoderAreRight(AttentiveDecoder decoder) {
        SmallTranslation.checkGradients(SmallTranslation.checkable(size(decoder), "decoder", vertices(decoder)));
    }

    @Test
    void gradientsOfThePenaltyAreRight() {
        for (var decoder : List.of(decoder(Lstm.builder(), gated(0.8)),
                decoder(Gru.builder(), gated(1.5).score(AttentionScore.ADDITIVE).contextOnly(true)))) {
            SmallTranslation.checkPenalty(SmallTranslation.checkable(size(decoder), "decoder", vertices(decoder)),
                decoder.settings().attention().settings().doublyStochastic(),
                graph -> ((AttentiveDecoderVertex) graph.getVertex("decoder")).attention());
        }
    }

    @Test
    void thePenaltyIsOfTrainingAlone() {
        var inputs = new INDArray[] {SmallTranslation.SOURCE, SmallTranslation.TARGET};
        var batch = new MultiDataSet(inputs, new INDArray[] {SmallTranslation.LABELS},
            new INDArray[] {SmallTranslation.SOURCE_MASK, SmallTranslation.TARGET_MASK}, null);
        var graphs = Stream.of(0.0, 1.0).map(lambda -> SmallTranslation.graph(DataType.FLOAT, new Adam(0.01), 5, "decoder",
            vertices(decoder(Lstm.builder(), gated(lambda))))).toList();
        graphs.get(1).params().assign(graphs.get(0).params());
        assertEquals(graphs.get(0).output(inputs)[0], graphs.get(1).output(inputs)[0]);
        assertEquals(graphs.get(0).score(batch), graphs.get(1).score(batch));
        graphs.forEach(graph -> graph.fit(batch));
        assertEquals(graphs.get(0).score(), graphs.get(1).score(), "the loss of training is that of the outputs");
        assertNotEquals(graphs.get(0).params(), graphs.get(1).params());
    }

    @Test
    void gradientsWithoutAnInitialStateAreRight() {
        var decoder = decoder(Lstm.builder(), AttentionScore.GENERAL, false, 0.6);
        SmallTranslation.checkGradients(SmallTranslation.checkable(5, "decoder",
            graph -> graph.addVertex("decoder", decoder.clone(), "words", "memory")));
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void stepByStepGivesWhatTheWholeSequenceGives(AttentiveDecoder decoder) {
        for (var backend : new String[] {"cpu", "nd4j"}) {
            Backends.use(backend);
            try {
                var graph = SmallTranslation.graph(DataType.FLOAT, new NoOp(), size(decoder), "decoder", vertices(decoder));
                var steps = SmallTranslation.checkSteps(graph);
                graph.output(false, new INDArray[] {SmallTranslation.SOURCE, SmallTranslation.TARGET},
                    new INDArray[] {SmallTranslation.SOURCE_MASK, null});
                assertClose(((AttentiveDecoderVertex) graph.getVertex("decoder")).attention(), steps, 1e-5, "weights");
            } finally {
                Backends.use(null);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void survivesFileJsonAndClone(AttentiveDecoder decoder, @TempDir Path folder) throws Exception {
        SmallTranslation.checkStorage(vertices(decoder), size(decoder), "decoder", folder);
    }

    @Test
    void withoutFeedingItIsADecoderAndAnAttention() {
        var decoder = decoder(Lstm.builder(), AttentionScore.GENERAL, false, 1);
        var fed = SmallTranslation.graph(DataType.FLOAT, new NoOp(), 5, "decoder", vertices(decoder));
        var plain = SmallTranslation.graph(DataType.FLOAT, new NoOp(), 5, "attention", graph ->
            SmallTranslation.withState(graph).addVertex("decoder", new RecurrentDecoder((RecurrentConfiguration) decoder.settings().cell().clone()),
                "words", "state")
            .addVertex("attention", decoder.settings().attention().clone(), "decoder", "memory"));
        var inputs = new INDArray[] {SmallTranslation.SOURCE, SmallTranslation.TARGET};
        var masks = new INDArray[] {SmallTranslation.SOURCE_MASK, SmallTranslation.TARGET_MASK};
        for (var part : new String[] {"sourceWords", "memory", "words", "out"}) {
            plain.getLayer(part).params().assign(fed.getLayer(part).params());
        }
        for (var vertex : new String[] {"decoder", "attention"}) {
            plain.getVertex(vertex).paramTable(false).forEach((key, array) ->
                array.assign(fed.getVertex("decoder").paramTable(false).get(key)));
        }
        var withFeeding = fed.output(false, inputs, masks)[0].dup();
        var feed = fed.getVertex("decoder").paramTable(false).get(AttentiveDecoder.FEED);
        assertTrue(withFeeding.sub(plain.output(false, inputs, masks)[0]).amaxNumber().doubleValue() > 1e-3,
            "input feeding changes something");
        feed.assign(0);
        assertClose(plain.output(false, inputs, masks)[0], fed.output(false, inputs, masks)[0], 1e-5, "F = 0");
    }

    @Test
    void mistakesAndNotANumberAreNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> new AttentiveDecoder(
            Lstm.builder().nIn(4).nOut(5).build(), Attention.builder().query(6).memory(6).build()));
        assertTrue(e.getMessage().contains("takes queries of 6 numbers, the cell's state has 5"), e.getMessage());

        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("x", "m", "s")
            .addVertex("decoder", decoder(Gru.builder(), AttentionScore.GENERAL, false, 1), "x", "m", "s")
            .setOutputs("decoder").build());
        graph.init();
        var x = Nd4j.randn(DataType.FLOAT, 2, 4, 3);
        var m = Nd4j.randn(DataType.FLOAT, 2, 6, 2);
        e = assertThrows(IllegalArgumentException.class, () -> graph.output(x, m, Nd4j.zeros(2, 12)));
        assertTrue(e.getMessage().contains("decoder decoder (Cell[") && e.getMessage().contains("given 12"), e.getMessage());
        for (var backend : new String[] {"cpu", "nd4j"}) {
            Backends.use(backend);
            try {
                var other = graph.clone();
                var badX = x.dup();
                badX.putScalar(new int[] {1, 2, 1}, Float.NaN);
                assertNamed(other, badX, m, "decoder: its input is NaN at step 1 (example 1, feature 2)");
                var badMemory = m.dup();
                badMemory.putScalar(new int[] {1, 5, 1}, Float.NaN);
                assertNamed(other, x, badMemory, "vertex decoder: the memory holds NaN or infinity at position 1 (example 1)");
            } finally {
                Backends.use(null);
            }
        }
    }

    private static void assertNamed(ComputationGraph graph, INDArray x, INDArray m, String part) {
        var e = assertThrows(NotFiniteException.class, () -> graph.output(x, m, Nd4j.zeros(2, 6)));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
