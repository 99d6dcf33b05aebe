package org.unrolled.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GriffinLimTest {
    private static final Stft STFT = new Stft(256, 256, 64, Window.HANN, true);
    private final Sound sound = AudioCases.sound("speech-8k.wav");

    @Test
    void theInverseTransformGivesTheSoundBack() {
        for (var stft : List.of(STFT, new Stft(512, 400, 160, Window.HANN, true), new Stft(512, 400, 100, Window.HAMMING, false))) {
            var back = stft.inverse(stft.spectra(sound), sound.samples().length);
            // Not centred, the window is zero at the first sample, and the last frame does not reach the end.
            int edge = stft.centred() ? 0 : 512;
            for (var i = edge; i < back.length - edge; i++) {
                assertEquals(sound.samples()[i], back[i], 1e-5, "sample " + i);
            }
        }
    }

    @Test
    void itIsAsNearAsLibrosas() {
        var magnitudes = magnitudes(sound);
        var seen = 0;
        for (var given : AudioCases.read("griffin-lim").filter(each -> each.json().has("iterations")).toList()) {
            var settings = new GriffinLim(given.whole("iterations"), given.number("momentum"), 7);
            var fromZero = settings.samples(magnitudes, STFT, sound.samples().length, false);
            assertEquals(given.number("convergence"), GriffinLim.spectralConvergence(magnitudes, STFT, fromZero),
                    0.01 * given.number("convergence"), given.toString());
            var theirs = Arrays.stream(given.numbers("fromRandom")).summaryStatistics();
            double ours = GriffinLim.spectralConvergence(magnitudes, STFT, settings.samples(magnitudes, STFT, sound.samples().length));
            assertTrue(ours > 0.75 * theirs.getMin() && ours < 1.25 * theirs.getMax(), given + ": " + ours + " among " + theirs);
            seen++;
        }
        assertEquals(8, seen);
    }

    @Test
    void moreIterationsComeNearerAndMomentumComesNearerFaster() {
        var magnitudes = magnitudes(sound);
        var before = 1.0;
        for (var iterations : List.of(1, 4, 16, 64)) {
            double now = convergence(magnitudes, GriffinLim.of(iterations, 1));
            assertTrue(now < before, iterations + " iterations: " + now + ", fewer: " + before);
            before = now;
        }
        assertTrue(convergence(magnitudes, new GriffinLim(64, 0.99, 1)) < 0.7 * convergence(magnitudes, new GriffinLim(64, 0, 1)));
    }

    @Test
    void powersOfMelEnergiesGiveThemBackAndNoneIsNegative() {
        var given = AudioCases.read("griffin-lim").filter(each -> each.json().has("melError")).findFirst().orElseThrow();
        var settings = new SpeechFeatures(8000, STFT, 40, 0, 4000, MelScale.SLANEY, 0, 1e-10);
        var filters = new MelFilters(settings);
        var matrix = filters.matrix();
        var magnitudes = magnitudes(sound);
        var energies = new double[magnitudes.length][40];
        for (var t = 0; t < energies.length; t++) {
            for (var mel = 0; mel < 40; mel++) {
                for (var bin = 0; bin < 129; bin++) {
                    energies[t][mel] += matrix[mel][bin] * magnitudes[t][bin] * magnitudes[t][bin];
                }
            }
        }
        var powers = filters.inverse(energies);
        var wrong = 0.0;
        var size = 0.0;
        var apart = 0.0;
        var norm = 0.0;
        for (var t = 0; t < energies.length; t++) {
            for (var mel = 0; mel < 40; mel++) {
                var got = 0.0;
                for (var bin = 0; bin < 129; bin++) {
                    assertTrue(powers[t][bin] >= 0);
                    got += matrix[mel][bin] * powers[t][bin];
                }
                wrong += Math.pow(got - energies[t][mel], 2);
                size += Math.pow(energies[t][mel], 2);
            }
            for (var bin = 0; bin < 129; bin++) {
                apart += Math.pow(Math.sqrt(powers[t][bin]) - magnitudes[t][bin], 2);
                norm += Math.pow(magnitudes[t][bin], 2);
            }
        }
        assertTrue(Math.sqrt(wrong / size) < Math.min(0.05, given.number("melError")), "mel error " + Math.sqrt(wrong / size));
        assertTrue(Math.sqrt(apart / norm) < 1.1 * given.number("magnitudeError"), "magnitude error " + Math.sqrt(apart / norm));
    }

    @Test
    void aSoundOfLogMelFeaturesHasNearlyThoseFeatures() {
        var settings = SpeechFeatures.of(16_000);
        var features = settings.logMel(AudioCases.sound("speech-16k.wav"));
        var heard = GriffinLim.of(32, 3).sound(features, settings);
        assertEquals(25 * 160, heard.samples().length);
        assertArrayEquals(heard.samples(), GriffinLim.of(32, 3).sound(features, settings).samples());
        var again = settings.logMel(heard);
        // In the loud part, in nats; one iteration is the control.
        assertTrue(distance(features, again) < 0.12, "distance " + distance(features, again));
        assertTrue(distance(features, settings.logMel(GriffinLim.of(1, 3).sound(features, settings))) > 0.3);
        var silent = GriffinLim.of(4, 3).sound(settings.logMel(new Sound(new float[4000], 16_000)), settings);
        for (var sample : silent.samples()) {
            assertEquals(0, sample, 1e-3);
        }
    }

    @Test
    void whatDoesNotFitIsToldSo() {
        Executable wrongBands = () -> GriffinLim.of(2, 1).sound(new float[3][40], SpeechFeatures.of(16_000));
        SpeechFeaturesTest.assertMessage("a frame of 40 bands, features with 80 mels", wrongBands);
        SpeechFeaturesTest.assertMessage("no frames", () -> GriffinLim.of(2, 1).sound(new float[0][], SpeechFeatures.of(16_000)));
        SpeechFeaturesTest.assertMessage("0 iterations", () -> GriffinLim.of(0, 1));
        SpeechFeaturesTest.assertMessage("a longer sound", () -> GriffinLim.of(2, 1).samples(new float[9][129], STFT, 100));
    }

    private static double distance(float[][] features, float[][] again) {
        var sum = 0.0;
        var count = 0;
        for (var t = 2; t < features.length * 4 / 5; t++) {
            for (var band = 5; band < 75; band++) {
                if (features[t][band] > -8) {
                    sum += Math.abs(features[t][band] - again[t][band]);
                    count++;
                }
            }
        }
        assertTrue(count > 200, count + " numbers compared");
        return sum / count;
    }

    private double convergence(float[][] magnitudes, GriffinLim settings) {
        return GriffinLim.spectralConvergence(magnitudes, STFT, settings.samples(magnitudes, STFT, sound.samples().length));
    }

    private static float[][] magnitudes(Sound sound) {
        var power = STFT.power(sound);
        for (var frame : power) {
            for (var bin = 0; bin < frame.length; bin++) {
                frame[bin] = (float) Math.sqrt(frame[bin]);
            }
        }
        return power;
    }
}
