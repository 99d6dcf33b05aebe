package org.unrolled.transcribe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.MelScale;
import org.unrolled.audio.Resampler;
import org.unrolled.audio.Sound;
import org.unrolled.audio.SpeechFeatures;
import org.unrolled.decode.GreedySearch;
import org.unrolled.model.CtcModel;
import org.unrolled.model.SpellingModel;
import org.unrolled.nn.FusedAdam;
import org.unrolled.recipe.SpeechRecipe;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.LabelledFrames;
import org.unrolled.speech.SpeechBatches;
import org.unrolled.speech.Utterance;
import org.unrolled.train.Schedule;
import org.unrolled.train.Trainer;

class SpellingRecognizerTest {
    private static final FrontEnd FRONT_END = FrontEnd.cepstra(SpeechFeatures.of(8000).withMels(20, MelScale.HTK), 13);
    private static final Alphabet ALPHABET = Alphabet.letters(List.of("one two three"));
    private static List<Utterance> strings;
    private static SpellingRecognizer recognizer;
    private static SpellingRecognizer transformer;

    /** Small networks that know three words of two voices. */
    @BeforeAll
    static void train() {
        strings = ThreeWords.strings();
        recognizer = trained(SpellingModel.listenAttendSpell(FRONT_END.bands(), ALPHABET.size()).withHiddenSize(48), 24);
        transformer = trained(SpellingModel.transformer(FRONT_END.bands(), ALPHABET.size()).withEmbedding(48).withLayers(1, 1), 40);
    }

    private static SpellingRecognizer trained(SpellingModel<?> model, int epochs) {
        var batches = SpeechBatches.of(LabelledFrames.of(strings, FRONT_END::frames, ALPHABET), 8, 1).withFramesPerStep(model.framesPerStep())
            .withDecoder(ALPHABET, true);
        var graph = model.withDropout(0).build(new FusedAdam(0.006));
        // The rate falls to the end, so that where training stands doesn't hang on a processor's rounding.
        int updates = epochs * ((strings.size() + 7) / 8);
        Trainer.of(graph).epochs(epochs).multiBatches(batches::epoch).clipNorm(5)
            .schedule(Schedule.warmupCosine(updates / 20, updates, 0.02)).run();
        return SpellingRecognizer.of(graph, FRONT_END, ALPHABET);
    }

    @Test
    void writesWhatWasSaid() {
        assertTrue(SpeechRecipe.tested(recognizer, strings).rate() < 0.1, "error rate " + SpeechRecipe.tested(recognizer, strings).rate());
        assertTrue(SpeechRecipe.tested(transformer, strings).rate() < 0.2, "error rate " + SpeechRecipe.tested(transformer, strings).rate());
        assertTrue(SpeechRecipe.tested(recognizer.withSearch(new GreedySearch(SpellingRecognizer.rules(ALPHABET))), strings).rate() < 0.2);
    }

    @Test
    void oneByOneOrTogetherIsTheSame() {
        var together = recognizer.transcribe(strings.subList(0, 9).stream().map(Utterance::sound).toList());
        for (int i = 0; i < together.size(); i++) {
            var alone = recognizer.transcribe(strings.get(i).sound());
            assertEquals(alone.text(), together.get(i).text());
            assertEquals(alone.attention()[0].length, together.get(i).attention()[0].length);
        }
    }

    /** For each symbol a row of weights over the steps of its own sound; on the whole it listens later for later symbols. */
    @Test
    void saysWhereItListened() {
        var longest = strings.stream().filter(each -> each.words().size() == 3
            && recognizer.transcribe(each.sound()).text().equals(each.text())).findFirst().orElseThrow();
        var spelling = recognizer.transcribe(longest.sound());
        double[][] weights = spelling.attention();
        assertEquals(spelling.symbols().size(), weights.length);
        assertEquals(longest.text(), String.join("", spelling.symbols()));
        assertEquals((FRONT_END.frames(longest.sound()).length + 3) / 4, weights[0].length);
        assertEquals(0.04, spelling.secondsPerStep(), 1e-9);
        for (double[] row : weights) {
            assertEquals(1, Arrays.stream(row).sum(), 1e-4);
        }
        assertTrue(centre(weights[weights.length - 1]) > centre(weights[0]) + 3);
        assertEquals(1, Arrays.stream(transformer.transcribe(longest.sound()).attention()[0]).sum(), 1e-4);
    }

    private static double centre(double[] weights) {
        double sum = 0;
        for (int t = 0; t < weights.length; t++) {
            sum += t * weights[t];
        }
        return sum;
    }

    @Test
    void savedAndLoadedItIsTheSame(@TempDir Path folder) throws IOException {
        var file = folder.resolve("small.spelling");
        recognizer.save(file);
        var loaded = SpellingRecognizer.load(file);
        assertEquals(recognizer.frontEnd(), loaded.frontEnd());
        var sound = strings.get(3).sound();
        assertEquals(recognizer.transcribe(sound).hypotheses().get(0).logProbability(), loaded.transcribe(sound).hypotheses().get(0)
            .logProbability());
        assertThrows(IOException.class, () -> SpeechRecognizer.load(file));
        Files.write(file, new byte[] {1, 2, 3});
        assertThrows(IOException.class, () -> SpellingRecognizer.load(file));
    }

    /** Another sample rate, silence, and a sound that is shorter than a step. */
    @Test
    void takesWhateverSoundThereIs() {
        var sound = strings.get(0).sound();
        assertEquals(recognizer.transcribe(sound).text(), recognizer.transcribe(Resampler.resample(sound, 16_000)).text());
        assertTrue(recognizer.transcribe(new Sound(new float[8000], 8000)).symbols().size() <= 40);
        assertTrue(recognizer.transcribe(new Sound(new float[1], 8000)).symbols().size() <= 11);
        assertThrows(IllegalArgumentException.class, () -> recognizer.transcribe(new Sound(new float[0], 8000)));
        assertEquals(List.of(), recognizer.texts(List.of()));
    }

    @Test
    void whatDoesntBelongTogetherIsRefused() {
        var graph = SpellingModel.transformer(FRONT_END.bands(), 5).build();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SpellingRecognizer.of(graph, FRONT_END, ALPHABET)).getMessage()
            .contains("the network writes 7 symbols, the alphabet with START and END has " + (ALPHABET.size() + 2)));
        var other = CtcModel.of(FRONT_END.bands(), ALPHABET.size()).build();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SpellingRecognizer.of(other, FRONT_END, ALPHABET)).getMessage()
            .contains("needs a graph of SpellingModel"));
    }
}
