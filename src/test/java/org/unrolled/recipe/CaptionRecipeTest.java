package org.unrolled.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.caption.Captioner;
import org.unrolled.model.CaptionModel;
import org.unrolled.vision.CaptionSet;
import org.unrolled.vision.CaptionedImage;

class CaptionRecipeTest {
    private static final List<String> THINGS = List.of("ball", "car", "dog", "tree", "house");
    private static final int PLACES = 2;
    private static final CaptionRecipe.Rewarding REWARDING = new CaptionRecipe.Rewarding(12, 2e-3, 10, 4, 0.5, 2);
    private static CaptionRecipe recipe;
    private static Captioner trained;
    private static CaptionRecipe.Part train;
    private static CaptionRecipe.Part dev;

    /** Pictures with two things, of which people say three different things. */
    private static CaptionRecipe.Part part(String name, int count, long seed) {
        var images = new ArrayList<CaptionedImage>();
        var grids = new ArrayList<float[]>();
        var random = new Random(seed);
        for (int i = 0; i < count; i++) {
            int[] things = random.ints(PLACES, 0, THINGS.size()).toArray();
            var grid = new float[THINGS.size() * PLACES];
            IntStream.range(0, PLACES).forEach(place -> grid[things[place] * PLACES + place] = 1);
            grids.add(grid);
            var words = Arrays.stream(things).sorted().mapToObj(THINGS::get).toList();
            images.add(new CaptionedImage(i, name + i, 0, 0, null, List.of("a " + words.get(0) + " and a " + words.get(1) + " on the grass",
                "the " + words.get(0) + " is beside a " + words.get(1), "a " + words.get(0) + " and a " + words.get(1) + " in the sun")));
        }
        return new CaptionRecipe.Part(new CaptionSet(name, images), grids);
    }

    @BeforeAll
    static void train() {
        train = part("train", 60, 1);
        dev = part("dev", 20, 2);
        recipe = new CaptionRecipe(CaptionModel.showTell(2, 2).withEmbedding(16).withHiddenSize(32).withDropout(0.2),
            new CaptionRecipe.Training(20, 6, 0.01, 2), 1, 3, List.of(0.5, 1.0));
        trained = recipe.train(train, dev, THINGS.size(), 4, told -> { });
    }

    @Test
    void goesOnByRewardsAndKeepsWhatIsBetterOnDev(@TempDir Path folder) throws IOException {
        var before = trained.graph().params().dup();
        var told = new ArrayList<String>();
        var rewarded = recipe.rewarded(trained, REWARDING, train, dev, 4, told::add);
        assertNotSame(trained, rewarded, told.toString());
        double had = CaptionRecipe.scores(trained, dev).bleu().get(3);
        double has = CaptionRecipe.scores(rewarded, dev).bleu().get(3);
        assertTrue(has > had + 0.05, had + " and " + has);
        assertEquals(before, trained.graph().params());
        assertEquals(REWARDING.epochs(), told.stream().filter(line -> line.startsWith("samples were worth")).count(), told.toString());

        // From a file it goes the same way, and into one.
        trained.save(folder.resolve("a.captioner"));
        var again = recipe.rewarded(Captioner.load(folder.resolve("a.captioner")), REWARDING, train, dev, 4,
            line -> { });
        assertEquals(rewarded.graph().params(), again.graph().params());
        again.save(folder.resolve("b.captioner"));
        assertEquals(rewarded.ofGrids(dev.grids()).get(3).text(), Captioner.load(folder.resolve("b.captioner")).ofGrids(dev.grids()).get(3)
            .text());
    }

    /** At a rate at which nothing is left of what was learned. */
    @Test
    void keepsTheOneFromBeforeIfThatIsBetter() {
        var told = new ArrayList<String>();
        assertSame(trained, recipe.rewarded(trained, new CaptionRecipe.Rewarding(1, 0.5, 10, 2, 0, 1), train, dev, 1, told::add));
        assertTrue(told.get(told.size() - 1).contains("before rewards"), told.toString());
    }
}
