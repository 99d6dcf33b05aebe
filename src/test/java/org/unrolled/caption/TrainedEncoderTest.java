package org.unrolled.caption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.model.PictureEncoder;
import org.unrolled.nn.FusedAdam;
import org.unrolled.scenes.RenderedScenes;
import org.unrolled.scenes.Scene;
import org.unrolled.text.WordTokenizer;
import org.unrolled.train.Trainer;
import org.unrolled.vision.Picture;
import org.unrolled.vision.PictureException;
import org.unrolled.vision.PixelScaling;

class TrainedEncoderTest {
    private static final PictureEncoder SETTINGS = new PictureEncoder(Scene.SIDE, 4, List.of(4, 6, 8, 10), 1);
    private static final List<Scene> SCENES = new RenderedScenes(1).part("some", 70, false);
    private static final List<Picture> PICTURES = SCENES.stream().map(Scene::picture).toList();
    private static ComputationGraph trained;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        var captions = SCENES.stream().map(Scene::captions).toList();
        var presence = WordPresence.of(captions, new WordTokenizer(), 5);
        trained = SETTINGS.buildForWords(presence.size(), new FusedAdam(1e-2));
        Trainer.of(trained).steps(2).batches(new PictureBatches(PICTURES, presence.targets(captions), 32, 1)::epoch).run();
    }

    @Test
    void gridsAreThoseOfTheTrainedNetwork() {
        var grids = TrainedEncoder.of(SETTINGS, trained).encode(PICTURES.subList(0, 8));
        var expected = trained.feedForward(PixelScaling.SIGNED.array(PICTURES.subList(0, 8)), false).get(PictureEncoder.GRID);
        assertArrayEquals(new long[] {8, 10, 4, 4}, expected.shape());
        for (int i = 0; i < 8; i++) {
            assertArrayEquals(expected.slice(i).dup('c').data().asFloat(), grids[i], 1e-6f);
        }
    }

    @Test
    void aPicturesGridDoesntDependOnItsCompany() {
        var encoder = TrainedEncoder.of(SETTINGS, trained);
        var all = encoder.encode(PICTURES);
        assertEquals(70, all.length);
        for (int i : List.of(0, 17, 63, 64, 69)) {
            assertArrayEquals(all[i], encoder.encode(List.of(PICTURES.get(i)))[0], 1e-5f);
        }
        assertEquals(List.of(10, 4, 4), encoder.shape());
        assertEquals(10, encoder.global(all[3]).length);
        var large = encoder.encode(List.of(SCENES.get(3).picture(2)))[0];
        assertFalse(Arrays.equals(all[3], large), "a picture of twice the size is stretched, not the same");
    }

    @Test
    void whatIsSavedIsThere() {
        var graph = TrainedEncoder.of(SETTINGS, trained).graph();
        var copy = new ComputationGraph(ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        copy.init(graph.params().dup(), false);
        assertArrayEquals(TrainedEncoder.of(SETTINGS, trained).encode(PICTURES.subList(0, 2)),
                TrainedEncoder.of(SETTINGS, copy).encode(PICTURES.subList(0, 2)));
    }

    @Test
    void featuresOfOtherWeightsAreAnotherEncoders() {
        var file = folder.resolve("features");
        TrainedEncoder.of(SETTINGS, trained).featureFile(file).close();
        TrainedEncoder.of(SETTINGS, trained).featureFile(file).close();
        var other = TrainedEncoder.of(SETTINGS, SETTINGS.build());
        assertThrows(PictureException.class, () -> other.featureFile(file));
    }
}
