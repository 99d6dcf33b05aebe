package org.unrolled.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unrolled.caption.TrainedEncoder;
import org.unrolled.model.PictureEncoder;
import org.unrolled.scenes.Scene;

class SceneRecipeTest {
    private static final PictureEncoder SIZES = new PictureEncoder(Scene.SIDE, 8, List.of(4, 6, 8), 1);

    @Test
    void trainsAnEncoder() {
        var told = new ArrayList<String>();
        var recipe = new SceneRecipe(SIZES, 60, 2, 16, 4e-3, 5);
        var encoder = recipe.train(3, told::add);
        assertEquals(List.of(8, 8, 8), encoder.shape());
        assertTrue(told.get(0).startsWith("8 updates"), told.toString());
        assertEquals(encoder.identity(), recipe.train(3, told::add).identity());
        assertNotEquals(encoder.identity(), recipe.train(4, told::add).identity());
    }

    /** Training can't be repeated byte by byte on another processor; what was built can. */
    @Test
    void theEncoderThatComesWithTheLibraryIsOfThisRecipe() {
        assertEquals(SceneRecipe.standard().sizes().withSeed(SceneRecipe.SEED), TrainedEncoder.ofScenes().settings());
    }
}
