package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.dataset.DataSet;

class PaddedBatchesTest {
    /** Sequence number n is n + 1 times id n + 1, its labels are ten times that. */
    private static final List<int[]> INPUTS = IntStream.range(0, 10).mapToObj(PaddedBatchesTest::sequence).toList();
    private static final List<int[]> LABELS = INPUTS.stream().map(ids -> Arrays.stream(ids).map(id -> 10 * id).toArray()).toList();

    private static int[] sequence(int n) {
        int[] ids = new int[n + 1];
        Arrays.fill(ids, n + 1);
        return ids;
    }

    private static List<DataSet> list(Iterable<DataSet> batches) {
        return StreamSupport.stream(batches.spliterator(), false).toList();
    }

    @Test
    void shortSequencesAreFilledUpAndMasked() {
        var batch = list(PaddedBatches.of(List.of(new int[] {5, 6, 7}, new int[] {8}), List.of(new int[] {1, 2, 3}, new int[] {4}),
                2, 1).epoch(0)).get(0);
        int three = batch.getFeatures().getInt(0, 0) == 5 ? 0 : 1;
        assertArrayEquals(new int[] {5, 6, 7}, batch.getFeatures().getRow(three).toIntVector());
        assertArrayEquals(new int[] {8, 0, 0}, batch.getFeatures().getRow(1 - three).toIntVector());
        assertArrayEquals(new int[] {1, 2, 3}, batch.getLabels().getRow(three).toIntVector());
        assertArrayEquals(new int[] {4, 0, 0}, batch.getLabels().getRow(1 - three).toIntVector());
        for (var mask : List.of(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray())) {
            assertArrayEquals(new int[] {1, 1, 1}, mask.getRow(three).toIntVector());
            assertArrayEquals(new int[] {1, 0, 0}, mask.getRow(1 - three).toIntVector());
        }
    }

    @Test
    void everySequenceComesOnceAnEpoch() {
        var batches = PaddedBatches.of(INPUTS, LABELS, 3, 1);
        assertEquals(4, batches.batches());
        assertEquals(55, batches.steps());
        for (int epoch = 0; epoch < 3; epoch++) {
            var seen = new TreeMap<Integer, Integer>();
            for (var batch : list(batches.epoch(epoch))) {
                assertTrue(batch.getFeatures().rows() <= 3);
                for (int row = 0; row < batch.getFeatures().rows(); row++) {
                    int length = batch.getFeaturesMaskArray().getRow(row).sumNumber().intValue();
                    assertEquals(length, batch.getFeatures().getInt(row, 0), "a sequence keeps its length");
                    assertEquals(10 * length, batch.getLabels().getInt(row, length - 1));
                    seen.merge(length, 1, Integer::sum);
                }
            }
            assertEquals(IntStream.rangeClosed(1, 10).boxed().toList(), List.copyOf(seen.keySet()));
            assertTrue(seen.values().stream().allMatch(count -> count == 1));
        }
    }

    @Test
    void oneCanAskWhichSequenceStandsInWhichRow() {
        var batches = PaddedBatches.of(INPUTS, LABELS, 3, 1);
        var data = list(batches.epoch(2));
        var numbers = batches.sequences(2);
        assertEquals(data.size(), numbers.size());
        for (int b = 0; b < data.size(); b++) {
            assertEquals(data.get(b).getFeatures().rows(), numbers.get(b).size());
            for (int row = 0; row < numbers.get(b).size(); row++) {
                assertEquals(INPUTS.get(numbers.get(b).get(row))[0], data.get(b).getFeatures().getInt(row, 0));
            }
        }
    }

    @Test
    void similarLengthsShareABatch() {
        var random = new Random(1);
        var sequences = new ArrayList<int[]>();
        for (int i = 0; i < 640; i++) {
            sequences.add(new int[1 + random.nextInt(60)]);
        }
        var batches = PaddedBatches.of(sequences, sequences, 32, 1);
        for (var batch : list(batches.epoch(1))) {
            var lengths = batch.getFeaturesMaskArray().sum(1);
            assertTrue(lengths.maxNumber().intValue() - lengths.minNumber().intValue() < 10, lengths.toString());
        }
        assertTrue(batches.paddedShare() > 0 && batches.paddedShare() < 0.1, "filled up " + batches.paddedShare());
        assertEquals(0, PaddedBatches.of(sequences, sequences, 1, 1).paddedShare());
    }

    @Test
    void theSeedDecides() {
        var sequences = IntStream.range(0, 60).mapToObj(i -> new int[] {i, i}).toList();
        var order = order(sequences, 7, 0);
        assertEquals(order, order(sequences, 7, 0));
        assertNotEquals(order, order(sequences, 7, 1), "another epoch, another order");
        assertNotEquals(order, order(sequences, 8, 0), "another seed, another order");
        var batches = PaddedBatches.of(sequences, sequences, 4, 7).epoch(3);
        assertEquals(list(batches).get(2).getFeatures(), list(batches).get(2).getFeatures(), "an epoch can be read again");
    }

    private static List<Integer> order(List<int[]> sequences, long seed, int epoch) {
        return list(PaddedBatches.of(sequences, sequences, 4, seed).epoch(epoch)).stream()
                .flatMap(batch -> IntStream.range(0, batch.getFeatures().rows()).mapToObj(row -> batch.getFeatures().getInt(row, 0)))
                .toList();
    }

    @Test
    void nextSymbolShiftsByOne() {
        var batch = list(PaddedBatches.nextSymbol(List.of(new int[] {2, 5, 6, 3}), 8, 1).epoch(0)).get(0);
        assertArrayEquals(new int[] {2, 5, 6}, batch.getFeatures().getRow(0).toIntVector());
        assertArrayEquals(new int[] {5, 6, 3}, batch.getLabels().getRow(0).toIntVector());
        assertSays("sequence 1 has 1 symbols", () -> PaddedBatches.nextSymbol(List.of(new int[2], new int[1]), 8, 1));
    }

    @Test
    void badInputIsNamed() {
        assertSays("batchSize is 0", () -> PaddedBatches.of(INPUTS, LABELS, 0, 1));
        assertSays("there are 0 input sequences", () -> PaddedBatches.of(List.of(), List.of(), 4, 1));
        assertSays("10 input sequences and 9 label sequences", () -> PaddedBatches.of(INPUTS, LABELS.subList(0, 9), 4, 1));
        assertSays("sequence 1 is empty", () -> PaddedBatches.of(List.of(new int[1], new int[0]), List.of(new int[1], new int[0]), 4, 1));
        assertSays("sequence 0 has 2 inputs and 3 labels", () -> PaddedBatches.of(List.of(new int[2]), List.of(new int[3]), 4, 1));
        assertSays("sequence 0 has the input -1 at step 1",
                () -> PaddedBatches.of(List.of(new int[] {0, -1}), List.of(new int[2]), 4, 1));
        assertSays("sequence 0 has the label -2 at step 0",
                () -> PaddedBatches.of(List.of(new int[2]), List.of(new int[] {-2, 0}), 4, 1));
        assertSays("epoch is -1", () -> PaddedBatches.of(INPUTS, LABELS, 4, 1).epoch(-1));
    }

    private static void assertSays(String expected, Executable action) {
        var error = assertThrows(IllegalArgumentException.class, action);
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }
}
