package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.dataset.MultiDataSet;

class SentenceBatchesTest {
    /** Sentence i has i % 9 + 1 words, all of id i + 1, and class i % 3. */
    private static final List<int[]> SENTENCES = IntStream.range(0, 50)
            .mapToObj(i -> IntStream.range(0, i % 9 + 1).map(t -> i + 1).toArray()).toList();
    private static final int[] LABELS = IntStream.range(0, 50).map(i -> i % 3).toArray();

    /** By first id, the class of each sentence of some batches. */
    private static TreeMap<Integer, Integer> seen(List<MultiDataSet> batches) {
        var seen = new TreeMap<Integer, Integer>();
        for (var batch : batches) {
            for (int row = 0; row < batch.getFeatures(0).size(0); row++) {
                int id = batch.getFeatures(0).getInt(row, 0);
                seen.put(id, batch.getLabels(0).getInt(row, 0));
                int length = batch.getFeaturesMaskArray(0).getRow(row).sumNumber().intValue();
                assertEquals((id - 1) % 9 + 1, length);
                for (int t = 0; t < batch.getFeatures(0).size(1); t++) {
                    assertEquals(t < length ? id : 0, batch.getFeatures(0).getInt(row, t));
                }
            }
        }
        return seen;
    }

    @Test
    void everySentenceComesOnceWithItsClass() {
        var batches = SentenceBatches.of(SENTENCES, LABELS, 8, 1);
        for (var epoch : List.of(batches.epoch(0), batches.epoch(1), batches.whole())) {
            assertEquals(7, epoch.size());
            var seen = seen(epoch);
            assertEquals(50, seen.size());
            seen.forEach((id, label) -> assertEquals((id - 1) % 3, label));
        }
        assertEquals(batches.epoch(3).get(2).getFeatures(0), SentenceBatches.of(SENTENCES, LABELS, 8, 1).epoch(3).get(2).getFeatures(0));
        assertNotEquals(batches.epoch(0).get(0).getFeatures(0), batches.epoch(1).get(0).getFeatures(0));
    }

    @Test
    void aVeryLongLineDoesNotFillUpTheOthers() {
        var some = new ArrayList<>(SENTENCES);
        some.add(new int[10_000]);
        var labels = IntStream.range(0, 51).map(i -> i % 2).toArray();
        var sizes = SentenceBatches.of(some, labels, 64, 1).whole().stream().map(b -> b.getFeatures(0).shape()).toList();
        assertEquals(2, sizes.size());
        assertArrayEquals(new long[] {50, 9}, sizes.get(0));
        assertArrayEquals(new long[] {1, 10_000}, sizes.get(1));
    }

    @Test
    void classWeightsBecomeTheLabelMask() {
        var batches = SentenceBatches.of(SENTENCES, LABELS, 8, 1).withClassWeights(0.5, 2, 4);
        int rows = 0;
        for (var batch : batches.epoch(0)) {
            for (int row = 0; row < batch.getLabels(0).size(0); row++, rows++) {
                assertEquals(new double[] {0.5, 2, 4}[batch.getLabels(0).getInt(row, 0)],
                        batch.getLabelsMaskArray(0).getDouble(row, 0));
            }
        }
        assertEquals(50, rows);
    }

    @Test
    void otherWordsAreDroppedInEachEpoch() {
        var many = IntStream.range(0, 200).mapToObj(i -> IntStream.range(0, 20).map(t -> 7).toArray()).toList();
        var batches = SentenceBatches.of(many, new int[200], 10, 1).withWordDropout(0.25, 1);
        var shares = new ArrayList<Double>();
        for (int epoch = 0; epoch < 2; epoch++) {
            double dropped = 0;
            for (var batch : batches.epoch(epoch)) {
                for (double id : batch.getFeatures(0).reshape(200).toDoubleVector()) {
                    assertTrue(id == 1 || id == 7);
                    dropped += id == 1 ? 1 : 0;
                }
            }
            shares.add(dropped / 4000);
            assertEquals(0.25, dropped / 4000, 0.03);
        }
        assertNotEquals(shares.get(0), shares.get(1));
        assertEquals(batches.epoch(0).get(4).getFeatures(0), batches.epoch(0).get(4).getFeatures(0), "asked for twice");
        batches.whole().forEach(batch -> assertEquals(1400, batch.getFeatures(0).sumNumber().intValue(), "not in a validation"));
    }

    @Test
    void severalLabelsAreOnesAndZeros() {
        var batch = SentenceBatches.ofSeveral(List.of(new int[] {1}, new int[] {2, 3}), List.of(new int[] {0, 2}, new int[0]), 3, 2, 1)
                .whole().get(0);
        assertArrayEquals(new float[][] {{1, 0, 1}, {0, 0, 0}}, batch.getLabels(0).toFloatMatrix());
    }

    @Test
    void mistakesAreNamed() {
        refused("sentence 1 is empty", () -> SentenceBatches.of(List.of(new int[1], new int[0]), new int[2], 8, 1));
        refused("2 sentences and 1 labels", () -> SentenceBatches.of(List.of(new int[1], new int[1]), new int[1], 8, 1));
        refused("sentence 0 has class -1", () -> SentenceBatches.of(List.of(new int[1]), new int[] {-1}, 8, 1));
        refused("batchSize is 0", () -> SentenceBatches.of(SENTENCES, LABELS, 0, 1));
        refused("2 class weights, sentence 2 is of class 2", () -> SentenceBatches.of(SENTENCES, LABELS, 8, 1).withClassWeights(1, 2));
        refused("one is 0.0", () -> SentenceBatches.of(SENTENCES, LABELS, 8, 1).withClassWeights(1, 2, 0));
        refused("word dropout of 1.0", () -> SentenceBatches.of(SENTENCES, LABELS, 8, 1).withWordDropout(1, 1));
        refused("sentence 0 has class 3, expected 0 to 2", () -> SentenceBatches.ofSeveral(List.of(new int[1]),
                List.of(new int[] {3}), 3, 8, 1));
    }

    private static void refused(String message, Executable what) {
        var e = assertThrows(IllegalArgumentException.class, what);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
