package org.unrolled.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedSpeechTest {
    @ParameterizedTest
    @EnumSource
    void eachWordIsThereByEachVoiceInEachTake(EmbeddedSpeech part) {
        var clips = part.all();
        assertEquals(36 * part.words().size(), clips.size());
        assertEquals(part.words(), clips.stream().map(Utterance::text).distinct().toList());
        assertEquals(12, clips.stream().map(Utterance::speaker).distinct().count());
        assertEquals(clips.size(), clips.stream().map(Utterance::name).distinct().count());
        for (var clip : clips) {
            assertEquals(clip.text() + "_" + clip.speaker() + "_" + clip.take(), clip.name());
            assertTrue(clip.take() >= 0 && clip.take() <= 2, clip.name());
        }
    }

    @ParameterizedTest
    @EnumSource
    void clipsHaveOneFormAndLevelAndNoneIsClippedOrSilent(EmbeddedSpeech part) {
        for (var clip : part.all()) {
            assertEquals(8000, clip.sound().sampleRate(), clip.name());
            assertTrue(clip.sound().seconds() > 0.2 && clip.sound().seconds() < 0.75, clip.toString());
            double power = 0;
            double peak = 0;
            for (float sample : clip.sound().samples()) {
                power += sample * sample;
                peak = Math.max(peak, Math.abs(sample));
            }
            double level = Math.sqrt(power / clip.sound().samples().length);
            assertTrue(peak <= 0.901, clip + " goes up to " + peak);
            // The level is 0.1 but for a few clips whose loudest sample would have gone beyond.
            assertTrue(level > 0.08 && level < 0.1001, clip + " has the level " + level);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noClipIsInTwoPartsAndVoicesAreHeldOutWhole(EmbeddedSpeech part) {
        int words = part.words().size();
        var train = part.train();
        assertEquals(List.of(20 * words, 10 * words, 6 * words), List.of(train.size(), part.newTakes().size(), part.newVoices().size()));
        var voices = train.stream().map(Utterance::speaker).collect(Collectors.toSet());
        assertEquals(10, voices.size());
        assertTrue(part.newVoices().stream().map(Utterance::speaker).noneMatch(voices::contains));
        var names = train.stream().map(Utterance::name).collect(Collectors.toSet());
        assertTrue(part.newTakes().stream().map(Utterance::name).noneMatch(names::contains));
        assertTrue(part.newTakes().stream().map(Utterance::speaker).allMatch(voices::contains));
    }

    /** No two clips may hold the same samples: a voice or a take that eSpeak didn't know would be spoken by its standard one. */
    @Test
    void voicesAndTakesDiffer() {
        var seen = EmbeddedSpeech.DIGITS.all().stream().map(clip -> java.util.Arrays.hashCode(clip.sound().samples())).distinct().count();
        assertEquals(360, seen);
    }
}
