package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.unrolled.nn.CloseTo.assertClose;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How a decoder finds its vertices, and what a state of several of them is. */
class TokenDecoderTest {
    private static final INDArray SOURCE = Nd4j.createFromArray(new int[][] {{1, 4, 2}, {2, 2, 0}});
    private static final INDArray MASK = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 1, 0}});

    @Test
    void severalVerticesInARowGoOnTogether() {
        var graph = graph(encoder()
            .addVertex("first", new RecurrentDecoder(Gru.builder().nIn(4).nOut(3).build()), "words", "state")
            .addVertex("second", new RecurrentDecoder(Lstm.builder().nIn(3).nOut(5).build()), "first")
            .addLayer("out", SoftmaxOutput.builder().nIn(5).nOut(6).build(), "second"));
        var target = Nd4j.createFromArray(new int[][] {{0, 3, 1, 4}, {0, 2, 5, 1}});
        var whole = graph.output(false, new INDArray[] {SOURCE, target}, new INDArray[] {MASK, null})[0];
        var decoder = new TokenDecoder(graph, "words", "out");
        assertEquals(6, decoder.vocabularySize());
        var state = decoder.start(new INDArray[] {SOURCE, Nd4j.zeros(2, 1)}, new INDArray[] {MASK, null});
        assertEquals(2, state.links().size());
        for (int t = 0; t < 4; t++) {
            var step = decoder.step(state, target.getColumn(t).toIntVector());
            assertClose(whole.tensorAlongDimension(t, 0, 1), org.nd4j.linalg.ops.transforms.Transforms
                .exp(step.logProbabilities()), 1e-5, "step " + t);
            assertEquals(null, step.attention(), "nothing attends here");
            state = step.state();
        }
        // A beam search's view: sequences picked, repeated and reordered go on as they would have.
        var picked = decoder.step(state.select(1, 0, 1), 1, 1, 1).logProbabilities();
        assertClose(decoder.step(state, 1, 1).logProbabilities().getRows(1, 0, 1), picked, 1e-6, "selected");
    }

    @Test
    void whatIsInTheWayIsNamed() {
        var bottleneck = graph(encoder()
            .addVertex("decoder", new RecurrentDecoder(Gru.builder().nIn(4).nOut(3).build()), "words", "state")
            .addLayer("bottleneck", new DenseLayer.Builder().nIn(3).nOut(3).build(), "decoder")
            .addLayer("out", SoftmaxOutput.builder().nIn(3).nOut(6).build(), "bottleneck"));
        assertFails(bottleneck, "words", "out", "\"bottleneck\", between the embedding \"words\" and the output \"out\", is a"
            + " DenseLayer");
        assertFails(bottleneck, "words", "decoder", "\"decoder\" has to be a SoftmaxOutput of the graph; it is not in it");
        assertFails(bottleneck, "encoder", "out", "\"encoder\" has to be a TokenEmbedding of the graph");

        var direct = graph(encoder().addLayer("out", SoftmaxOutput.builder().nIn(4).nOut(6).build(), "words"));
        assertFails(direct, "words", "out", "a decoder is missing");
        assertFails(direct, "sourceWords", "out", "\"words\", between the embedding \"sourceWords\"");

        var dense = graph(encoder().addVertex("decoder", new RecurrentDecoder(Gru.builder().nIn(4).nOut(3).build()), "target",
            "state").addLayer("out", SoftmaxOutput.builder().nIn(3).nOut(6).build(), "decoder"));
        assertFails(dense, "words", "out", "comes the graph's input \"target\"");

        var around = graph(encoder()
            .addVertex("both", new ElementWiseVertex(ElementWiseVertex.Op.Add), "words", "words")
            .addLayer("out", SoftmaxOutput.builder().nIn(4).nOut(6).build(), "both"));
        assertFails(around, "words", "out", "input \"words\" of \"both\" depends on the target's embedding");
    }

    private static void assertFails(ComputationGraph graph, String embedding, String output, String part) {
        var e = assertThrows(IllegalArgumentException.class, () -> new TokenDecoder(graph, embedding, output));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void aStateOfOtherSequencesIsRefused() {
        var graph = graph(encoder()
            .addVertex("decoder", new RecurrentDecoder(Gru.builder().nIn(4).nOut(3).build()), "words", "state")
            .addLayer("out", SoftmaxOutput.builder().nIn(3).nOut(6).build(), "decoder"));
        var decoder = new TokenDecoder(graph, "words", "out");
        var state = DecoderState.of(Nd4j.zeros(2, 3));
        var e = assertThrows(IllegalArgumentException.class, () -> decoder.step(state, 1));
        assertTrue(e.getMessage().contains("1 tokens for 2 sequences"), e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> decoder.step(state, 1, 2));
        assertTrue(e.getMessage().contains("begin with a state from start()"), e.getMessage());
    }

    @Test
    void selectingCopiesPartsAndSharesTheSource() {
        var memory = Nd4j.rand(DataType.FLOAT, 3, 2, 4);
        var h = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}, {5, 6}});
        var state = DecoderState.of(h).sharing(memory);
        var picked = state.select(2, 2, 0);
        assertEquals(Nd4j.createFromArray(new float[][] {{5, 6}, {5, 6}, {1, 2}}), picked.hidden());
        assertSame(memory, picked.shared().get(0), "the source is not copied");
        assertArrayEquals(new int[] {2, 2, 0}, picked.rows());
        var stepped = picked.with(picked.hidden().add(1)).select(1, 2);
        assertArrayEquals(new int[] {2, 0}, stepped.rows());
        assertEquals(Nd4j.createFromArray(new float[][] {{6, 7}, {2, 3}}), stepped.hidden());

        // Parts may be views with gaps, and of more than two dimensions.
        var cache = Nd4j.arange(24).reshape(2, 3, 4).castTo(DataType.FLOAT).permute(1, 0, 2);
        var half = cache.get(all(), all(),
            interval(1, 3));
        assertEquals(Nd4j.createFromArray(new float[][][] {{{9, 10}, {21, 22}}, {{1, 2}, {13, 14}}}),
            DecoderState.of(half).select(2, 0).hidden());

        var chain = DecoderState.chain(List.of(state, DecoderState.empty(3))).select(1);
        assertEquals(1, chain.sequences());
        assertArrayEquals(new int[] {1}, chain.links().get(0).rows());
        assertEquals(1, chain.links().get(1).sequences());
    }

    @Test
    void statesThatDoNotFitTogetherAreRefused() {
        var state = DecoderState.of(Nd4j.zeros(2, 3));
        for (Runnable mistake : List.<Runnable>of(() -> state.select(2), () -> state.with(Nd4j.zeros(3, 3)),
            () -> state.sharing(Nd4j.zeros(1, 3)), () -> DecoderState.of(),
            () -> DecoderState.chain(List.of(state, DecoderState.empty(1))))) {
            assertThrows(IllegalArgumentException.class, mistake::run);
        }
    }

    private static GraphBuilder encoder() {
        return new NeuralNetConfiguration.Builder().seed(7).graphBuilder().addInputs("source", "target")
            .addLayer("sourceWords", TokenEmbedding.builder().nIn(6).nOut(4).build(), "source")
            .addLayer("encoder", Gru.builder().nIn(4).nOut(3).build(), "sourceWords")
            .addVertex("state", FinalState.builder().build(), "encoder")
            .addLayer("words", TokenEmbedding.builder().nIn(6).nOut(4).build(), "target");
    }

    private static ComputationGraph graph(GraphBuilder builder) {
        var graph = new ComputationGraph(builder.allowDisconnected(true).setOutputs("out").build());
        graph.init();
        return graph;
    }
}
