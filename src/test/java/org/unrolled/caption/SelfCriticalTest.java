package org.unrolled.caption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.caption.SelfCritical.Baseline;
import org.unrolled.decode.GreedySearch;
import org.unrolled.metrics.CaptionReward;
import org.unrolled.metrics.CaptionScores;
import org.unrolled.model.CaptionModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.nn.FusedAdam;
import org.unrolled.scenes.RenderedScenes;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.text.TextCodec;
import org.unrolled.text.Vocabulary;
import org.unrolled.train.Trainer;

class SelfCriticalTest {
    private static final TextCodec CODEC = new TextCodec(new SpaceTokenizer(), Vocabulary.of(Vocabulary.Unit.WORD,
        List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN, Vocabulary.START, Vocabulary.END, "a", "b")));
    private static final int START = 2;
    private static final int END = 3;
    /** All that two words at most can say, and what it is worth. */
    private static final Map<String, Double> WORTH = new TreeMap<>(Map.of("", 0.2, "a", 1.0, "b", -0.5, "a a", 0.7, "a b", 2.0, "b a", 0.1,
        "b b", 0.4));
    private static final List<float[]> GRIDS = List.of(new float[] {0.5f, -1, 0.3f, 0.8f}, new float[] {-0.7f, 0.2f, 1, 0.1f});

    static Stream<CaptionModel<?>> models() {
        // With all that a training on words has, and a training on rewards has not.
        return Stream.of(CaptionModel.showTell(2, 6).withBottleneck(3), CaptionModel.showAttendTell(2, 6).withDoublyStochastic(0.3),
            CaptionModel.showAttendTell(2, 6).withCell(RecurrentCell.GRU).withTied(false)).map(model -> model.withEmbedding(4)
                .withHiddenSize(5).withDropout(0.4).withLabelSmoothing(0.1));
    }

    /** Weights of the size of trained ones, so that captions differ in probability. */
    private static Captioner captioner(CaptionModel<?> model, DataType type) {
        var graph = model.build().convertDataType(type);
        Nd4j.getRandom().setSeed(7);
        graph.params().assign(Nd4j.randn(DataType.DOUBLE, graph.params().shape()).muli(0.7));
        return Captioner.of(graph, 2, CODEC);
    }

    private static SelfCritical training(Captioner captioner) {
        return SelfCritical.of(captioner, GRIDS, (picture, caption) -> WORTH.get(caption), new FusedAdam(0.01), 1).withMostWords(2);
    }

    private static int[] ids(String caption) {
        return caption.isEmpty() ? new int[0] : Arrays.stream(caption.split(" ")).mapToInt(word -> word.equals("a") ? 4 : 5).toArray();
    }

    /** How probable each caption is among those that may be drawn: after two words the end comes by itself. */
    private static Map<String, Double> probabilities(Captioner captioner) {
        var captions = List.copyOf(WORTH.keySet());
        int[][] next = captions.stream().map(caption -> IntStream.concat(IntStream.of(ids(caption)), IntStream.of(END, END)).limit(2)
            .toArray()).toArray(int[][]::new);
        var p = IntStream.range(0, captions.size()).mapToDouble(row -> 1).toArray();
        var state = captioner.begin(Collections.nCopies(p.length, GRIDS.get(0)));
        int[] read = new int[p.length];
        Arrays.fill(read, START);
        for (int t = 0; t < 2; t++) {
            var step = captioner.model().step(state, read);
            double[][] logs = step.logProbabilities().toDoubleMatrix();
            for (int row = 0; row < p.length; row++) {
                double allowed = Math.exp(logs[row][END]) + Math.exp(logs[row][4]) + Math.exp(logs[row][5]);
                p[row] *= read[row] == END ? 1 : Math.exp(logs[row][next[row][t]]) / allowed;
                read[row] = next[row][t];
            }
            state = step.state();
        }
        var all = new TreeMap<String, Double>();
        IntStream.range(0, p.length).forEach(row -> all.put(captions.get(row), p[row]));
        assertEquals(1, all.values().stream().mapToDouble(each -> each).sum(), 1e-5);
        return all;
    }

    private static double expectedReward(Captioner captioner) {
        return probabilities(captioner).entrySet().stream().mapToDouble(each -> each.getValue() * WORTH.get(each.getKey())).sum();
    }

    /** All gradients of a batch, in one row: as the network adds them up, before a training divides them by the minibatch. */
    private static INDArray gradient(ComputationGraph graph, MultiDataSet batch) {
        graph.setInputs(batch.getFeatures());
        graph.setLabels(batch.getLabels());
        graph.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
        graph.computeGradientAndScore();
        graph.clearLayerMaskArrays();
        return graph.getFlattenedGradients().dup().castTo(DataType.DOUBLE);
    }

    /** Each caption that there is, once, with its probability and its worth as weight: what samples are in the mean. */
    private static MultiDataSet everything(SelfCritical training) {
        var p = probabilities(training.captioner());
        return training.weighted(Collections.nCopies(p.size(), GRIDS.get(0)), p.keySet().stream().map(SelfCriticalTest::ids).toList(),
            p.entrySet().stream().mapToDouble(each -> each.getValue() * WORTH.get(each.getKey())).toArray());
    }

    /** Number by number against finite differences of the expected reward, with the plain operations in double precision. */
    @ParameterizedTest
    @MethodSource("models")
    void followsTheGradientOfTheExpectedReward(CaptionModel<?> model) {
        var training = training(captioner(model, DataType.DOUBLE));
        var graph = training.graph();
        var gradient = gradient(graph, everything(training));
        double epsilon = 1e-5;
        double largest = 0;
        for (int i : new Random(1).ints(40, 0, (int) gradient.length()).toArray()) {
            double was = graph.params().getDouble(i);
            graph.params().putScalar(i, was + epsilon);
            double up = expectedReward(training.captioner());
            graph.params().putScalar(i, was - epsilon);
            double slope = (up - expectedReward(training.captioner())) / (2 * epsilon);
            graph.params().putScalar(i, was);
            assertEquals(-slope, gradient.getDouble(i), 1e-7, "parameter " + i);
            largest = Math.max(largest, Math.abs(slope));
        }
        assertTrue(largest > 0.01, "largest slope " + largest);
    }

    /** The fused kernels in single precision, and what is drawn: ten thousand samples' mean gradient beside that of all captions. */
    @ParameterizedTest
    @MethodSource("models")
    void samplesHaveThatGradientInTheMean(CaptionModel<?> model) {
        var exact = training(captioner(model, DataType.DOUBLE));
        var expected = gradient(exact.graph(), everything(exact));
        var training = training(captioner(model, DataType.FLOAT));
        var all = gradient(training.graph(), everything(training));
        assertTrue(all.sub(expected).norm2Number().doubleValue() < 1e-4 * expected.norm2Number().doubleValue(), "rounding");

        int samples = 10_000;
        var alone = SelfCritical.of(captioner(model, DataType.FLOAT), GRIDS.subList(0, 1), (picture, caption) -> WORTH.get(caption),
            new FusedAdam(0.01), 1).withMostWords(2);
        for (var baseline : Baseline.values()) {
            var batch = alone.withBatch(1, samples).withBaseline(baseline).epoch(0).get(0);
            var mean = gradient(alone.graph(), batch).divi(samples);
            double error = mean.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
            assertTrue(error < 0.15, baseline + ": off by " + error);
        }
    }

    @Test
    void drawsCaptionsAsOftenAsTheModelSaysThem() {
        var training = training(captioner(models().toList().get(1), DataType.FLOAT)).withBatch(1, 5000);
        var expected = probabilities(training.captioner());
        var found = new TreeMap<String, Integer>();
        var batches = training.epoch(3);
        assertEquals(2, batches.size());
        for (var batch : batches) {
            if (batch.getFeatures(0).getFloat(0, 0, 0) == GRIDS.get(0)[0]) {
                captions(batch).forEach(caption -> found.merge(caption, 1, Integer::sum));
            }
        }
        expected.forEach((caption, p) ->
            assertEquals(p, found.getOrDefault(caption, 0) / 5000.0, 5 * Math.sqrt(p * (1 - p) / 5000), caption));
    }

    /** What a batch asks for, as text. */
    private static List<String> captions(MultiDataSet batch) {
        return Arrays.stream(batch.getLabels(0).toIntMatrix())
            .map(row -> CODEC.text(Arrays.stream(row).takeWhile(id -> id != END).toArray())).toList();
    }

    @Test
    void theMaskHasEachCaptionsAdvantage() {
        var captioner = captioner(models().toList().get(0), DataType.FLOAT);
        var base = training(captioner).withBatch(2, 4);
        var greedy = base.captioner().withSearch(new GreedySearch(Captioner.rules(CODEC).maxLength(places -> 3)))
            .ofGrids(GRIDS);
        int brokenOff = 0;
        for (var baseline : Baseline.values()) {
            var training = base.withBaseline(baseline);
            for (int epoch = 0; epoch < 10; epoch++) {
                var batch = training.epoch(epoch).get(0);
                var said = captions(batch);
                assertEquals(8, said.size());
                double sum = 0;
                for (int row = 0; row < 8; row++) {
                    int begin = row / 4 * 4;
                    int picture = batch.getFeatures(0).getFloat(row, 0, 0) == GRIDS.get(0)[0] ? 0 : 1;
                    double worth = WORTH.get(said.get(row));
                    sum += worth;
                    double others = IntStream.range(begin, begin + 4).mapToDouble(i -> WORTH.get(said.get(i))).sum() - worth;
                    double advantage = worth - (baseline == Baseline.OTHERS ? others / 3 : WORTH.get(greedy.get(picture).text()));
                    int words = ids(said.get(row)).length;
                    for (int t = 0; t < batch.getLabels(0).size(1); t++) {
                        // Of two words the end was not drawn.
                        assertEquals(t < words || t == words && words < 2 ? advantage : 0, batch.getLabelsMaskArray(0).getDouble(row, t),
                            1e-6, said.get(row) + " at " + t);
                        assertEquals(t <= words ? 1 : 0, batch.getFeaturesMaskArray(1).getDouble(row, t));
                    }
                    assertEquals(START, batch.getFeatures(1).getInt(row, 0));
                    brokenOff += words == 2 ? 1 : 0;
                }
                assertEquals(sum / 8, training.meanReward(), 1e-9);
            }
        }
        assertTrue(brokenOff > 10 && brokenOff < 150, brokenOff + " of 160");
    }

    @Test
    void theSameSeedAndEpochDrawTheSame_andEqualPicturesOthers() {
        var captioner = captioner(models().toList().get(0), DataType.FLOAT);
        var equal = Collections.nCopies(6, GRIDS.get(0));
        var training = SelfCritical.of(captioner, equal, (picture, caption) -> picture + WORTH.get(caption), new FusedAdam(0.01), 1)
            .withMostWords(2).withBatch(6, 6);
        var first = training.epoch(0).get(0);
        assertEquals(first, training.epoch(0).get(0));
        assertNotEquals(captions(first), captions(training.epoch(1).get(0)));
        var said = captions(first);
        assertTrue(IntStream.range(0, 6).mapToObj(i -> said.subList(6 * i, 6 * i + 6).stream().sorted().toList()).distinct().count() > 3);
        assertEquals(3, training.withBatch(2, 6).batches());
    }

    /** The captioner that was given stays as it is; the other says the same until it is trained, and never what no caption may have. */
    @ParameterizedTest
    @MethodSource("models")
    void trainsACopy(CaptionModel<?> model) {
        var captioner = captioner(model, DataType.FLOAT);
        var before = captioner.graph().params().dup();
        var training = training(captioner);
        var copy = training.captioner();
        assertEquals(captioner.ofGrids(GRIDS).get(0).text(), copy.ofGrids(GRIDS).get(0).text());
        double[] logs = copy.model().step(copy.begin(GRIDS.subList(0, 1)), START).logProbabilities().toDoubleMatrix()[0];
        assertEquals(0, Math.exp(logs[0]) + Math.exp(logs[1]) + Math.exp(logs[2]), 1e-37);
        assertEquals(1, Math.exp(logs[3]) + Math.exp(logs[4]) + Math.exp(logs[5]), 1e-6);
        Trainer.of(training.graph()).epochs(5).clipNorm(5).multiBatches(training::epoch).run();
        assertEquals(before, captioner.graph().params());
        assertNotEquals(before, training.graph().params());
    }

    /** Scenes as 4 x 4 places with the mean colours of four parts each. CIDEr-D rises from 0.39 to 0.55. */
    @Test
    void greedyCaptionsGetBetterThanCrossEntropyMakesThem() {
        var scenes = new RenderedScenes(3).part("train", 150, false);
        var grids = scenes.stream().map(scene -> {
            var small = scene.picture().resize(8, 8);
            var grid = new float[12 * 16];
            for (int i = 0; i < grid.length; i++) {
                int place = i % 16;
                int part = i / 16 % 4;
                grid[i] = small.level(place % 4 * 2 + part % 2, place / 4 * 2 + part / 2, i / 64) / 128f - 1;
            }
            return grid;
        }).toList();
        var captions = scenes.stream().map(scene -> scene.captions()).toList();
        var words = Vocabulary.words(captions.stream().flatMap(List::stream).flatMap(each -> Arrays.stream(each.split(" "))).toList(), 2,
            Vocabulary.PADDING, Vocabulary.UNKNOWN, Vocabulary.START, Vocabulary.END);
        var codec = new TextCodec(new SpaceTokenizer(), words);
        var batches = CaptionBatches.of(grids, 12, captions, codec, 50, 1);
        var graph = CaptionModel.showAttendTell(12, words.size()).withScaling(batches.scaling()).withCell(RecurrentCell.GRU)
            .withEmbedding(48).withHiddenSize(64).withDropout(0.1).build(new FusedAdam(0.005));
        Trainer.of(graph).epochs(8).clipNorm(5).multiBatches(batches::epoch).run();
        var captioner = Captioner.of(graph, 12, codec);
        double before = cider(captioner, grids, captions);
        var training = SelfCritical.of(captioner, grids, CaptionReward.of(captions)::of, new FusedAdam(1e-3), 1).withMostWords(20)
            .withBatch(10, 5);
        var rewards = new ArrayList<Double>();
        Trainer.of(training.graph()).epochs(4).clipNorm(5).multiBatches(training::epoch).validate(() -> {
            rewards.add(training.meanReward());
            return 0;
        }).run();
        double after = cider(training.captioner(), grids, captions);
        assertTrue(after > before + 0.08, "CIDEr-D before " + before + ", after " + after);
        assertTrue(rewards.get(3) > rewards.get(0) + 0.03, "samples were worth " + rewards);
    }

    private static double cider(Captioner captioner, List<float[]> grids, List<List<String>> captions) {
        var said = captioner.withBeam(1).ofGrids(grids);
        var candidates = new TreeMap<Integer, String>();
        var references = new TreeMap<Integer, List<String>>();
        for (int i = 0; i < said.size(); i++) {
            candidates.put(i, said.get(i).text());
            references.put(i, captions.get(i));
        }
        return CaptionScores.of(candidates, references).ciderD();
    }

    @Test
    void saysWhatIsWrong() {
        var captioner = captioner(models().toList().get(0), DataType.FLOAT);
        var training = training(captioner);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> training.withBatch(2, 1)).getMessage()
            .contains("1 samples a picture with the baseline OTHERS"));
        assertEquals(2, training.withBaseline(Baseline.GREEDY).withBatch(1, 1).batches());
        assertThrows(IllegalArgumentException.class, () -> training.withBatch(0, 5));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> training.withMostWords(41)).getMessage()
            .contains("expected 1 to 40"));
        assertThrows(IllegalArgumentException.class, () -> training.withMostWords(0));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SelfCritical.of(captioner, List.of(), (picture, caption) -> 0,
            new FusedAdam(0.01), 1)).getMessage().contains("on no picture"));
        var broken = SelfCritical.of(captioner, GRIDS, (picture, caption) -> Double.NaN, new FusedAdam(0.01), 1);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> broken.epoch(0).get(0)).getMessage().contains("is worth NaN"));
        assertTrue(Double.isNaN(training.meanReward()));
    }
}
