package org.unrolled.caption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.model.PictureEncoder;
import org.unrolled.nn.FusedAdam;
import org.unrolled.scenes.RenderedScenes;
import org.unrolled.scenes.Scene;
import org.unrolled.scenes.SceneObject;
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
    void aFileHasAllOfIt() throws IOException {
        var encoder = TrainedEncoder.of(SETTINGS, trained);
        var file = folder.resolve("some.encoder");
        encoder.save(file);
        var read = TrainedEncoder.load(file);
        assertEquals(SETTINGS, read.settings());
        assertEquals(encoder.identity(), read.identity());
        assertArrayEquals(encoder.encode(PICTURES.subList(0, 2)), read.encode(PICTURES.subList(0, 2)));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 300));
        assertThrows(IOException.class, () -> TrainedEncoder.load(file));
    }

    /** Features at a thing's middle, against the mean of those of each kind. Colours are in the way, but training tells kinds apart. */
    @Test
    void theEncoderThatComesWithTheLibrarySeesWhatThingsAre() {
        var shipped = TrainedEncoder.ofScenes();
        assertEquals(List.of(96, 8, 8), shipped.shape());
        double right = nearestKind(shipped);
        double untrained = nearestKind(TrainedEncoder.of(shipped.settings(), shipped.settings().build()));
        assertTrue(right >= 0.6 && untrained <= 0.4, right + " of the things, without training " + untrained);
    }

    private static double nearestKind(TrainedEncoder encoder) {
        var scenes = new RenderedScenes(77).part("kinds", 400, false).stream().filter(scene -> scene.objects().size() == 1).toList();
        var grids = encoder.encode(scenes.stream().map(Scene::picture).toList());
        int half = scenes.size() / 2;
        var means = new EnumMap<SceneObject.Thing, INDArray>(SceneObject.Thing.class);
        for (int i = 0; i < half; i++) {
            means.merge(scenes.get(i).objects().get(0).thing(), middle(grids[i], scenes.get(i).objects().get(0)), INDArray::add);
        }
        int right = 0;
        for (int i = half; i < scenes.size(); i++) {
            var thing = scenes.get(i).objects().get(0);
            var seen = middle(grids[i], thing);
            var nearest = means.entrySet().stream().max(Comparator.comparingDouble(kind -> Transforms.cosineSim(kind.getValue(), seen)));
            right += nearest.orElseThrow().getKey() == thing.thing() ? 1 : 0;
        }
        return right / (double) (scenes.size() - half);
    }

    /** The features of the place in which a thing's middle lies, of 8 x 8 places with 8 pixels a side. */
    private static INDArray middle(float[] grid, SceneObject thing) {
        int place = (int) (thing.top() + thing.height() / 2) / 8 * 8 + (int) (thing.left() + thing.width() / 2) / 8;
        var features = new float[grid.length / 64];
        for (int i = 0; i < features.length; i++) {
            features[i] = grid[64 * i + place];
        }
        return Nd4j.createFromArray(features);
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
