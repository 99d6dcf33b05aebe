package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.Gru;
import org.unrolled.nn.Lstm;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.TokenEmbedding;
import org.unrolled.text.BytePairEncoding;
import org.unrolled.text.Vocabulary;
import org.unrolled.text.WordTokenizer;

class TextGeneratorTest {
    private static final Vocabulary LETTERS = Vocabulary.characters("abcd");

    @Test
    void aNetworkThatHasLearntARoundWritesIt() {
        var network = network(Lstm.builder().nOut(16).build());
        var round = LETTERS.encode("abcdabcdabcd");
        var ids = ids(Arrays.copyOf(round, 11));
        var next = ids(Arrays.copyOfRange(round, 1, 12));
        for (int i = 0; i < 150; i++) {
            network.fit(new DataSet(ids, next));
        }
        var generator = TextGenerator.of(network, LETTERS);
        assertEquals("abcdabcdab", generator.generate("ab", 8, Sampler.greedy()));
        assertEquals("cd", generator.generate("cd", 0, Sampler.greedy()));
    }

    /** Four threads, two generators of one network: each text is that which its thread would have got alone. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(300)
    void severalThreadsGetWhatOneGets(boolean graph) throws Exception {
        var network = network(Lstm.builder().nOut(16).build());
        var sameAsGraph = network.toComputationGraph();
        var generators = Stream.generate(() -> TextGenerator.of(graph ? LanguageModel.of(sameAsGraph) : LanguageModel.of(network),
            LETTERS)).limit(2).toList();
        var work = IntStream.range(0, 80).<Callable<String>>mapToObj(i -> () -> {
            var prime = "abcd".substring(i % 4) + "ab".repeat(i % 3);
            return generators.get(i % 2).generate(prime, 20 + i % 7, Sampler.builder().seed(i).build())
                + Arrays.toString(generators.get(i / 2 % 2).logProbabilities(prime));
        }).toList();
        var alone = new ArrayList<String>();
        for (var each : work) {
            alone.add(each.call());
        }
        var threads = Executors.newFixedThreadPool(4);
        try {
            var together = threads.invokeAll(work);
            for (int i = 0; i < work.size(); i++) {
                assertEquals(alone.get(i), together.get(i).get(), "number " + i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theNextSymbolsProbabilitiesAreThoseOfTheWholeTextAtOnce() {
        var network = network(Gru.builder().nOut(5).build());
        var whole = network.output(ids(LETTERS.encode("dabba"))).castTo(DataType.DOUBLE);
        var generator = TextGenerator.of(network, LETTERS);
        for (int length = 1; length <= 5; length++) {
            var scores = generator.logProbabilities("dabba".substring(0, length));
            for (int id = 0; id < 4; id++) {
                assertEquals(Math.log(whole.getDouble(0, id, length - 1)), scores[id], 1e-5, length + " letters, id " + id);
            }
        }
    }

    @Test
    void readingInPiecesIsReadingAtOnce() {
        var model = LanguageModel.of(network(Lstm.builder().nOut(5).build()));
        var atOnce = model.logProbabilities(3, 0, 1, 1);
        var state = model.read(model.read(model.start(), 3, 0).state(), 1).state();
        assertArrayEquals(atOnce, model.read(state, 1).logProbabilities().getRow(0).toDoubleVector(), 1e-6);
        assertArrayEquals(atOnce, model.step(state, 1).logProbabilities().getRow(0).toDoubleVector(), 1e-6, "a state stays what it was");
    }

    @Test
    void severalTextsAtOnceAreSingleTexts() {
        var model = LanguageModel.of(network(Gru.builder().nOut(5).build()));
        var first = model.step(model.start(), 2).state();
        var two = model.step(model.select(first, 0, 0), 1, 3);
        var swapped = model.step(model.select(two.state(), 1, 0), 0, 1).logProbabilities();
        assertArrayEquals(model.logProbabilities(2, 3, 0), swapped.getRow(0).toDoubleVector(), 1e-6);
        assertArrayEquals(model.logProbabilities(2, 1, 1), swapped.getRow(1).toDoubleVector(), 1e-6);
        assertThrows(IllegalArgumentException.class, () -> model.step(two.state(), 1));
    }

    @Test
    void whatStaysTheSameIsReadBesideEachToken() {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(3).graphBuilder().addInputs("token", "topic")
            .setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
            .addLayer("topics", TokenEmbedding.builder().nIn(2).nOut(3).build(), "topic")
            .addLayer("tokens", TokenEmbedding.builder().nIn(4).nOut(3).build(), "token")
            .addVertex("both", new MergeVertex(), "tokens", "topics").addLayer("cell", Lstm.builder().nOut(5).build(), "both")
            .addLayer("output", SoftmaxOutput.builder().nOut(4).build(), "cell").setOutputs("output").build());
        graph.init();
        var topic = ids(new int[] {1}).reshape(1, 1, 1);
        var whole = graph.output(ids(new int[] {2, 0, 3}).reshape(1, 1, 3), Nd4j.ones(1, 1, 3))[0];
        assertEquals(Math.log(whole.getDouble(0, 1, 2)), LanguageModel.of(graph, topic).logProbabilities(2, 0, 3)[1], 1e-5);
        assertThrows(IllegalArgumentException.class, () -> LanguageModel.of(graph));
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256, 257, 512, 600})
    void aLongTextIsReadToItsEnd(int length) {
        var network = network(Gru.builder().nOut(5).build());
        var random = new Random(length);
        var text = random.ints(length, 0, 4).toArray();
        var whole = network.output(ids(text));
        assertEquals(Math.log(whole.getDouble(0, 2, length - 1)), LanguageModel.of(network).logProbabilities(text)[2], 1e-5);
        assertThrows(IllegalArgumentException.class, () -> LanguageModel.of(network).logProbabilities());
    }

    @Test
    void samplingInTheMiddleOfATrainingLeavesItsStatesAlone() {
        var network = network(Lstm.builder().nOut(5).build());
        var layer = (RecurrentLayer) network.getLayer(1);
        network.rnnActivateUsingStoredState(ids(new int[] {0, 1, 2}), true, true);
        network.rnnTimeStep(ids(new int[] {3, 3}).reshape(1, 1, 2));
        var carried = layer.rnnGetTBPTTState();
        var stepped = layer.rnnGetPreviousState();
        TextGenerator.of(network, LETTERS).generate("abc", 20, Sampler.builder().seed(1).build());
        assertFalse(carried.isEmpty());
        assertEquals(carried, layer.rnnGetTBPTTState());
        assertEquals(stepped, layer.rnnGetPreviousState());
    }

    @Test
    void oneSeedGivesOneText() {
        var generator = TextGenerator.of(network(Gru.builder().nOut(5).build()), LETTERS);
        var first = generator.generate("a", 30, Sampler.builder().seed(4).build());
        assertEquals(31, first.length());
        assertEquals(first, generator.generate("a", 30, Sampler.builder().seed(4).build()));
        assertFalse(first.equals(generator.generate("a", 30, Sampler.builder().seed(5).build())));
    }

    @Test
    void oneHotNetworksAndGraphsWriteToo() {
        var plain = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
            .layer(new LSTM.Builder().nIn(4).nOut(5).activation(Activation.TANH).build())
            .layer(new RnnOutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
            .setInputType(InputType.recurrent(4)).build());
        plain.init();
        var oneHot = Nd4j.zeros(1, 4, 2);
        oneHot.putScalar(0, 2, 0, 1).putScalar(0, 1, 1, 1);
        var scores = TextGenerator.of(plain, LETTERS).logProbabilities("cb");
        assertEquals(Math.log(plain.output(oneHot).getDouble(0, 3, 1)), scores[3], 1e-6);

        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(1).graphBuilder().addInputs("ids")
            .setInputTypes(InputType.recurrent(1))
            .addLayer("rnn", Gru.builder().tokenInput(true).nIn(4).nOut(5).build(), "ids")
            .addLayer("out", SoftmaxOutput.builder().nOut(4).build(), "rnn").setOutputs("out").build());
        graph.init();
        var whole = graph.output(ids(new int[] {2, 1}).reshape(1, 1, 2))[0];
        scores = TextGenerator.of(LanguageModel.of(graph), LETTERS).logProbabilities("cb");
        assertEquals(Math.log(whole.getDouble(0, 3, 1)), scores[3], 1e-5);
    }

    @Test
    void unknownCharactersOfThePrimeAreNamed() {
        var generator = TextGenerator.of(new Counting(4), LETTERS);
        var wrong = assertThrows(IllegalArgumentException.class, () -> generator.generate("aß\tb€ß", 5, Sampler.greedy()));
        assertEquals("the prime has 'ß', U+0009, '€', unknown to the model: expected only what its training text had,"
            + " 4 characters: a b c d", wrong.getMessage());
        var many = assertThrows(IllegalArgumentException.class, () -> generator.generate("efghijklmnop", 5, Sampler.greedy()));
        assertTrue(many.getMessage().contains("'m', 'n' and 2 more, unknown"), many.getMessage());
    }

    @Test
    void anUnknownWordIsReadAsSuchIfTheTrainingHadThem() {
        var words = Vocabulary.words(List.of("the", "cat", "sat"), 1, Vocabulary.UNKNOWN);
        var model = new Counting(4);
        assertTrue(TextGenerator.of(model, words).generate("the zebra", 1, Sampler.greedy()).startsWith("the zebra "));
        assertEquals(List.of(words.id("the"), 0), model.read);
    }

    @Test
    void aVocabularyThatDoesNotFitTheModelIsRefused() {
        var wrong = assertThrows(IllegalArgumentException.class,
            () -> TextGenerator.of(network(Gru.builder().nOut(5).build()), Vocabulary.characters("abcde")));
        assertEquals("the vocabulary has 5 symbols, the model was trained with 4: load both from the same checkpoint",
            wrong.getMessage());
    }

    @Test
    void anEmptyPrimeNeedsAStartSymbol() {
        var wrong = assertThrows(IllegalArgumentException.class,
            () -> TextGenerator.of(new Counting(4), LETTERS).generate("", 5, Sampler.greedy()));
        assertEquals("the prime is empty: give at least one character to begin with", wrong.getMessage());
        var sentences = Vocabulary.characters("abcd", Vocabulary.START, Vocabulary.END);
        var model = new Counting(6);
        // The model counts up and around: after <start>, <end>, which ends the text; after d, <start>.
        assertEquals("", TextGenerator.of(model, sentences).generate("", 5, Sampler.greedy()));
        assertEquals(List.of(0), model.read);
        assertEquals("bcd<start>", TextGenerator.of(model, sentences).generate("b", 5, Sampler.greedy()));
    }

    @Test
    void theStartSymbolIsReadBeforeThePrime() {
        var sentences = Vocabulary.characters("abcd", Vocabulary.START);
        var model = new Counting(5);
        TextGenerator.of(model, sentences).generate("ca", 0, Sampler.greedy());
        assertEquals(List.of(0, 3, 1), model.read);
        assertArrayEquals(new int[] {1, 2, 3, 4, 0, 1}, TextGenerator.of(model, sentences).generate(new int[0], 6, Sampler.greedy()));
        assertArrayEquals(new int[] {4}, TextGenerator.of(model, sentences).generate(new int[] {3}, 1, Sampler.greedy()));
        assertEquals(List.of(3), model.read);
    }

    @Test
    void theTokeniserOfTheTrainingCutsAndJoins() {
        var text = "low lower lowest low lower";
        var pieces = BytePairEncoding.learn(text, 6);
        var vocabulary = pieces.vocabulary();
        var written = TextGenerator.of(new Counting(vocabulary.size()), vocabulary, pieces).generate("low low", 2, Sampler.greedy());
        assertTrue(written.startsWith("low low"), written);
        var words = new WordTokenizer();
        var dont = Vocabulary.words(words.tokens("stop , don't"), 1);
        assertEquals("don't stop,", TextGenerator.of(new Counting(3) {
            @Override
            public Step<Integer> step(Integer read, int... tokens) {
                int next = tokens[0] == dont.id("don't") ? dont.id("stop") : dont.id(",");
                return Step.of(read + 1, new double[][] {scores(next)});
            }
        }, dont, words).generate("don't", 2, Sampler.greedy()));
        var wrong = assertThrows(IllegalArgumentException.class,
            () -> TextGenerator.of(new Counting(vocabulary.size()), vocabulary));
        assertEquals("the tokeniser makes symbols of kind WORD, the vocabulary holds symbols of kind SUBWORD: take the"
            + " tokeniser of the training, of(model, vocabulary, tokenizer)", wrong.getMessage());
    }

    @Test
    void aBidirectionalNetworkCanNotWrite() {
        var network = network(new BidirectionalRecurrent(Gru.builder().nOut(4).build()));
        var wrong = assertThrows(IllegalArgumentException.class, () -> TextGenerator.of(network, LETTERS));
        assertTrue(wrong.getMessage().startsWith("the network has a bidirectional layer, which needs the whole text"), wrong.getMessage());
    }

    @Test
    void aNegativeLengthAndAForeignIdAreRefused() {
        var generator = TextGenerator.of(network(Gru.builder().nOut(5).build()), LETTERS);
        assertThrows(IllegalArgumentException.class, () -> generator.generate("a", -1, Sampler.greedy()));
        var wrong = assertThrows(IllegalArgumentException.class, () -> generator.generate(new int[] {0, 4}, 1, Sampler.greedy()));
        assertEquals("token 4 is none of the model's: expected 0 to 3", wrong.getMessage());
    }

    @Test
    void theStopButtonStopsTheWriting() {
        var generator = TextGenerator.of(new Counting(4), LETTERS);
        Thread.currentThread().interrupt();
        assertThrows(Interrupted.class, () -> generator.generate("a", 10, Sampler.greedy()));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    /** After each token the next one up, after the last the first. */
    private static class Counting implements LanguageModel<Integer> {
        final List<Integer> read = new ArrayList<>();
        private final int size;

        Counting(int size) {
            this.size = size;
        }

        @Override
        public int vocabularySize() {
            return size;
        }

        @Override
        public Integer start() {
            read.clear();
            return 0;
        }

        @Override
        public int sequences(Integer read) {
            return 1;
        }

        @Override
        public Integer select(Integer read, int... rows) {
            return read;
        }

        @Override
        public Step<Integer> step(Integer read, int... tokens) {
            this.read.add(tokens[0]);
            return Step.of(read + 1, new double[][] {scores((tokens[0] + 1) % size)});
        }

        double[] scores(int certain) {
            var scores = new double[size];
            Arrays.fill(scores, Double.NEGATIVE_INFINITY);
            scores[certain] = 0;
            return scores;
        }
    }

    private static MultiLayerNetwork network(Layer layer) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(new FusedAdam(0.02)).list()
            .layer(TokenEmbedding.builder().nIn(4).nOut(6).build()).layer(layer)
            .layer(SoftmaxOutput.builder().nOut(4).build()).setInputType(InputType.recurrent(1)).build());
        network.init();
        return network;
    }

    private static INDArray ids(int[] ids) {
        return Nd4j.createFromArray(new int[][] {ids});
    }
}
