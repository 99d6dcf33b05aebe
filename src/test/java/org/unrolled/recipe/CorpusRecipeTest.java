package org.unrolled.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.MelScale;
import org.unrolled.audio.SpecAugment;
import org.unrolled.audio.SpeechFeatures;
import org.unrolled.model.CtcModel;
import org.unrolled.speech.EmbeddedSpeech;
import org.unrolled.speech.SpokenStrings;

class CorpusRecipeTest {
    /** Sentences of a few synthetic voices in place of a corpus: it learns them, and writes with the corpus' letters alone. */
    @Test
    void learnsACorpusOfSentences() {
        var words = EmbeddedSpeech.DIGITS.train().stream().filter(each -> each.text().equals("one") || each.text().equals("six")).toList();
        var corpus = SpokenStrings.of(words, 3).withLength(1, 3).epoch(0, 64);
        var recipe = new CorpusRecipe(CtcModel.of(39, 2).withLayers(1).withHiddenSize(48).withDropout(0), FrontEnd.cepstra(SpeechFeatures.of(8000)
            .withMels(26, MelScale.HTK), 13), new SpeechRecipe.Change(0.02, 0, new SpecAugment(0, 0, 0, 0, 0)), 8, 14, 0.015, 4, 0.3, 8);
        assertTrue(recipe.tried(corpus, corpus, 1).rate() < 0.2, "error rate");
        var recognizer = recipe.train(corpus.subList(0, 16), 2);
        assertEquals(" einosx", String.join("", recognizer.alphabet().vocabulary().symbols().subList(1, recognizer.alphabet().size())));
    }

    /** The settings for the corpora make networks that fit what they hear. */
    @Test
    void theCorporasSettingsBuildTheirNetworks() {
        for (var recipe : List.of(CorpusRecipe.an4(), CorpusRecipe.librispeech())) {
            assertEquals(80, recipe.frontEnd().bands());
            assertTrue(recipe.sizes().withBands(80).withSymbols(28).build().params().length() > 500_000);
        }
    }
}
