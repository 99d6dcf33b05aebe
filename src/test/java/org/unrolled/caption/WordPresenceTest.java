package org.unrolled.caption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.model.PictureEncoder;
import org.unrolled.nn.FusedAdam;
import org.unrolled.scenes.RenderedScenes;
import org.unrolled.scenes.Scene;
import org.unrolled.text.WordTokenizer;
import org.unrolled.train.Trainer;

class WordPresenceTest {
    private static final List<List<String>> CAPTIONS = List.of(List.of("a red dog", "a dog and a cat"), List.of("a cat"),
            List.of("a red cup", "a cup of tea"));

    @Test
    void wordsThatSomePicturesHave() {
        var presence = WordPresence.of(CAPTIONS, new WordTokenizer(), 2);
        assertEquals(List.of("cat", "red"), presence.words(), "all pictures have 'a', and the rest is in one only");
        var targets = presence.targets(CAPTIONS);
        assertArrayEquals(new float[] {0.5f, 0.5f}, targets.getRow(0).toFloatVector());
        assertArrayEquals(new float[] {1, 0}, targets.getRow(1).toFloatVector());
        assertArrayEquals(new float[] {0, 0.5f}, targets.getRow(2).toFloatVector());
        assertEquals(1, presence.place("red"));
        assertThrows(IllegalArgumentException.class, () -> presence.place("dog"));
        assertThrows(IllegalArgumentException.class, () -> WordPresence.of(CAPTIONS, new WordTokenizer(), 3));
    }

    @Test
    void anEpochHasEachPictureOnce() {
        var scenes = new RenderedScenes(1).part("some", 7, false);
        var presence = WordPresence.of(scenes.stream().map(Scene::captions).toList(), new WordTokenizer(), 2);
        var batches = new PictureBatches(scenes.stream().map(Scene::picture).toList(),
                presence.targets(scenes.stream().map(Scene::captions).toList()), 3, 1);
        assertEquals(List.of(3L, 3L, 1L), batches.epoch(0).stream().map(batch -> batch.getFeatures().size(0)).toList());
        var seen = new HashSet<INDArray>();
        batches.epoch(0).forEach(batch -> {
            for (int i = 0; i < batch.getFeatures().size(0); i++) {
                seen.add(batch.getFeatures().slice(i).dup());
            }
        });
        assertEquals(7, seen.size());
        assertEquals(batches.epoch(1).get(0), batches.epoch(1).get(0));
        assertEquals(presence.targets(List.of(scenes.get(3).captions())), batches.whole().get(1).getLabels().getRows(0));
    }

    /** Of new pictures: what the captions say is told better than by how common the words are. */
    @Test
    void aNetworkLearnsToSeeWords() {
        var scenes = new RenderedScenes(1).part("some", 260, false);
        var captions = scenes.stream().map(Scene::captions).toList();
        var presence = WordPresence.of(captions.subList(0, 200), new WordTokenizer(), 20);
        var pictures = scenes.stream().map(Scene::picture).toList();
        var graph = new PictureEncoder(Scene.SIDE, 8, List.of(8, 12, 16, 24), 1).buildForWords(presence.size(), new FusedAdam(1e-2));
        var batches = new PictureBatches(pictures.subList(0, 200), presence.targets(captions.subList(0, 200)), 10, 1);
        var others = new PictureBatches(pictures.subList(200, 260), presence.targets(captions.subList(200, 260)), 60, 1).whole().get(0);
        double before = graph.score(others);
        Trainer.of(graph).epochs(8).batches(batches::epoch).clipNorm(5).run();
        assertTrue(graph.score(others) < 0.8 * before, "loss of other pictures " + before + " to " + graph.score(others));
        var night = graph.outputSingle(others.getFeatures()).getColumn(presence.place("night")).toDoubleVector();
        var dark = IntStream.range(0, 60).filter(i -> scenes.get(200 + i).place() == Scene.Place.NIGHT).mapToDouble(i -> night[i])
                .toArray();
        double atNight = Arrays.stream(dark).average().orElseThrow();
        double byDay = (Arrays.stream(night).sum() - Arrays.stream(dark).sum()) / (60 - dark.length);
        assertTrue(atNight > 4 * byDay, "'night' is told with " + atNight + " at night, with " + byDay + " else");
    }
}
