package org.unrolled.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.unrolled.speech.EmbeddedSpeech;

class SpeechRecipeTest {
    /** Two short epochs: it learns that something is said, writes only words, and does the same again. */
    @Test
    void trainsOnStringsAndWritesKnownWords() {
        var recipe = SpeechRecipe.digits().withTraining(new SpeechRecipe.Training(96, 8, 3, 6e-3));
        var words = EmbeddedSpeech.DIGITS.train();
        var test = SpeechRecipe.testStrings(EmbeddedSpeech.DIGITS.newTakes()).subList(0, 12);
        var once = SpeechRecipe.testStrings(EmbeddedSpeech.DIGITS.newTakes()).get(0);
        assertEquals(test.get(0).text(), once.text(), "always the same strings");
        assertArrayEquals(test.get(0).sound().samples(), once.sound().samples());
        assertTrue(test.stream().allMatch(each -> each.words().size() >= 3 && each.words().size() <= 7));
        var told = new ArrayList<Double>();
        var recognizer = recipe.train(words, 1, told::add, test);
        assertEquals(3, told.size());
        assertEquals(told.get(2), SpeechRecipe.tested(recognizer, test).rate());
        var transcripts = recognizer.transcribe(List.of(test.get(0).sound(), test.get(1).sound()));
        var known = Set.copyOf(EmbeddedSpeech.DIGITS.words());
        for (var each : transcripts) {
            assertTrue(each.text().isEmpty() || known.containsAll(List.of(each.text().strip().split(" "))), each.text());
        }
        var again = recipe.train(words, 1).transcribe(test.get(0).sound());
        assertArrayEquals(transcripts.get(0).logProbabilities()[3], again.logProbabilities()[3], 1e-3f, "the same seed");
    }
}
