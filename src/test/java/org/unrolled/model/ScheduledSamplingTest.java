package org.unrolled.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.unrolled.nn.TokenDecoder;
import org.unrolled.text.PairBatches;
import org.unrolled.text.ParallelCorpus;
import org.unrolled.train.Trainer;

class ScheduledSamplingTest {
    private static final ParallelCorpus CORPUS = ParallelCorpus.ofTokens(
        List.of(List.of("a", "b", "c"), List.of("b", "a"), List.of("c"), List.of("a", "c", "b", "a")),
        List.of(List.of("x", "y", "z", "x"), List.of("y", "x"), List.of("z", "z"), List.of("x", "z", "y", "x")));
    private static final PairBatches BATCHES = PairBatches.of(CORPUS.encode(CORPUS.sourceVocabulary(1), CORPUS.targetVocabulary(1)),
        4, 1);

    private static ComputationGraph graph() {
        return TranslationModel.context(CORPUS.encode(CORPUS.sourceVocabulary(1), CORPUS.targetVocabulary(1))).withEmbedding(8)
            .withHiddenSize(8).build();
    }

    private static MultiDataSet batch() {
        return BATCHES.epoch(0).get(0);
    }

    @Test
    void schedulesFallFromOne() {
        assertEquals(1, ScheduledSampling.linear(0.01, 0.2).at(0));
        assertEquals(0.5, ScheduledSampling.linear(0.01, 0.2).at(50), 1e-12);
        assertEquals(0.2, ScheduledSampling.linear(0.01, 0.2).at(1000));
        assertEquals(0.25, ScheduledSampling.exponential(0.5).at(2));
        var sigmoid = ScheduledSampling.inverseSigmoid(100);
        assertEquals(100 / 101.0, sigmoid.at(0), 1e-12);
        assertEquals(100 / (100 + Math.E), sigmoid.at(100), 1e-12);
        assertTrue(sigmoid.at(2000) < 1e-6);
        assertThrows(IllegalArgumentException.class, () -> ScheduledSampling.linear(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> ScheduledSampling.exponential(1));
        assertThrows(IllegalArgumentException.class, () -> ScheduledSampling.inverseSigmoid(0.5));
    }

    @Test
    void withTheTruthAloneTheBatchIsAsItWas() {
        var batch = batch();
        assertSame(batch, ScheduledSampling.of(graph(), step -> 1, 1).mix(batch, 0, true));
    }

    @Test
    void withoutTheTruthTheDecoderReadsWhatItWouldWrite() {
        var graph = graph();
        var batch = batch();
        var mixed = ScheduledSampling.of(graph, step -> 0, 1).mix(batch, 0, false);
        var decoder = new TokenDecoder(graph, TranslationModel.TARGET_EMBEDDING, TranslationModel.OUTPUT);
        var state = decoder.start(batch.getFeatures(), batch.getFeaturesMaskArrays());
        var words = mixed.getFeatures(1);
        for (int t = 0; t + 1 < words.size(1); t++) {
            var step = decoder.step(state, words.getColumn(t).toIntVector());
            int[] best = step.logProbabilities().argMax(1).toIntVector();
            for (int row = 0; row < best.length; row++) {
                boolean real = batch.getFeaturesMaskArray(1).getDouble(row, t + 1) != 0;
                assertEquals(real ? best[row] : 0, words.getInt(row, t + 1), "row " + row + ", step " + (t + 1));
            }
            state = step.state();
        }
        assertEquals(batch.getFeatures(1).getColumn(0), words.getColumn(0), "START stays");
        assertNotEquals(batch.getFeatures(1), words);
        assertEquals(batch.getLabels(0), mixed.getLabels(0), "the labels are the truth");
        assertEquals(batch.getFeatures(0), mixed.getFeatures(0));
        assertEquals(batch.getFeaturesMaskArray(1), mixed.getFeaturesMaskArray(1));
    }

    @Test
    void theSameSeedAndStepMakeTheSameChoices() {
        var graph = graph();
        var first = ScheduledSampling.of(graph, step -> 0.5, 1);
        assertEquals(first.mix(batch(), 7, true).getFeatures(1),
            ScheduledSampling.of(graph, step -> 0.5, 1).mix(batch(), 7, true).getFeatures(1));
        boolean differs = false;
        for (int step = 0; step < 20; step++) {
            differs |= !first.mix(batch(), step, true).getFeatures(1).equals(first.mix(batch(), 7, true).getFeatures(1));
        }
        assertTrue(differs);
    }

    @Test
    void aTrainingTakesItsBatchesFromIt() {
        var graph = graph();
        var sampling = ScheduledSampling.of(graph, ScheduledSampling.linear(0.02, 0), 1);
        var result = Trainer.of(graph).epochs(60).multiBatches(epoch -> sampling.mix(BATCHES.epoch(epoch), epoch)).run();
        assertTrue(result.trainLoss() < Math.log(7), "loss " + result.trainLoss());
    }

    @Test
    void aScheduleOutOfRangeIsNamed() {
        assertThrows(IllegalStateException.class, () -> ScheduledSampling.of(graph(), step -> 1.5, 1).mix(batch(), 0, true));
    }
}
