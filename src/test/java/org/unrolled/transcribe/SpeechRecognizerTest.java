package org.unrolled.transcribe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import org.unrolled.ctc.PrefixBeamSearch;
import org.unrolled.metrics.ErrorRate;
import org.unrolled.model.ClassifierModel;
import org.unrolled.model.CtcModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.nn.FusedAdam;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.EmbeddedSpeech;
import org.unrolled.speech.LabelledFrames;
import org.unrolled.speech.SpeechBatches;
import org.unrolled.speech.Utterance;
import org.unrolled.train.Trainer;

class SpeechRecognizerTest {
    private static final FrontEnd FRONT_END = FrontEnd.logMel(SpeechFeatures.of(8000).withMels(20, MelScale.HTK));
    private static final Alphabet ALPHABET = Alphabet.words(EmbeddedSpeech.DIGITS.words());
    private static List<Utterance> strings;
    private static SpeechRecognizer recognizer;

    /** A small network that knows three words of two voices. */
    @BeforeAll
    static void train() {
        strings = ThreeWords.strings();
        var examples = LabelledFrames.of(strings, FRONT_END::frames, ALPHABET);
        var batches = SpeechBatches.of(examples, 8, 1).withFramesPerStep(3);
        var graph = new CtcModel(20, ALPHABET.size(), 3, 48, 1, RecurrentCell.GRU, true, 0, 1).build(new FusedAdam(0.01));
        Trainer.of(graph).epochs(12).multiBatches(batches::epoch).clipNorm(5).run();
        recognizer = SpeechRecognizer.of(graph, FRONT_END, ALPHABET);
    }

    private static double errors(SpeechRecognizer by) {
        var said = by.transcribe(strings.stream().map(Utterance::sound).toList());
        return ErrorRate.words(strings.stream().map(Utterance::text).toList(), said.stream().map(Transcript::text).toList()).rate();
    }

    @Test
    void writesWhatWasSaid() {
        assertTrue(errors(recognizer) < 0.1, "error rate " + errors(recognizer));
        assertTrue(errors(recognizer.withSearch(PrefixBeamSearch.of(4))) < 0.1);
    }

    @Test
    void oneByOneOrTogetherIsTheSame() {
        var together = recognizer.transcribe(strings.subList(0, 9).stream().map(Utterance::sound).toList());
        for (int i = 0; i < together.size(); i++) {
            var alone = recognizer.transcribe(strings.get(i).sound());
            assertEquals(alone.text(), together.get(i).text());
            assertArrayEquals(alone.logProbabilities()[5], together.get(i).logProbabilities()[5], 1e-3f);
        }
    }

    @Test
    void saysWhenItHeardAWord() {
        var longest = strings.stream().filter(each -> each.words().size() == 3
            && recognizer.transcribe(each.sound()).text().equals(each.text())).findFirst().orElseThrow();
        var heard = recognizer.transcribe(longest.sound()).symbols();
        assertEquals(longest.words(), heard.stream().map(Transcript.Heard::symbol).toList());
        for (int i = 0; i < 3; i++) {
            assertTrue(heard.get(i).seconds() > (i == 0 ? 0 : heard.get(i - 1).seconds()) && heard.get(i).seconds() < longest.sound().seconds());
        }
        double[][] p = recognizer.transcribe(longest.sound()).probabilities();
        assertEquals(1, Arrays.stream(p[0]).sum(), 1e-4);
    }

    @Test
    void savedAndLoadedItIsTheSame(@TempDir Path folder) throws IOException {
        var file = folder.resolve("small.recognizer");
        recognizer.save(file);
        var loaded = SpeechRecognizer.load(file);
        assertEquals(recognizer.frontEnd(), loaded.frontEnd());
        assertEquals(recognizer.alphabet(), loaded.alphabet());
        var sound = strings.get(3).sound();
        assertArrayEquals(recognizer.transcribe(sound).logProbabilities(), loaded.transcribe(sound).logProbabilities());
        Files.write(file, new byte[] {1, 2, 3});
        assertThrows(IOException.class, () -> SpeechRecognizer.load(file));
    }

    /** Another sample rate, silence, and a sound that is shorter than a step. */
    @Test
    void takesWhateverSoundThereIs() {
        var sound = strings.get(0).sound();
        assertEquals(recognizer.transcribe(sound).text(), recognizer.transcribe(Resampler.resample(sound, 16_000)).text());
        assertEquals("", recognizer.transcribe(new Sound(new float[8000], 8000)).text());
        assertTrue(recognizer.transcribe(new Sound(new float[1], 8000)).symbols().size() <= 1);
        assertThrows(IllegalArgumentException.class, () -> recognizer.transcribe(new Sound(new float[0], 8000)));
        assertThrows(IllegalArgumentException.class, () -> recognizer.transcribe(new Sound(new float[] {Float.NaN}, 8000)));
        assertEquals(List.of(), recognizer.transcribe(List.of()));
    }

    @Test
    void whatDoesntBelongTogetherIsRefused() {
        var graph = new CtcModel(20, 4, 3, 8, 1, RecurrentCell.GRU, true, 0, 1).build();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SpeechRecognizer.of(graph, FRONT_END, ALPHABET)).getMessage()
            .contains("the network says 4 symbols, the alphabet has 11"));
        var other = ClassifierModel.of(5, 2).build();
        assertThrows(IllegalArgumentException.class, () -> SpeechRecognizer.of(other, FRONT_END, ALPHABET));
    }
}
