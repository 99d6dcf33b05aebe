package org.unrolled.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.unrolled.audio.Sound;
import org.unrolled.text.Vocabulary;

class SpeechBatchesTest {
    /** Utterance i has 10 + i % 7 frames, frame t is (i, t, i + t), and labels 1 to 1 + i % 4. */
    private static final List<LabelledFrames> SOME = IntStream.range(0, 40).mapToObj(i -> new LabelledFrames("u" + i,
            IntStream.range(0, 10 + i % 7).mapToObj(t -> new float[] {i, t, i + t}).toArray(float[][]::new),
            IntStream.rangeClosed(1, 1 + i % 4).toArray())).toList();

    @Test
    void everyUtteranceComesOnceAsChannelsByTime() {
        var batches = SpeechBatches.of(SOME, 8, 1);
        for (var epoch : List.of(batches.epoch(0), batches.epoch(1), batches.whole())) {
            var seen = new TreeSet<Integer>();
            for (var batch : epoch) {
                var features = batch.getFeatures(0);
                assertEquals(3, features.size(1));
                for (int row = 0; row < features.size(0); row++) {
                    int i = features.getInt(row, 0, 0);
                    seen.add(i);
                    for (int t = 0; t < features.size(2); t++) {
                        int real = t < 10 + i % 7 ? 1 : 0;
                        assertEquals(real, batch.getFeaturesMaskArray(0).getInt(row, t));
                        assertEquals(real * (i + t), features.getInt(row, 2, t));
                        assertEquals(real * t, features.getInt(row, 1, t));
                    }
                    for (int k = 0; k < batch.getLabels(0).size(1); k++) {
                        int real = k < 1 + i % 4 ? 1 : 0;
                        assertEquals(real, batch.getLabelsMaskArray(0).getInt(row, k));
                        assertEquals(real * (k + 1), batch.getLabels(0).getInt(row, k));
                    }
                }
            }
            assertEquals(40, seen.size());
        }
        assertEquals(batches.epoch(2).get(1).getFeatures(0), SpeechBatches.of(SOME, 8, 1).epoch(2).get(1).getFeatures(0));
        assertNotEquals(first(batches.epoch(0)), first(batches.epoch(1)));
        assertNotEquals(first(batches.epoch(0)), first(SpeechBatches.of(SOME, 8, 2).epoch(0)));
    }

    private static List<Integer> first(List<MultiDataSet> batches) {
        return batches.stream().map(batch -> batch.getFeatures(0).getInt(0, 0, 0)).toList();
    }

    @Test
    void lengthsAreAlikeAndFramesLimited() {
        var order = SpeechBatches.of(SOME, 8, 1).order();
        var lengths = order.stream().flatMap(List::stream).map(i -> SOME.get(i).frames().length).toList();
        assertEquals(lengths.stream().sorted().toList(), lengths);
        var whole = SpeechBatches.of(SOME, 8, 1).whole();
        for (int i = 0; i < order.size(); i++) {
            assertEquals(order.get(i).get(0), whole.get(i).getFeatures(0).getInt(0, 0, 0));
        }

        var limited = SpeechBatches.of(SOME, 8, 1).withMostFrames(50).epoch(0);
        assertTrue(limited.size() > order.size());
        limited.forEach(batch -> assertTrue(batch.getFeatures(0).size(0) * batch.getFeatures(0).size(2) <= 50));
        assertEquals(40, SpeechBatches.of(SOME, 8, 1).withMostFrames(1).epoch(0).size(), "one alone may have more");
    }

    @Test
    void featuresAreChangedAnewInEachEpochButNotInAValidation() {
        var batches = SpeechBatches.of(SOME, 8, 1).withTransformation((frames, random) ->
                Arrays.stream(frames).map(frame -> new float[] {frame[0], frame[1], random.nextFloat()}).toArray(float[][]::new));
        var draws = new TreeSet<Float>();
        int count = 0;
        for (int epoch = 0; epoch < 2; epoch++) {
            for (var batch : batches.epoch(epoch)) {
                for (int row = 0; row < batch.getFeatures(0).size(0); row++, count++) {
                    draws.add(batch.getFeatures(0).getFloat(row, 2, 3));
                }
            }
        }
        assertEquals(80, count);
        assertTrue(draws.size() > 75, "other numbers for each: " + draws.size());
        assertEquals(batches.epoch(1).get(2).getFeatures(0), batches.epoch(1).get(2).getFeatures(0), "asked for twice");
        assertEquals(SpeechBatches.of(SOME, 8, 1).whole().get(0).getFeatures(0), batches.whole().get(0).getFeatures(0));

        refused("utterance u", "3 bands and has 1 now", () -> SpeechBatches.of(SOME, 8, 1).withTransformation((frames, random) ->
                new float[12][1]).epoch(0).get(0));
        refused("utterance u", "has 1 frames", () -> SpeechBatches.of(SOME, 8, 1).withTransformation((frames, random) ->
                new float[1][3]).epoch(0).forEach(batch -> { }));
    }

    /** Two alike need a blank between them: "aab" can't be said in three steps. */
    @Test
    void anUtteranceThatIsTooShortForItsLabelsIsNamed() {
        var short3 = new LabelledFrames("clip_9", new float[3][2], new int[] {1, 1, 2});
        assertEquals(4, short3.needed());
        assertTrue(!short3.isLongEnough(1) && new LabelledFrames("x", new float[4][2], new int[] {1, 1, 2}).isLongEnough(1));
        refused("utterance clip_9 has 3 frames", "3 labels need at least 4", () -> SpeechBatches.of(List.of(short3), 1, 1));
        var long9 = new LabelledFrames("clip_10", new float[9][2], new int[] {1, 1, 2});
        var batches = SpeechBatches.of(List.of(long9), 1, 1).withFramesPerStep(2);
        assertEquals(1, batches.epoch(0).size());
        refused("utterance clip_10 has 9 frames, a step of the network for each 3: 3 steps", "Leave it out",
                () -> batches.withFramesPerStep(3));
        var kept = new ArrayList<>(List.of(short3, long9));
        kept.removeIf(each -> !each.isLongEnough(1));
        assertEquals(1, SpeechBatches.of(kept, 1, 1).size());
    }

    @Test
    void utterancesBecomeFramesAndLabelsInTheirOrder() {
        var utterances = IntStream.range(0, 50).mapToObj(i -> new Utterance(new Sound(new float[i + 5], 8000), i % 2 == 0 ? "on" : "off on",
                "ada", "clip_" + i)).toList();
        var alphabet = Alphabet.words(List.of("on off"));
        var all = LabelledFrames.of(utterances, sound -> new float[sound.samples().length][2], alphabet);
        for (int i = 0; i < 50; i++) {
            assertEquals("clip_" + i, all.get(i).name());
            assertEquals(i + 5, all.get(i).frames().length);
            assertArrayEquals(i % 2 == 0 ? new int[] {1} : new int[] {2, 1}, all.get(i).labels());
        }
        refused("utterance clip_1,", "\"off\"", () -> LabelledFrames.of(utterances.subList(1, 2), sound -> new float[3][2],
                Alphabet.words(List.of("on"))));
        refused("utterance clip_0", "has no frame", () -> LabelledFrames.of(utterances.subList(0, 1), sound -> new float[0][], alphabet));
    }

    @Test
    void mistakesAreNamed() {
        refused("0 utterances", "at least 1", () -> SpeechBatches.of(List.of(), 1, 1));
        refused("batches of 0", "at least 1", () -> SpeechBatches.of(SOME, 0, 1));
        refused("utterance b has 3 bands", "the first has 2", () -> SpeechBatches.of(List.of(
                new LabelledFrames("a", new float[3][2], new int[] {1}), new LabelledFrames("b", new float[3][3], new int[] {1})), 1, 1));
        refused("utterance a", "empty transcript", () -> new LabelledFrames("a", new float[3][2], new int[0]));
        refused("utterance a has the label 0", "0 is the blank", () -> new LabelledFrames("a", new float[3][2], new int[] {0}));
        refused("utterance a", "frames of 2 and of 1", () -> new LabelledFrames("a", new float[][] {{1, 2}, {3}}, new int[] {1}));
    }

    private static void refused(String message, String more, Executable what) {
        var e = assertThrows(IllegalArgumentException.class, what);
        assertTrue(e.getMessage().contains(message) && e.getMessage().contains(more), e.getMessage());
    }

    /** What a decoder reads begins with START, what it should say ends with END; between are the labels of the same row. */
    @Test
    void aDecoderReadsTheLabelsOneStepLate() {
        var alphabet = new Alphabet(Vocabulary.of(Vocabulary.Unit.CHARACTER, List.of(Alphabet.BLANK, "a", "b", "c", "d")));
        var plain = SpeechBatches.of(SOME, 8, 1).epoch(3);
        var both = SpeechBatches.of(SOME, 8, 1).withDecoder(alphabet, true).epoch(3);
        var alone = SpeechBatches.of(SOME, 8, 1).withDecoder(alphabet, false).epoch(3);
        for (int i = 0; i < plain.size(); i++) {
            var batch = both.get(i);
            assertEquals(plain.get(i).getFeatures(0), batch.getFeatures(0));
            assertEquals(plain.get(i).getLabels(0), batch.getLabels(1));
            assertEquals(plain.get(i).getLabelsMaskArray(0), batch.getLabelsMaskArray(1));
            assertEquals(1, alone.get(i).getLabels().length);
            assertEquals(batch.getLabels(0), alone.get(i).getLabels(0));
            assertEquals(batch.getFeaturesMaskArray(1), batch.getLabelsMaskArray(0));
            for (int row = 0; row < batch.getFeatures(0).size(0); row++) {
                int count = 1 + batch.getFeatures(0).getInt(row, 0, 0) % 4;
                assertEquals(5, batch.getFeatures(1).getInt(row, 0));
                assertEquals(6, batch.getLabels(0).getInt(row, count));
                assertEquals(count + 1, batch.getLabelsMaskArray(0).getRow(row).sumNumber().intValue());
                for (int k = 0; k < count; k++) {
                    assertEquals(k + 1, batch.getFeatures(1).getInt(row, k + 1));
                    assertEquals(k + 1, batch.getLabels(0).getInt(row, k));
                }
            }
        }
    }
}
