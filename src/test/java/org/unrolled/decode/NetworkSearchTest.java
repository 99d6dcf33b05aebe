package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.FinalState;
import org.unrolled.nn.Lstm;
import org.unrolled.nn.RecurrentDecoder;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.TokenDecoder;
import org.unrolled.nn.TokenEmbedding;

/** Searches over a small encoder-decoder with random weights, against what the whole graph says about whole sentences. */
class NetworkSearchTest {
    private static final int VOCABULARY = 6;
    private static final SearchRules RULES = SearchRules.of(0, 1).maxLength(source -> 4);
    private static final int[][] SOURCES = {{2, 5, 3, 1}, {4}, {3, 3}, {5, 1, 2, 2, 4, 3}, {2, 4, 4}};

    private final ComputationGraph graph = graph();
    private final TokenDecoder decoder = new TokenDecoder(graph, "words", "out");

    @Test
    void aBeamOfAllFindsWhatTheWholeGraphFindsMostProbable() {
        var found = search(BeamSearch.builder(RULES).width(200).nBest(5).build(), 0, 1, 2, 3, 4);
        for (int sentence = 0; sentence < SOURCES.length; sentence++) {
            var truth = everything(SOURCES[sentence]);
            for (int rank = 0; rank < 5; rank++) {
                assertArrayEquals(truth.get(rank).tokens(), found.get(sentence).get(rank).tokens(),
                    truth.get(rank) + " and " + found.get(sentence).get(rank));
                assertEquals(truth.get(rank).logProbability(), found.get(sentence).get(rank).logProbability(), 1e-4);
            }
        }
        assertNotEquals(found.get(0).get(0).toString(), found.get(1).get(0).toString(), "the source matters");
    }

    /** All finished sequences of at most four tokens, ranked by their mean log-probability. */
    private List<Hypothesis> everything(int... source) {
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
            int[] read = IntStream.concat(IntStream.of(0), IntStream.of(tokens)).toArray();
            var probabilities = graph.output(Nd4j.createFromArray(new int[][] {source}), Nd4j.createFromArray(new int[][] {read}))[0];
            double sum = 0;
            for (int t = 0; t < read.length; t++) {
                sum += Math.log(probabilities.getDouble(0, t == tokens.length ? 1 : tokens[t], t));
            }
            return new Hypothesis(tokens, sum, sum / read.length, null, true);
        }).sorted(Comparator.comparingDouble(Hypothesis::score).reversed()).toList();
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aSentenceGetsTheSameAloneAndAmongOthers(Search search) {
        int[] order = {3, 0, 1, 4, 2, 1};
        var together = search(search, order);
        for (int i = 0; i < order.length; i++) {
            var alone = search(search, order[i]).get(0);
            assertEquals(alone.size(), together.get(i).size());
            for (int rank = 0; rank < alone.size(); rank++) {
                assertArrayEquals(alone.get(rank).tokens(), together.get(i).get(rank).tokens());
                assertEquals(alone.get(rank).score(), together.get(i).get(rank).score(), 1e-5);
            }
        }
    }

    static Stream<Search> searches() {
        var rules = SearchRules.of(0, 1);
        return Stream.of(new GreedySearch(rules), BeamSearch.builder(rules).width(4).nBest(4).build(),
            BeamSearch.builder(rules).width(3).lengthNormalisation(LengthNormalisation.none()).build(),
            new SamplingSearch(rules, Sampler.builder().topP(0.9).seed(4).build(), 3));
    }

    private List<List<Hypothesis>> search(Search search, int... sentences) {
        int longest = Arrays.stream(sentences).map(sentence -> SOURCES[sentence].length).max().orElse(0);
        var ids = new int[sentences.length][longest];
        var mask = new double[sentences.length][longest];
        for (int i = 0; i < sentences.length; i++) {
            int[] source = SOURCES[sentences[i]];
            System.arraycopy(source, 0, ids[i], 0, source.length);
            Arrays.fill(mask[i], 0, source.length, 1);
        }
        var start = decoder.start(new INDArray[] {Nd4j.createFromArray(ids), Nd4j.zeros(sentences.length, 1)},
            new INDArray[] {Nd4j.createFromArray(mask), null});
        return search.search(StepModel.of(decoder), start, Arrays.stream(sentences).map(each -> SOURCES[each].length).toArray());
    }

    private static ComputationGraph graph() {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(3).weightInit(WeightInit.NORMAL).graphBuilder()
            .addInputs("source", "target").setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
            .addLayer("sourceWords", new TokenEmbedding.Builder().nIn(VOCABULARY).nOut(8).build(), "source")
            .addLayer("encoder", Lstm.builder().nOut(12).build(), "sourceWords")
            .addVertex("state", new FinalState().withCellStateOf("encoder"), "encoder")
            .addLayer("words", new TokenEmbedding.Builder().nIn(VOCABULARY).nOut(8).build(), "target")
            .addVertex("decoder", new RecurrentDecoder(Lstm.builder().nIn(8).nOut(12).build()), "words", "state")
            .addLayer("out", new SoftmaxOutput.Builder().nOut(VOCABULARY).build(), "decoder").setOutputs("out").build());
        graph.init();
        // Larger weights, so that the sentences' answers differ clearly.
        graph.setParams(graph.params().mul(4));
        return graph;
    }
}
