package org.unrolled.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.nn.TokenDecoder;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.LabelledFrames;
import org.unrolled.speech.SpeechBatches;
import org.unrolled.text.Vocabulary;

class SpellingModelTest {
    private static final Alphabet ALPHABET = new Alphabet(Vocabulary.of(Vocabulary.Unit.CHARACTER, List.of(Alphabet.BLANK, "a", "b", "c")));

    /** Noise of 64 to 80 frames, and two to four symbols. */
    private static List<LabelledFrames> some() {
        var random = new Random(4);
        return IntStream.range(0, 10).mapToObj(i -> new LabelledFrames("u" + i, IntStream.range(0, 64 + random.nextInt(17)).mapToObj(t ->
            new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()}).toArray(float[][]::new),
            random.ints(2 + random.nextInt(3), 1, 4).toArray())).toList();
    }

    private static MultiDataSet batch(List<LabelledFrames> utterances, SpellingModel<?> model) {
        return SpeechBatches.of(utterances, utterances.size(), 1).withDecoder(ALPHABET, model.ctcWeight() > 0).whole().get(0);
    }

    private static ListenAttendSpell spell() {
        return SpellingModel.listenAttendSpell(2, ALPHABET.size()).withHiddenSize(12).withEmbedding(6);
    }

    private static SpeechTransformer transformer() {
        return SpellingModel.transformer(2, ALPHABET.size()).withEmbedding(8).withHeads(2).withFeedForward(12).withLayers(2, 1);
    }

    static Stream<SpellingModel<?>> variants() {
        return Stream.of(spell(), spell().withCtcWeight(0).withLayers(3).withCell(RecurrentCell.LSTM), spell().withFramesPerFirst(1).withLayers(1)
            .withScore(AttentionScore.GENERAL).withCell(RecurrentCell.RNN), transformer(), transformer().withCtcWeight(0).withLayers(1, 2));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void stepByStepGivesWhatTheWholeSequenceGives(SpellingModel<?> model) {
        var graph = model.build();
        var batch = batch(some(), model);
        var whole = graph.output(false, batch.getFeatures(), batch.getFeaturesMaskArrays())[0].dup();
        var decoder = new TokenDecoder(graph, TranslationModel.TARGET_EMBEDDING, TranslationModel.OUTPUT);
        assertEquals(ALPHABET.spelling().size(), decoder.vocabularySize());
        var state = decoder.start(batch.getFeatures(), batch.getFeaturesMaskArrays());
        var read = batch.getFeatures(1);
        for (int t = 0; t < read.size(1); t++) {
            var step = decoder.step(state, read.getColumn(t).toIntVector());
            for (int row = 0; row < read.size(0); row++) {
                if (batch.getFeaturesMaskArray(1).getDouble(row, t) != 0) {
                    assertTrue(whole.get(point(row), all(), point(t)).equalsWithEps(Transforms.exp(step.logProbabilities()).getRow(row), 1e-4),
                        "row " + row + ", step " + t);
                }
            }
            state = step.state();
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void anUtteranceDoesNotDependOnItsCompany(SpellingModel<?> model) {
        var graph = model.build();
        var together = batch(some(), model);
        var outputs = graph.output(false, together.getFeatures(), together.getFeaturesMaskArrays());
        var order = SpeechBatches.of(some(), some().size(), 1).order().get(0);
        for (int row = 0; row < order.size(); row++) {
            var utterance = some().get(order.get(row));
            var single = batch(List.of(utterance), model);
            var alone = graph.output(false, single.getFeatures(), single.getFeaturesMaskArrays());
            for (int o = 0; o < outputs.length; o++) {
                for (int t = 0; t < alone[o].size(2); t++) {
                    assertTrue(outputs[o].get(point(row), all(), point(t)).equalsWithEps(alone[o].get(point(0), all(), point(t)), 1e-5),
                        "output " + o + ", row " + row + ", step " + t);
                }
            }
            if (outputs.length > 1) {
                assertEquals((utterance.frames().length + model.framesPerStep() - 1) / model.framesPerStep(), alone[1].size(2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void goesThroughJsonAndComesFromItsSeed(SpellingModel<?> model) {
        var graph = model.withLabelSmoothing(0.1).build();
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        assertEquals(graph.params(), model.build().params());
        assertNotEquals(graph.params(), model.withSeed(2).build().params());
    }

    /** The score is λ of the loss by CTC and 1 - λ of the cross-entropy. */
    @ParameterizedTest
    @MethodSource("variants")
    void theLossesAreWeighed(SpellingModel<?> model) {
        double[] shares = {0.5, 0.25, 0.75};
        double[] scores = new double[3];
        for (int i = 0; i < 3; i++) {
            var weighed = model.withCtcWeight(shares[i]).withDropout(0);
            var batch = batch(some(), weighed);
            var graph = weighed.build();
            scores[i] = graph.score(new MultiDataSet(batch.getFeatures(), batch.getLabels(), batch.getFeaturesMaskArrays(),
                batch.getLabelsMaskArrays()), false);
        }
        double ctc = scores[2] + (scores[2] - scores[1]) / 2;
        double entropy = scores[1] - (scores[2] - scores[1]) / 2;
        assertEquals((ctc + entropy) / 2, scores[0], 1e-3);
        assertEquals(Math.log(ALPHABET.spelling().size()), entropy, 1, "an untrained decoder knows little");
        assertTrue(ctc > 1, "loss by CTC " + ctc);
    }

    @Test
    void aPyramidHearsTwiceAsManyFramesWithEachLayer() {
        assertEquals(4, spell().framesPerStep());
        assertEquals(8, spell().withLayers(3).framesPerStep());
        assertEquals(1, spell().withFramesPerFirst(1).withLayers(1).framesPerStep());
        assertEquals(4, transformer().framesPerStep());
    }

    @Test
    void settingsThatMakeNoModelAreNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> spell().withHiddenSize(13));
        assertTrue(e.getMessage().contains("hidden size of 13"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> spell().withCtcWeight(1));
        assertThrows(IllegalArgumentException.class, () -> spell().withBands(0));
        assertThrows(IllegalArgumentException.class, () -> spell().withFramesPerFirst(0));
        assertThrows(IllegalArgumentException.class, () -> transformer().withHeads(3));
        assertThrows(IllegalArgumentException.class, () -> transformer().withLayers(1, 0));
        assertThrows(IllegalArgumentException.class, () -> transformer().withDropout(1));
        assertEquals(spell(), spell().withSymbols(9).withSymbols(ALPHABET.size()));
    }
}
