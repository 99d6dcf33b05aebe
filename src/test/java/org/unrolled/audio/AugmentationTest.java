package org.unrolled.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.unrolled.audio.Augmentation.Noise;

class AugmentationTest {
    private final Sound tone = AudioCases.tone(440, 0.25, 16_000, 1);

    @Test
    void noiseLiesSoFarBelowTheSound() {
        for (var colour : Noise.values()) {
            for (var ratio : new double[] {-5, 0, 20}) {
                var noisy = Augmentation.noise(tone, colour, ratio, 3);
                var noise = new float[noisy.samples().length];
                for (var i = 0; i < noise.length; i++) {
                    noise[i] = noisy.samples()[i] - tone.samples()[i];
                }
                var powers = Augmentation.power(tone.samples()) / Augmentation.power(noise);
                assertEquals(ratio, 10 * Math.log10(powers), 0.01);
            }
            var once = Augmentation.noise(tone, colour, 10, 3).samples();
            assertArrayEquals(once, Augmentation.noise(tone, colour, 10, 3).samples());
            assertFalse(Arrays.equals(once, Augmentation.noise(tone, colour, 10, 4).samples()));
        }
        var silence = new Sound(new float[100], 16_000);
        assertSame(silence, Augmentation.noise(silence, Noise.WHITE, 10, 1));
    }

    /** White doubles its power with each octave, pink has as much in each, within 1 dB. */
    @Test
    void noisesHaveTheirColour() {
        for (var colour : Noise.values()) {
            var power = new Stft(1024, 1024, 512, Window.HANN, true).power(new Sound(Augmentation.noise(200_000, colour, 5), 16_000));
            var octaves = new double[6];
            for (var octave = 0; octave < 6; octave++) {
                for (var bin = 8 << octave; bin < 16 << octave; bin++) {
                    for (var frame : power) {
                        octaves[octave] += frame[bin];
                    }
                }
            }
            for (var octave = 1; octave < 6; octave++) {
                var step = 10 * Math.log10(octaves[octave] / octaves[octave - 1]);
                assertEquals(colour == Noise.WHITE ? 3.01 : 0, step, 1, colour + ", octave " + octave);
            }
        }
    }

    @Test
    void fasterIsShorterAndHigher() {
        for (var factor : new double[] {0.9, 1.1, 1.5}) {
            var changed = Augmentation.speed(tone, factor);
            assertEquals(16_000 / factor, changed.samples().length, 1);
            assertEquals(16_000, changed.sampleRate());
            assertEquals(440 * factor, crossings(changed) / changed.seconds(), 3);
        }
        assertSame(tone, Augmentation.speed(tone, 1.0001));
        SpeechFeaturesTest.assertMessage("a speed of 0", () -> Augmentation.speed(tone, 0));
    }

    @Test
    void gainAndLevelAreDecibels() {
        assertEquals(0.25f * 10, Augmentation.gain(AudioCases.tone(4000, 0.25, 16_000, 0.1), 20).samples()[1], 1e-5);
        var loud = Augmentation.level(tone, -23);
        assertEquals(-23, 10 * Math.log10(Augmentation.power(loud.samples())), 1e-4);
        // A tone's mean square is 3 dB below its peak: full scale is as near as it gets.
        assertEquals(-3.01, 10 * Math.log10(Augmentation.power(Augmentation.level(tone, 0).samples())), 0.01);
        for (var sample : Augmentation.level(tone, 0).samples()) {
            assertTrue(Math.abs(sample) <= 1.000001);
        }
        var silence = new Sound(new float[100], 16_000);
        assertSame(silence, Augmentation.level(silence, -23));
    }

    @Test
    void masksHideBundlesOfBandsAndStretchesOfTime() {
        var features = new float[200][80];
        for (var t = 0; t < 200; t++) {
            for (var band = 0; band < 80; band++) {
                features[t][band] = t * 80 + band + 1;
            }
        }
        var mean = (200 * 80 + 1) / 2f;
        var policy = new SpecAugment(1, 27, 1, 100, 0.2);
        var widest = 0;
        var longest = 0;
        var unmasked = 0;
        for (var seed = 0; seed < 300; seed++) {
            var masked = policy.apply(features, seed);
            var bands = 0;
            var frames = 0;
            for (var band = 0; band < 80; band++) {
                int at = band;
                bands += Arrays.stream(masked).allMatch(frame -> frame[at] == mean) ? 1 : 0;
            }
            for (var t = 0; t < 200; t++) {
                var hidden = true;
                var changed = 0;
                for (var band = 0; band < 80; band++) {
                    hidden &= masked[t][band] == mean;
                    changed += masked[t][band] == mean ? 1 : 0;
                }
                frames += hidden ? 1 : 0;
                assertTrue(hidden || changed == bands || changed == bands + 1, "frame " + t + ": " + changed + " of " + bands);
            }
            widest = Math.max(widest, bands);
            longest = Math.max(longest, frames);
            unmasked += bands == 0 ? 1 : 0;
            assertTrue(Arrays.deepEquals(masked, policy.apply(features, seed)));
        }
        assertEquals(27, widest);
        // A fifth of 200 frames, though the width is 100.
        assertEquals(40, longest);
        assertTrue(unmasked > 0 && unmasked < 30, unmasked + " of 300 without a mask over bands");
        assertEquals(81, features[1][0]);
        assertEquals(0, SpecAugment.libriSpeechDouble().apply(new float[0][], 1).length);
        SpeechFeaturesTest.assertMessage("expected 0 to 1", () -> new SpecAugment(1, 1, 1, 1, 1.5));
        SpeechFeaturesTest.assertMessage("none below 0", () -> new SpecAugment(1, -1, 1, 1, 1));
    }

    private static int crossings(Sound sound) {
        var count = 0;
        for (var i = 1; i < sound.samples().length; i++) {
            count += sound.samples()[i - 1] < 0 && sound.samples()[i] >= 0 ? 1 : 0;
        }
        return count;
    }
}
