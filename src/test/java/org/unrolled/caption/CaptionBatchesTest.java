package org.unrolled.caption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.text.TextCodec;
import org.unrolled.text.Vocabulary;

class CaptionBatchesTest {
    /** Ids 0 to 3 are the reserved ones. */
    private static final TextCodec CODEC = new TextCodec(new SpaceTokenizer(), Vocabulary.of(Vocabulary.Unit.WORD, List.of(Vocabulary.PADDING,
        Vocabulary.UNKNOWN, Vocabulary.START, Vocabulary.END, "a", "b", "c")));
    /** Two features at three places. */
    private static final List<float[]> GRIDS = List.of(new float[] {1, 2, 3, 4, 5, 6}, new float[] {-1, -2, -3, -4, -5, -6});
    private static final List<List<String>> CAPTIONS = List.of(List.of("a b", "c"), List.of("b strange a"));

    private static CaptionBatches batches(int size) {
        return CaptionBatches.of(GRIDS, 2, CAPTIONS, CODEC, size, 1);
    }

    @Test
    void readsAllButTheLastAndSaysAllButTheFirst() {
        var batch = batches(3).whole().get(0);
        assertEquals(Nd4j.createFromArray(new float[][] {{2, 6, 0, 0}, {2, 4, 5, 0}, {2, 5, 1, 4}}), batch.getFeatures(1));
        assertEquals(Nd4j.createFromArray(new float[][] {{6, 3, 0, 0}, {4, 5, 3, 0}, {5, 1, 4, 3}}), batch.getLabels(0));
        var mask = Nd4j.createFromArray(new float[][] {{1, 1, 0, 0}, {1, 1, 1, 0}, {1, 1, 1, 1}});
        assertEquals(mask, batch.getFeaturesMaskArray(1));
        assertEquals(mask, batch.getLabelsMaskArray(0));
        assertNull(batch.getFeaturesMaskArray(0));
    }

    @Test
    void givesEachCaptionItsPicture() {
        var seen = batches(3).whole().get(0).getFeatures(0);
        assertArrayEquals(new long[] {3, 2, 3}, seen.shape());
        assertEquals(Nd4j.createFromArray(new float[][][] {{{1, 2, 3}, {4, 5, 6}}, {{1, 2, 3}, {4, 5, 6}}, {{-1, -2, -3}, {-4, -5, -6}}}), seen);
    }

    /** Over the six places: features of 1, 2, 3, -1, -2, -3 and of 4, 5, 6, -4, -5, -6. */
    @Test
    void tellsHowFeaturesAreScaled() {
        var scaling = batches(2).scaling();
        assertArrayEquals(new float[] {0, 0}, scaling.mean(), 1e-6f);
        assertArrayEquals(new float[] {(float) Math.sqrt(14 / 3.0), (float) Math.sqrt(77 / 3.0)}, scaling.deviation(), 1e-6f);
    }

    @Test
    void aGridOfOnePlaceIsTheMeanOfAll() {
        var means = CaptionBatches.means(GRIDS, 2);
        assertArrayEquals(new float[] {2, 5}, means.get(0));
        assertArrayEquals(new float[] {-2, -5}, means.get(1));
    }

    @Test
    void anEpochHasEachCaptionOnce_inAnOrderOfItsOwn() {
        var grids = new ArrayList<float[]>();
        var captions = new ArrayList<List<String>>();
        for (int i = 0; i < 20; i++) {
            grids.add(new float[] {i});
            captions.add(List.of("a", "b a"));
        }
        var batches = CaptionBatches.of(grids, 1, captions, CODEC, 8, 5);
        assertEquals(5, batches.batches());
        assertEquals(40, batches.captions());
        for (int epoch = 0; epoch < 3; epoch++) {
            var counts = new TreeMap<Double, Integer>();
            for (var batch : batches.epoch(epoch)) {
                for (double picture : batch.getFeatures(0).ravel().toDoubleVector()) {
                    counts.merge(picture, 1, Integer::sum);
                }
            }
            assertEquals(20, counts.size());
            assertTrue(counts.values().stream().allMatch(count -> count == 2));
        }
        assertEquals(first(batches.epoch(0)), first(batches.epoch(0)));
        assertNotEquals(first(batches.epoch(0)), first(batches.epoch(1)));
    }

    private static List<Double> first(List<MultiDataSet> epoch) {
        return java.util.Arrays.stream(epoch.get(0).getFeatures(0).ravel().toDoubleVector()).boxed().toList();
    }

    @Test
    void saysWhatIsWrong() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> CaptionBatches.of(GRIDS, 2, List.of(List.of("a")), CODEC, 1, 1))
            .getMessage().contains("grids of 2 pictures, captions of 1"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> CaptionBatches.of(GRIDS, 4, CAPTIONS, CODEC, 1, 1)).getMessage()
            .contains("6 numbers"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> CaptionBatches.of(GRIDS, 2, List.of(List.of("a"), List.of(" ")), CODEC,
            1, 1)).getMessage().contains("picture 1 has the caption ' '"));
        assertThrows(IllegalArgumentException.class, () -> CaptionBatches.of(GRIDS, 2, List.of(List.of(), List.of()), CODEC, 1, 1));
        var uneven = CaptionBatches.of(List.of(new float[6], new float[4]), 2, CAPTIONS, CODEC, 3, 1);
        assertThrows(IllegalArgumentException.class, () -> uneven.whole().get(0));
    }
}
