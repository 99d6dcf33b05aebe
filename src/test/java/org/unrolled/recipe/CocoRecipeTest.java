package org.unrolled.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.data.RealData;
import org.unrolled.model.CaptionModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.vision.CaptionSet;
import org.unrolled.vision.EncoderSettings;
import org.unrolled.vision.GridEncoder;
import org.unrolled.vision.Picture;
import org.unrolled.vision.PretrainedEncoder;

class CocoRecipeTest {
    @TempDir
    Path folder;

    /** Mean levels of the picture's four quarters: enough to see whose grid is whose. */
    private static final class Quarters implements GridEncoder {
        private int seen;

        @Override
        public float[][] encode(List<Picture> pictures) {
            seen += pictures.size();
            return pictures.stream().map(picture -> {
                var small = picture.resize(2, 2);
                var grid = new float[12];
                for (int i = 0; i < 12; i++) {
                    grid[i] = small.level(i % 2, i / 2 % 2, i / 4);
                }
                return grid;
            }).toArray(float[][]::new);
        }

        @Override
        public List<Integer> shape() {
            return List.of(3, 2, 2);
        }

        @Override
        public String identity() {
            return "quarters";
        }
    }

    @Test
    void fetchesPhotographsAndKeepsTheirFeatures() {
        var cache = RealData.cache(folder);
        var eyes = new Quarters();
        var told = new ArrayList<String>();
        try (var features = eyes.featureFile(folder.resolve("features"))) {
            var part = CocoRecipe.part(cache, "train2017", 6, 1, eyes, features, told::add);
            assertEquals(6, part.grids().size());
            assertEquals(6, part.images().images().size());
            assertTrue(part.captions().stream().allMatch(own -> own.size() >= 5));
            for (int i = 0; i < 6; i++) {
                var file = cache.path("coco-captions", "train2017/" + part.images().images().get(i).fileName());
                assertArrayEquals(eyes.encode(List.of(org.unrolled.vision.PictureFile.read(file)))[0], part.grids().get(i));
            }
        }
        int before = eyes.seen;
        // Opened again, there is nothing left to compute; more photographs are added to those that are there.
        try (var features = eyes.featureFile(folder.resolve("features"))) {
            CocoRecipe.part(cache, "train2017", 6, 1, eyes, features, told::add);
            assertEquals(before, eyes.seen);
            assertEquals(9, CocoRecipe.part(cache, "train2017", 9, 1, eyes, features, told::add).grids().size());
            assertEquals(before + 3, eyes.seen);
        }
        assertTrue(told.stream().noneMatch(line -> line.startsWith("left out")), told.toString());
    }

    /** Eighty photographs, four hundred captions, EfficientNet-Lite0: a decoder without dropout says of each what one of its people said. */
    @Test
    void learnsEightyPhotographsByHeart() {
        var cache = RealData.cache(folder);
        var encoder = EncoderSettings.EFFICIENTNET_LITE0;
        try (var eyes = PretrainedEncoder.open(encoder, cache.path("image-encoders", encoder.file()), 4);
                var features = eyes.featureFile(folder.resolve("features"))) {
            var part = CocoRecipe.part(cache, "train2017", 80, 1, eyes, features, told -> { });
            assertEquals(80, part.grids().size());
            var some = new CaptionRecipe.Part(new CaptionSet("some", part.images().images().subList(0, 8)), part.grids().subList(0, 8));
            var sizes = CaptionModel.showAttendTell(2, 2).withEmbedding(128).withHiddenSize(256).withCell(RecurrentCell.GRU).withDropout(0)
                .withGated(false).withDoublyStochastic(0);
            var recipe = new CaptionRecipe(sizes, new CaptionRecipe.Training(32, 40, 4e-3, 1), 1, 3, List.of(1.0));
            var scores = CaptionRecipe.scores(recipe.train(part, some, eyes.shape().get(0), 1, told -> { }), part);
            assertTrue(scores.bleu().get(3) >= 0.9, scores.toString());
        }
    }
}
