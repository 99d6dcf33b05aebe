package org.unrolled.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.unrolled.text.EmbeddedPairs;
import org.unrolled.train.TrainingObserver;

class PairRecipeTest {
    private static final TrainingObserver NOBODY = new TrainingObserver() {
    };

    @Test
    void trainsATranslator() {
        var pairs = EmbeddedPairs.ANSWERS.train(120);
        var recipe = new PairRecipe(8, 16, 2, 20, 2, 0.01);
        var translator = recipe.train(pairs, 3, NOBODY);
        assertEquals(recipe.encode(pairs).sourceVocabulary().size(), translator.source().vocabulary().size());
        assertEquals(translator.graph().params(), recipe.train(pairs, 3, NOBODY).graph().params());
        assertNotEquals(translator.graph().params(), recipe.train(pairs, 4, NOBODY).graph().params());
    }

    @Test
    void learnsMoreInMoreEpochs() {
        var pairs = EmbeddedPairs.ANSWERS.train(120);
        var losses = new double[2];
        for (int i = 0; i < 2; i++) {
            int run = i;
            new PairRecipe(8, 16, 2, 20, 1, 0.01).withHiddenSize(24).withTraining(1 + 9 * i, 0.02).train(pairs, 3, new TrainingObserver() {
                @Override
                public void onStep(int step, double loss) {
                    losses[run] = loss;
                }
            });
        }
        assertTrue(losses[1] < 0.7 * losses[0], losses[1] + " after ten epochs, " + losses[0] + " after one");
    }
}
