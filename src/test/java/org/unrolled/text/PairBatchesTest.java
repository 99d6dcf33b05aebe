package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairBatchesTest {
    private static final Vocabulary SYMBOLS = Vocabulary.of(Vocabulary.Unit.WORD,
        List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN, Vocabulary.START, Vocabulary.END, "a", "b", "c"));

    private static EncodedPairs pairs(List<List<String>> source, List<List<String>> target) {
        return ParallelCorpus.ofTokens(source, target).encode(SYMBOLS, SYMBOLS);
    }

    /** Pairs of many lengths. */
    private static EncodedPairs many(int count) {
        var random = new Random(3);
        var source = new ArrayList<List<String>>();
        var target = new ArrayList<List<String>>();
        for (int i = 0; i < count; i++) {
            int length = 1 + random.nextInt(20);
            source.add(Collections.nCopies(length, "a"));
            target.add(Collections.nCopies(Math.max(1, length + random.nextInt(5) - 2), "b"));
        }
        return pairs(source, target);
    }

    @Test
    void theDecoderReadsWhatItSaidAStepBefore() {
        var batch = PairBatches.of(pairs(List.of(List.of("a", "b"), List.of("c")), List.of(List.of("b"), List.of("a", "c", "a"))),
            2, 1).epoch(0).get(0);
        int first = batch.getFeaturesMaskArray(0).getRow(0).sumNumber().intValue() == 3 ? 0 : 1;
        assertArrayEquals(new int[] {4, 5, 3}, batch.getFeatures(0).getRow(first).toIntVector(), "a b END");
        assertArrayEquals(new int[] {6, 3, 0}, batch.getFeatures(0).getRow(1 - first).toIntVector(), "c END, filled up");
        assertArrayEquals(new int[] {1, 1, 0}, batch.getFeaturesMaskArray(0).getRow(1 - first).toIntVector());
        assertArrayEquals(new int[] {2, 5, 0, 0}, batch.getFeatures(1).getRow(first).toIntVector(), "START b");
        assertArrayEquals(new int[] {5, 3, 0, 0}, batch.getLabels(0).getRow(first).toIntVector(), "b END");
        assertArrayEquals(new int[] {2, 4, 6, 4}, batch.getFeatures(1).getRow(1 - first).toIntVector(), "START a c a");
        assertArrayEquals(new int[] {4, 6, 4, 3}, batch.getLabels(0).getRow(1 - first).toIntVector(), "a c a END");
        for (var mask : List.of(batch.getFeaturesMaskArray(1), batch.getLabelsMaskArray(0))) {
            assertArrayEquals(new int[] {1, 1, 0, 0}, mask.getRow(first).toIntVector());
            assertArrayEquals(new int[] {1, 1, 1, 1}, mask.getRow(1 - first).toIntVector());
        }
    }

    @Test
    void everyPairComesOnceAnEpochInChangingCompany() {
        var batches = PairBatches.of(many(100), 8, 1);
        assertEquals(13, batches.batches());
        assertEquals(13, batches.epoch(0).size());
        for (int epoch = 0; epoch < 3; epoch++) {
            var all = batches.pairs(epoch).stream().flatMap(List::stream).sorted().toList();
            assertEquals(IntStream.range(0, 100).boxed().toList(), all);
        }
        assertEquals(batches.pairs(1), PairBatches.of(many(100), 8, 1).pairs(1), "same seed, same epoch");
        assertNotEquals(batches.pairs(1), batches.pairs(0));
        assertNotEquals(batches.pairs(1), PairBatches.of(many(100), 8, 2).pairs(1));
    }

    @Test
    void pairsOfSimilarLengthComeTogether() {
        double share = PairBatches.of(many(2000), 16, 1).paddedShare(0);
        assertTrue(share < 0.1, "filled up: " + share + "; half of all steps would be, were batches drawn at random");
    }

    @Test
    void inOrderKeepsTheOrder() {
        var pairs = many(20);
        int row = 0;
        for (var batch : PairBatches.of(pairs, 8, 1).inOrder()) {
            for (int i = 0; i < batch.getFeatures(0).rows(); i++, row++) {
                int length = batch.getFeaturesMaskArray(0).getRow(i).sumNumber().intValue();
                assertArrayEquals(pairs.source().get(row), Arrays.copyOf(batch.getFeatures(0).getRow(i).toIntVector(), length));
            }
        }
        assertEquals(20, row);
    }

    @Test
    void mistakesAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> PairBatches.of(many(3), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> PairBatches.of(many(3), 1, 1).epoch(-1));
        var e = assertThrows(IllegalArgumentException.class, () -> PairBatches.of(new EncodedPairs(List.of(new int[] {4}),
            List.of(new int[] {2}), SYMBOLS, SYMBOLS), 1, 1));
        assertTrue(e.getMessage().contains("pair 0 has 1 source ids and 1 target ids"), e.getMessage());
    }
}
