package org.unrolled.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.SpecAugment;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.EmbeddedSpeech;

class SpeechRecipeTest {
    /**
     * Filters are moved up and down from where the recogniser hears: moved by next to nothing, they give what it hears, and there is room to
     * move them up nearly as far as down, or it would be tested at the edge of what was trained.
     */
    @Test
    void trainingMovesFiltersAroundThoseThatTheRecogniserHearsWith() {
        var spoken = EmbeddedSpeech.DIGITS.newVoices().subList(0, 3);
        var alphabet = Alphabet.letters(EmbeddedSpeech.DIGITS.words());
        var still = new SpeechRecipe.Change(1e-9, 0, new SpecAugment(0, 0, 0, 0, 0));
        record Heard(FrontEnd frontEnd, SpeechRecipe.Change change) { }
        for (var each : List.of(new Heard(SpeechRecipe.digits().frontEnd(), SpeechRecipe.digits().change()),
            new Heard(CorpusRecipe.an4().frontEnd(), CorpusRecipe.an4().change()))) {
            var trained = still.frames(spoken, each.frontEnd, alphabet, 1, 1);
            assertEquals(3, trained.size());
            for (int i = 0; i < 3; i++) {
                var heard = each.frontEnd.frames(spoken.get(i).sound());
                assertEquals(heard.length, trained.get(i).frames().length);
                for (int t = 0; t < heard.length; t++) {
                    assertArrayEquals(heard[t], trained.get(i).frames()[t], 1e-3f, spoken.get(i).name());
                }
            }
            var features = each.frontEnd.features();
            double room = features.sampleRate() / 2.0 / features.highHertz() - 1;
            assertTrue(room >= 0.7 * each.change.vocalTract(), "room above: " + room);
        }
    }

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
