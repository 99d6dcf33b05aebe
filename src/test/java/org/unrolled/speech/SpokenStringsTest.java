package org.unrolled.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.unrolled.audio.Augmentation.Noise;
import org.unrolled.audio.Sound;

class SpokenStringsTest {
    /** Words a to e by two speakers: as many samples as the word's place from 10 on, all of the same value, which tells them apart. */
    private static final List<Utterance> WORDS = IntStream.range(0, 10).mapToObj(i -> word(String.valueOf((char) ('a' + i % 5)),
            i < 5 ? "ada" : "bob", 10 + i % 5, 0.1f + 0.05f * i)).toList();

    private static Utterance word(String text, String speaker, int samples, float value) {
        var sound = new float[samples];
        java.util.Arrays.fill(sound, value);
        return new Utterance(new Sound(sound, 100), text, speaker, text + "_" + speaker + "_0");
    }

    private static SpokenStrings plain() {
        return SpokenStrings.of(WORDS, 1).withGain(0, 0).withPause(0.03, 0.05).withEdge(0.02, 0.02).withoutNoise();
    }

    /** The words are found again in the sound, in the order of the transcript, with the pauses that were asked for. */
    @Test
    void aStringIsItsWordsWithPausesBetween() {
        var lengths = new TreeSet<Integer>();
        var pauses = new TreeSet<Integer>();
        var speakers = new TreeSet<String>();
        for (var string : plain().epoch(0, 300)) {
            var sound = string.sound().samples();
            lengths.add(string.words().size());
            speakers.add(string.speaker());
            int at = 0;
            for (int i = 0; i < string.words().size(); i++) {
                int silent = at;
                while (sound[at] == 0) {
                    at++;
                }
                if (i == 0) {
                    assertEquals(2, at - silent);
                } else {
                    pauses.add(at - silent);
                }
                var word = string.words().get(i);
                var clip = WORDS.stream().filter(each -> each.text().equals(word) && each.speaker().equals(string.speaker()))
                        .findFirst().orElseThrow();
                assertArrayEquals(clip.sound().samples(), java.util.Arrays.copyOfRange(sound, at, at += clip.sound().samples().length));
            }
            assertEquals(sound.length, at + 2);
        }
        assertEquals(List.of(3, 4, 5, 6, 7), List.copyOf(lengths));
        assertEquals(List.of(3, 4, 5), List.copyOf(pauses));
        assertEquals(List.of("ada", "bob"), List.copyOf(speakers));
    }

    @Test
    void seedAndEpochSayAll() {
        var first = texts(plain().epoch(0, 20));
        assertEquals(first, texts(plain().epoch(0, 20)));
        assertEquals(first.subList(0, 5), texts(plain().epoch(0, 5)), "however many are asked for");
        assertNotEquals(first, texts(plain().epoch(1, 20)));
        assertNotEquals(first, texts(SpokenStrings.of(WORDS, 2).epoch(0, 20)));
        var noisy = plain().withNoise(Noise.PINK, 5, 20);
        assertArrayEquals(noisy.epoch(3, 2).get(1).sound().samples(), noisy.epoch(3, 2).get(1).sound().samples());
        assertEquals("string_3_1", noisy.epoch(3, 2).get(1).name());
    }

    private static List<String> texts(List<Utterance> strings) {
        return strings.stream().map(Utterance::text).toList();
    }

    /** The silence around the words holds nothing but noise, whose level can so be measured. */
    @Test
    void noiseLiesAsFarBelowTheWordsAsAsked() {
        var strings = SpokenStrings.of(EmbeddedSpeech.DIGITS.train(), 1).withEdge(1, 1).withPause(0.5, 0.5).withGain(-12, -12);
        var quiet = strings.withoutNoise().epoch(0, 20);
        for (int ratio : new int[] {0, 10, 20}) {
            var noisy = strings.withNoise(Noise.WHITE, ratio, ratio).epoch(0, 20);
            int compared = 0;
            for (int i = 0; i < 20; i++) {
                double words = 0;
                double noise = 0;
                int spoken = 0;
                var clean = quiet.get(i).sound().samples();
                var sound = noisy.get(i).sound().samples();
                int silent = 0;
                for (int t = 0; t < clean.length; t++) {
                    words += clean[t] * clean[t];
                    spoken += clean[t] != 0 ? 1 : 0;
                    if (t < 8000 || t >= clean.length - 8000) {
                        noise += sound[t] * sound[t];
                        silent++;
                    }
                }
                // Words have some samples that are 0, too: half a decibel for them.
                assertEquals(ratio, 10 * Math.log10(words / spoken / (noise / silent)), 0.7);
                compared++;
            }
            assertEquals(20, compared);
        }
    }

    @Test
    void pausesAreNotSilentUnlessAskedFor() {
        for (var string : SpokenStrings.of(WORDS, 1).epoch(0, 20)) {
            for (float sample : string.sound().samples()) {
                assertNotEquals(0, sample);
            }
        }
    }

    @Test
    void gainIsInDecibelsAndNothingGoesBeyondFullScale() {
        var same = plain().epoch(0, 5).get(2).sound().samples();
        var softer = plain().withGain(-20, -20).epoch(0, 5).get(2).sound().samples();
        for (int t = 0; t < same.length; t++) {
            assertEquals(same[t] / 10, softer[t], 1e-6);
        }
        var loud = new ArrayList<Float>();
        for (var string : plain().withGain(40, 40).epoch(0, 20)) {
            float peak = 0;
            for (float sample : string.sound().samples()) {
                peak = Math.max(peak, Math.abs(sample));
            }
            loud.add(peak);
        }
        loud.forEach(peak -> assertEquals(1, peak, 1e-5));
    }

    @Test
    void mistakesAreNamed() {
        refused("utterance x_ada_0 says \"a b\", expected a single word", () -> SpokenStrings.of(List.of(new Utterance(
                new Sound(new float[1], 100), "a b", "ada", "x_ada_0")), 1));
        refused("expected at least one recording", () -> SpokenStrings.of(List.of(), 1));
        var two = new ArrayList<>(WORDS);
        two.add(new Utterance(new Sound(new float[1], 200), "a", "eve", "a_eve_0"));
        refused("utterance a_eve_0 has 200 Hz, the first has 100 Hz", () -> SpokenStrings.of(two, 1));
        refused("expected whole numbers from 1", () -> plain().withLength(0, 3));
        refused("a range from 5.0 to 3.0", () -> plain().withLength(5, 3));
        refused("expected 0 or more", () -> plain().withPause(-0.1, 0.1));
        refused("0 strings were asked for", () -> plain().epoch(0, 0));
    }

    private static void refused(String message, Executable what) {
        var e = assertThrows(IllegalArgumentException.class, what);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
