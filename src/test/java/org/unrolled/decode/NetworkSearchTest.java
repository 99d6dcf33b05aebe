package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.Attention;
import org.unrolled.nn.AttentionVertex;
import org.unrolled.nn.AttentiveDecoder;
import org.unrolled.nn.FinalState;
import org.unrolled.nn.LayerNormalization;
import org.unrolled.nn.Lstm;
import org.unrolled.nn.PositionalEncoding;
import org.unrolled.nn.RecurrentDecoder;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.StepLinear;
import org.unrolled.nn.TokenDecoder;
import org.unrolled.nn.TokenEmbedding;
import org.unrolled.nn.TransformerDecoderBlock;
import org.unrolled.nn.backend.AttentionScore;

/** Searches over a small encoder-decoder with random weights, against what the whole graph says about whole sentences. */
class NetworkSearchTest {
    private static final int VOCABULARY = 6;
    private static final SearchRules RULES = SearchRules.of(0, 1).maxLength(source -> 4);
    private static final int[][] SOURCES = {{2, 5, 3, 1}, {4}, {3, 3}, {5, 1, 2, 2, 4, 3}, {2, 4, 4}};

    /** What stands between the target's embedding and the output. */
    private enum Decoder {
        CONTEXT_VECTOR, ATTENTION, INPUT_FEEDING, TRANSFORMER
    }

    @ParameterizedTest
    @EnumSource
    void aBeamOfAllFindsWhatTheWholeGraphFindsMostProbable(Decoder kind) {
        var graph = graph(kind, DataType.FLOAT);
        var found = search(graph, BeamSearch.builder(RULES).width(200).nBest(5).build(), 0, 1, 2, 3, 4);
        for (int sentence = 0; sentence < SOURCES.length; sentence++) {
            var truth = everything(graph, SOURCES[sentence]);
            for (int rank = 0; rank < 5; rank++) {
                assertArrayEquals(truth.get(rank).tokens(), found.get(sentence).get(rank).tokens(),
                    truth.get(rank) + " and " + found.get(sentence).get(rank));
                assertEquals(truth.get(rank).logProbability(), found.get(sentence).get(rank).logProbability(), 1e-4);
            }
        }
        assertNotEquals(found.get(0).get(0).toString(), found.get(1).get(0).toString(), "the source matters");
    }

    /** All finished sequences of at most four tokens, ranked by their mean log-probability. */
    private static List<Hypothesis> everything(ComputationGraph graph, int... source) {
        var sequences = new ArrayList<int[]>(List.of(new int[0]));
        for (int from = 0, length = 1; length < 4; length++) {
            int to = sequences.size();
            for (; from < to; from++) {
                for (int id = 2; id < VOCABULARY; id++) {
                    sequences.add(IntStream.concat(IntStream.of(sequences.get(from)), IntStream.of(id)).toArray());
                }
            }
        }
        return sequences.stream().map(tokens -> {
            int[] read = read(tokens);
            var probabilities = graph.output(Nd4j.createFromArray(new int[][] {source}), Nd4j.createFromArray(new int[][] {read}))[0];
            double sum = 0;
            for (int t = 0; t < read.length; t++) {
                sum += Math.log(probabilities.getDouble(0, t == tokens.length ? 1 : tokens[t], t));
            }
            return new Hypothesis(tokens, sum, sum / read.length, null, true);
        }).sorted(Comparator.comparingDouble(Hypothesis::score).reversed()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aSentenceGetsTheSameAloneAndAmongOthers(Decoder kind) {
        // In double precision nothing but the searches' rounding to float is left; floats are what is used.
        assertIndependent(graph(kind, DataType.DOUBLE), 1e-6);
        assertIndependent(graph(kind, DataType.FLOAT), 1e-4);
    }

    private static void assertIndependent(ComputationGraph graph, double tolerance) {
        int[] order = {3, 0, 1, 4, 2, 1};
        for (var search : searches()) {
            var together = search(graph, search, order);
            for (int i = 0; i < order.length; i++) {
                var alone = search(graph, search, order[i]).get(0);
                assertEquals(alone.size(), together.get(i).size());
                for (int rank = 0; rank < alone.size(); rank++) {
                    assertSame(alone.get(rank), together.get(i).get(rank), SOURCES[order[i]].length, tolerance);
                }
            }
        }
    }

    private static void assertSame(Hypothesis expected, Hypothesis actual, int source, double tolerance) {
        assertArrayEquals(expected.tokens(), actual.tokens(), expected + " and " + actual);
        assertEquals(expected.score(), actual.score(), tolerance * Math.abs(expected.score()));
        assertEquals(expected.attention() == null, actual.attention() == null);
        for (int t = 0; expected.attention() != null && t < expected.tokens().length; t++) {
            assertEquals(source, actual.attention()[t].length);
            assertArrayEquals(expected.attention()[t], actual.attention()[t], tolerance);
        }
    }

    @Test
    void theAttentionIsThatOfThePassOverTheWholeSentence() {
        var graph = graph(Decoder.ATTENTION, DataType.FLOAT);
        var rules = SearchRules.of(0, 1).minLength(3);
        var found = search(graph, BeamSearch.builder(rules).width(4).nBest(4).build(), 3, 1, 0).get(0);
        for (var each : found) {
            graph.output(Nd4j.createFromArray(new int[][] {SOURCES[3]}), Nd4j.createFromArray(new int[][] {read(each.tokens())}));
            var whole = ((AttentionVertex) graph.getVertex("attention")).attention();
            for (int t = 0; t < each.tokens().length; t++) {
                for (int j = 0; j < SOURCES[3].length; j++) {
                    assertEquals(whole.getDouble(0, t, j), each.attention()[t][j], 1e-5);
                }
            }
        }
    }

    private static int[] read(int... tokens) {
        return IntStream.concat(IntStream.of(0), IntStream.of(tokens)).toArray();
    }

    private static List<Search> searches() {
        var rules = SearchRules.of(0, 1);
        return List.of(new GreedySearch(rules), BeamSearch.builder(rules).width(4).nBest(4).build(),
            BeamSearch.builder(rules).width(3).lengthNormalisation(LengthNormalisation.none()).build(),
            new SamplingSearch(rules, Sampler.builder().topP(0.9).seed(4).build(), 3));
    }

    private static List<List<Hypothesis>> search(ComputationGraph graph, Search search, int... sentences) {
        int longest = Arrays.stream(sentences).map(sentence -> SOURCES[sentence].length).max().orElse(0);
        var ids = new int[sentences.length][longest];
        var mask = new double[sentences.length][longest];
        for (int i = 0; i < sentences.length; i++) {
            int[] source = SOURCES[sentences[i]];
            System.arraycopy(source, 0, ids[i], 0, source.length);
            Arrays.fill(mask[i], 0, source.length, 1);
        }
        var decoder = new TokenDecoder(graph, "words", "out");
        var start = decoder.start(new INDArray[] {Nd4j.createFromArray(ids), Nd4j.zeros(sentences.length, 1)},
            new INDArray[] {Nd4j.createFromArray(mask), null});
        return search.search(StepModel.of(decoder), start, Arrays.stream(sentences).map(each -> SOURCES[each].length).toArray());
    }

    private static ComputationGraph graph(Decoder kind, DataType type) {
        var cell = Lstm.builder().nIn(8).nOut(12).build();
        var attention = Attention.builder().query(12).memory(12).nOut(12).score(AttentionScore.ADDITIVE).build();
        var builder = new NeuralNetConfiguration.Builder().seed(3).dataType(type).graphBuilder()
            .addInputs("source", "target").setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
            .addLayer("sourceWords", TokenEmbedding.builder().nIn(VOCABULARY).nOut(8).build(), "source")
            .addLayer("encoder", Lstm.builder().nOut(12).build(), "sourceWords")
            .addVertex("state", FinalState.builder().cellStateOf("encoder").build(), "encoder")
            .addLayer("words", TokenEmbedding.builder().nIn(VOCABULARY).nOut(8).build(), "target");
        var last = switch (kind) {
            case CONTEXT_VECTOR -> {
                builder.addVertex("decoder", new RecurrentDecoder(cell), "words", "state")
                    .addVertex("bottleneck", StepLinear.builder().nIn(12).nOut(12).build(), "decoder");
                yield "bottleneck";
            }
            case ATTENTION -> {
                builder.addVertex("decoder", new RecurrentDecoder(cell), "words", "state")
                    .addVertex("attention", attention, "decoder", "encoder");
                yield "attention";
            }
            case INPUT_FEEDING -> {
                builder.addVertex("decoder", new AttentiveDecoder(cell, attention), "words", "encoder", "state");
                yield "decoder";
            }
            case TRANSFORMER -> {
                builder.addVertex("positions", PositionalEncoding.builder().build(), "words")
                    .addVertex("first", TransformerDecoderBlock.builder().size(8).heads(2).feedForward(16).memorySize(12).build(), "positions", "encoder")
                    .addVertex("second", TransformerDecoderBlock.builder().size(8).heads(2).feedForward(16).memorySize(12).build(), "first", "encoder")
                    .addVertex("norm", new LayerNormalization(8), "second")
                    .addVertex("up", StepLinear.builder().nIn(8).nOut(12).build(), "norm");
                yield "up";
            }
        };
        var graph = new ComputationGraph(builder.addLayer("out", SoftmaxOutput.builder().nIn(12).nOut(VOCABULARY).build(), last)
            .allowDisconnected(true).setOutputs("out").build());
        graph.init();
        // Larger weights, so that the sentences' answers differ clearly.
        graph.setParams(graph.params().mul(4));
        return graph;
    }
}
