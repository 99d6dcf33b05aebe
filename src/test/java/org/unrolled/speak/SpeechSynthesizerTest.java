package org.unrolled.speak;

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
import org.unrolled.arrays.FeatureScaling;
import org.unrolled.audio.GriffinLim;
import org.unrolled.audio.MelScale;
import org.unrolled.audio.SpeechFeatures;
import org.unrolled.metrics.MelCepstralDistortion;
import org.unrolled.model.SpeechSynthesisModel;
import org.unrolled.nn.FusedAdam;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.EmbeddedSpeech;
import org.unrolled.speech.SpokenStrings;
import org.unrolled.train.Trainer;

class SpeechSynthesizerTest {
    private static final SpeechFeatures FEATURES = SpeechFeatures.of(8000).withMels(20, MelScale.HTK).withLogFloor(1e-4);
    private static final Alphabet ALPHABET = Alphabet.letters(List.of("two six "));
    private static final List<String> VOICES = List.of("gb-f1", "us-m1");
    private static List<TimedSpeech> timed;
    private static SpeechSynthesizer synthesizer;

    /** A small network that says two words by two voices; letters of one word last equally long. */
    @BeforeAll
    static void train() {
        var clips = EmbeddedSpeech.DIGITS.train().stream().filter(each -> List.of("two", "six").contains(each.text())
            && VOICES.contains(each.speaker())).toList();
        timed = TimedSpeech.even(SpokenStrings.of(clips, 1).withLength(1, 1).withGain(0, 0).withoutNoise().epoch(0, 32), FEATURES, ALPHABET);
        var scaling = FeatureScaling.of(timed.stream().map(TimedSpeech::frames).toList());
        var graph = SpeechSynthesisModel.of(ALPHABET.size(), 2, 20).withHiddenSize(48).build(new FusedAdam(0.01));
        var batches = SynthesisBatches.of(timed, VOICES, scaling, 8, 1);
        Trainer.of(graph).epochs(25).multiBatches(batches::epoch).clipNorm(50).run();
        synthesizer = SpeechSynthesizer.of(graph, FEATURES, scaling, ALPHABET, VOICES).withPhases(GriffinLim.of(4, 1));
    }

    private static TimedSpeech spoken(String word, String voice) {
        return timed.stream().filter(each -> each.voice().equals(voice) && ALPHABET.decode(each.letters()).strip().equals(word)).findFirst()
            .orElseThrow();
    }

    /** What it says is nearer to a recording of the word than of the other word. */
    @Test
    void saysTheWordThatItIsAskedFor() {
        for (var voice : VOICES) {
            for (var word : List.of("two", "six")) {
                var said = synthesizer.say(word, voice);
                double same = MelCepstralDistortion.of(said.logMel(), spoken(word, voice).frames()).decibels();
                double other = MelCepstralDistortion.of(said.logMel(), spoken(word.equals("two") ? "six" : "two", voice).frames()).decibels();
                assertTrue(same < 0.7 * other, word + " by " + voice + ": " + same + " dB from it, " + other + " dB from the other word");
                assertEquals(Arrays.stream(said.durations()).sum(), said.logMel().length);
                assertEquals(" " + word + " ", String.join("", said.letters()));
            }
        }
    }

    @Test
    void obeysDurationsAndPace() {
        var one = timed.get(0);
        var like = synthesizer.sayLike(one);
        assertArrayEquals(one.durations(), like.durations());
        assertEquals(one.frames().length, like.logMel().length);
        double usual = synthesizer.say("six", "us-m1").sound().seconds();
        assertEquals(usual / 2, synthesizer.withPace(2).say("six", "us-m1").sound().seconds(), 0.1 * usual);
    }

    @Test
    void durationsCoverAllFrames() {
        for (var each : timed) {
            int edge = each.durations()[0];
            assertTrue(edge >= 5 && edge <= 35, "silence of 0.1 to 0.3 s before: " + each + " has " + edge + " frames");
        }
        assertThrows(IllegalArgumentException.class, () -> new TimedSpeech("a", "us-m1", new int[] {1}, new int[] {2}, new float[3][20]));
    }

    @Test
    void savedAndLoadedItIsTheSame(@TempDir Path folder) throws IOException {
        var file = folder.resolve("two.synthesizer");
        synthesizer.save(file);
        var loaded = SpeechSynthesizer.load(file);
        assertEquals(VOICES, loaded.voices());
        assertArrayEquals(synthesizer.say("six two", "gb-f1").logMel(), loaded.say("six two", "gb-f1").logMel());
        Files.write(file, new byte[] {1, 2, 3});
        assertThrows(IOException.class, () -> SpeechSynthesizer.load(file));
    }

    @Test
    void namesMistakes() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> synthesizer.say("seven", "us-m1")).getMessage().contains("\"e\""));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> synthesizer.say("six", "nobody")).getMessage().contains("gb-f1"));
        assertThrows(IllegalArgumentException.class, () -> synthesizer.say(" ", "us-m1"));
        assertThrows(IllegalArgumentException.class, () -> synthesizer.withPace(0));
        var graph = SpeechSynthesisModel.of(3, 2, 20).build(new FusedAdam(0.01));
        var scaling = FeatureScaling.of(timed.get(0).frames());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SpeechSynthesizer.of(graph, FEATURES, scaling, ALPHABET, VOICES))
            .getMessage().contains("trained with 3 symbols"));
    }
}
