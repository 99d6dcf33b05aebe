package org.unrolled.ctc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.unrolled.decode.LanguageModel;
import org.unrolled.decode.NGramModel;

class PrefixBeamTest {
    private static final NGramModel MODEL = NGramModel.train(List.of(new int[] {0, 1, 2, 1, 2, 3, 3}, new int[] {0, 2, 2, 1, 3, 1}), 3, 4);

    private static float[][] random(Random random, int steps, int symbols) {
        var rows = new float[steps][symbols];
        for (var row : rows) {
            var odds = IntStream.range(0, symbols).mapToDouble(k -> Math.exp(random.nextGaussian())).toArray();
            double sum = Arrays.stream(odds).sum();
            IntStream.range(0, symbols).forEach(k -> row[k] = (float) Math.log(odds[k] / sum));
        }
        return rows;
    }

    /** Algorithm 1 of Hannun et al. as it is printed, in probabilities, with a table of texts; blank 0. Scores of the last beam. */
    private static Map<List<Integer>, Double> printed(float[][] rows, int width, boolean known) {
        Map<List<Integer>, double[]> beam = new LinkedHashMap<>();
        beam.put(List.of(), new double[] {1, 0});
        for (var row : rows) {
            var next = new HashMap<List<Integer>, double[]>();
            beam.forEach((text, p) -> {
                var same = next.computeIfAbsent(text, t -> new double[2]);
                same[0] += (p[0] + p[1]) * Math.exp(row[0]);
                for (int k = 1; k < row.length; k++) {
                    boolean repeated = !text.isEmpty() && text.get(text.size() - 1) == k;
                    var longer = new ArrayList<>(text);
                    longer.add(k);
                    next.computeIfAbsent(longer, t -> new double[2])[1] += (repeated ? p[0] : p[0] + p[1]) * Math.exp(row[k]);
                    same[1] += repeated ? p[1] * Math.exp(row[k]) : 0;
                }
            });
            beam.clear();
            next.entrySet().stream().sorted((a, b) -> Double.compare(score(b, known), score(a, known))).limit(width)
                .forEach(entry -> beam.put(entry.getKey(), entry.getValue()));
        }
        var scores = new HashMap<List<Integer>, Double>();
        beam.entrySet().forEach(entry -> scores.put(entry.getKey(), score(entry, known)));
        return scores;
    }

    private static double score(Map.Entry<List<Integer>, double[]> entry, boolean known) {
        double score = Math.log(entry.getValue()[0] + entry.getValue()[1]);
        if (known) {
            var step = MODEL.step(MODEL.start(), 0);
            for (int label : entry.getKey()) {
                score += 0.4 * step.logProbabilities().getDouble(0, label) + 0.5;
                step = MODEL.step(step.state(), label);
            }
        }
        return score;
    }

    /** Also where the beam is narrow, and a prefix leaves it and comes back while longer ones are still there. */
    @Test
    void everyBeamIsThatOfThePrintedAlgorithm() {
        var random = new Random(3);
        int several = 0;
        for (int trial = 0; trial < 60; trial++) {
            boolean known = trial % 2 == 1;
            var rows = random(random, 4 + random.nextInt(14), 4);
            int width = 1 + random.nextInt(6);
            var scorer = known ? PrefixScorer.model(MODEL, 0, -1, k -> k, 0.4, 0.5) : PrefixScorer.none(0);
            var found = PrefixBeamSearch.of(width).withLeastProbability(0).withScorer(scorer).decode(rows);
            var expected = printed(rows, width, known);
            assertEquals(expected.size(), found.size());
            for (var each : found) {
                assertEquals(expected.get(Arrays.stream(each.labels()).boxed().toList()), each.score(), 1e-5, each.toString());
            }
            several += found.size() > 1 && found.get(0).labels().length > 2 ? 1 : 0;
        }
        assertTrue(several > 30, several + " of 60 had several texts");
    }

    @Test
    void labelsAreHeardOneAfterTheOther() {
        var random = new Random(9);
        int labels = 0;
        for (int trial = 0; trial < 100; trial++) {
            for (var each : PrefixBeamSearch.of(1 + random.nextInt(8)).decode(random(random, 30, 5))) {
                for (int i = 1; i < each.steps().length; i++) {
                    assertTrue(each.steps()[i - 1] < each.steps()[i], Arrays.toString(each.steps()));
                    labels++;
                }
            }
        }
        assertTrue(labels > 1000, labels + " labels");
    }

    /** What is certain is never taken back, and is what is said in the end. */
    @Test
    void whatIsCertainStays() {
        int early = 0;
        for (var search : List.of(new GreedyCtc(), PrefixBeamSearch.of(4), PrefixBeamSearch.of(2))) {
            var rows = random(new Random(2), 80, 4);
            var last = search.decode(rows).get(0).labels();
            var stream = search.stream();
            int[] sure = new int[0];
            for (var row : rows) {
                stream.accept(row);
                int certain = stream.certain();
                int[] now = Arrays.copyOf(stream.best().labels(), certain);
                assertTrue(certain >= sure.length);
                assertArrayEquals(sure, Arrays.copyOf(now, sure.length));
                stream.hypotheses().forEach(each -> assertArrayEquals(now, Arrays.copyOf(each.labels(), certain)));
                assertArrayEquals(Arrays.copyOf(last, certain), now);
                sure = now;
                early += certain > 0 && certain < last.length ? 1 : 0;
            }
        }
        assertTrue(early > 60, "something was certain before the end " + early + " times");
    }

    @Test
    void silenceIsCountedSinceTheLastSymbol() {
        var rows = new float[][] {{0, -9}, {-9, 0}, {0, -9}, {0, -9}, {0, -9}, {-9, 0}};
        for (var search : List.of(new GreedyCtc(), PrefixBeamSearch.of(3))) {
            var stream = search.stream();
            assertEquals(0, stream.silence());
            var counted = Arrays.stream(rows).mapToInt(row -> {
                stream.accept(row);
                return stream.silence();
            }).toArray();
            assertArrayEquals(new int[] {1, 0, 1, 2, 3, 0}, counted);
        }
    }

    /** A stream of hours has to fit into memory: only its text grows. */
    @Test
    void theTreeHoldsNoMoreThanTheBeamNeeds() {
        var random = new Random(1);
        var beam = new PrefixBeam<>(PrefixBeamSearch.of(8), PrefixScorer.none(0));
        for (var row : random(random, 3000, 6)) {
            beam.accept(row);
        }
        int length = beam.best().labels().length;
        assertTrue(length > 300, length + " labels");
        assertTrue(beam.size() < length + 500, beam.size() + " prefixes for " + length + " labels");
    }

    /** Counts how often a model is asked, and about how many texts. */
    private record Counted<S>(LanguageModel<S> model, boolean joins, int[] counts) implements LanguageModel<S> {
        @Override
        public S start() {
            return model.start();
        }

        @Override
        public S join(List<S> states) {
            return joins ? model.join(states) : LanguageModel.super.join(states);
        }

        @Override
        public int vocabularySize() {
            return model.vocabularySize();
        }

        @Override
        public int sequences(S state) {
            return model.sequences(state);
        }

        @Override
        public S select(S state, int... rows) {
            return model.select(state, rows);
        }

        @Override
        public Step<S> step(S state, int... tokens) {
            counts[0]++;
            counts[1] += tokens.length;
            return model.step(state, tokens);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theModelReadsOnlyWhatStaysInTheBeam(boolean joins) {
        var rows = random(new Random(5), 50, 4);
        int[] counts = new int[2];
        var search = PrefixBeamSearch.of(8).withLeastProbability(0);
        var found = search.withScorer(PrefixScorer.model(new Counted<>(MODEL, joins, counts), 0, -1, k -> k, 0.4, 0.5)).decode(rows);
        assertEquals(search.withScorer(PrefixScorer.model(MODEL, 0, -1, k -> k, 0.4, 0.5)).decode(rows), found);
        assertTrue(counts[1] > 50 && counts[1] <= 8 * 50 + 1, counts[1] + " texts read; a beam of 8 over 50 steps has 400 places");
        assertTrue(joins ? counts[0] <= 51 : counts[0] > 51 && counts[0] < counts[1], counts[0] + " readings of " + counts[1]
            + " texts; with states joined there is at most one for each of 50 steps, and one at the end");
    }

    /** A network's states are joined, too: what it says of a text doesn't depend on the other texts. */
    @Test
    void aNetworkReadsAllTextsOfAStepAtOnce() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
            .layer(new LSTM.Builder().nIn(4).nOut(6).activation(Activation.TANH).build())
            .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT).nIn(6).nOut(4).activation(Activation.SOFTMAX).build()).build());
        network.init();
        var model = LanguageModel.of(network);
        var rows = random(new Random(8), 12, 4);
        int[] counts = new int[2];
        var scorer = PrefixScorer.model(new Counted<>(model, true, counts), 0, -1, k -> k, 2, 2.8);
        var found = PrefixBeamSearch.of(6).withScorer(scorer).decode(rows);
        assertTrue(counts[0] <= 13 && counts[1] > 2 * counts[0], counts[0] + " readings of " + counts[1] + " texts");
        for (var each : found) {
            double expected = 0;
            var step = model.step(model.start(), 0);
            for (int label : each.labels()) {
                expected += 2 * step.logProbabilities().getDouble(0, label) + 2.8;
                step = model.step(step.state(), label);
            }
            assertEquals(expected, each.score() - each.logProbability(), 1e-4, each.toString());
        }
    }

    /** p(end | labels) counts once, behind the labels. */
    @Test
    void anEndIsWeighedToo() {
        var rows = random(new Random(6), 4, 4);
        var search = PrefixBeamSearch.of(300).withLeastProbability(0);
        var open = new HashMap<List<Integer>, Double>();
        search.withScorer(PrefixScorer.model(MODEL, 0, -1, k -> k, 0.4, 0.5)).decode(rows)
            .forEach(each -> open.put(Arrays.stream(each.labels()).boxed().toList(), each.score()));
        var ended = search.withScorer(PrefixScorer.model(MODEL, 0, 3, k -> k, 0.4, 0.5)).decode(rows);
        assertEquals(open.size(), ended.size());
        for (var each : ended) {
            int[] text = IntStream.concat(IntStream.of(0), Arrays.stream(each.labels())).toArray();
            double expected = open.get(Arrays.stream(each.labels()).boxed().toList()) + 0.4 * MODEL.logProbabilities(text)[3];
            assertEquals(expected, each.score(), 1e-6);
        }
    }
}
