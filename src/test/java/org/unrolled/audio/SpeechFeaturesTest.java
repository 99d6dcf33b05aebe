package org.unrolled.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unrolled.arrays.FeatureScaling;

class SpeechFeaturesTest {
    static Stream<AudioCases.Case> librosa() {
        return AudioCases.read("features");
    }

    @ParameterizedTest
    @MethodSource("librosa")
    void theyAreLibrosas(AudioCases.Case given) {
        var stft = new Stft(given.whole("fftSize"), given.whole("windowLength"), given.whole("hop"), Window.valueOf(given.text("window")),
                given.holds("centred"));
        var settings = new SpeechFeatures(given.whole("sampleRate"), stft, given.whole("mels"), given.number("low"), given.number("high"),
                MelScale.valueOf(given.text("scale")), given.number("preEmphasis"), 1e-10);
        var sound = AudioCases.sound(given.text("sound"));
        int coefficients = given.whole("coefficients");
        var ours = coefficients == 0 ? settings.logMel(sound) : Deltas.appended(settings.mfcc(sound, coefficients), 4);
        var theirs = given.rows("features");
        assertEquals(theirs.length, ours.length);
        assertEquals(ours.length, settings.frames(sound.samples().length));
        for (var t = 0; t < ours.length; t++) {
            assertArrayEquals(theirs[t], doubles(ours[t]), 1e-3, "frame " + t);
        }
    }

    @Test
    void whatIsUsualInSpeechRecognition() {
        var features = SpeechFeatures.of(16_000);
        assertEquals(new Stft(512, 400, 160, Window.HANN, true), features.stft());
        assertEquals(80, features.mels());
        assertEquals(0.01, features.secondsPerFrame());
        assertEquals(101, features.logMel(AudioCases.tone(440, 0.5, 16_000, 1)).length);
        assertEquals(new Stft(512, 320, 80, Window.HANN, true), features.withFrames(0.02, 0.005).stft());
        assertEquals(512, features.withFrames(0.032, 0.01).stft().fftSize());
    }

    /** The band that answers most to a tone is the one whose middle is nearest. */
    @Test
    void aToneIsLoudestInItsBand() {
        for (var features : List.of(SpeechFeatures.of(8000).withMels(24, MelScale.HTK),
                SpeechFeatures.of(16_000).withMels(30, MelScale.SLANEY))) {
            var seen = 0;
            for (var mel = 4; mel < features.mels(); mel += 5) {
                var tone = AudioCases.tone(features.hertz(mel), 0.5, features.sampleRate(), 0.2);
                var frame = features.withPreEmphasis(0).logMel(tone)[8];
                assertTrue(Math.abs(loudest(frame) - mel) <= (features.scale() == MelScale.SLANEY ? 1 : 0), mel + ": " + loudest(frame));
                seen++;
            }
            assertTrue(seen >= 4);
        }
    }

    /** A filter narrower than the distance of two bins would lie between them and be empty. */
    @Test
    void noFilterIsEmptyByDefault() {
        for (var rate : new int[] {8000, 11_025, 16_000, 22_050, 44_100}) {
            for (var scale : MelScale.values()) {
                var settings = SpeechFeatures.of(rate).withMels(scale == MelScale.SLANEY ? 80 : 40, scale);
                for (var filter : new MelFilters(settings).matrix()) {
                    assertTrue(Arrays.stream(filter).sum() > 0, settings.toString());
                }
            }
        }
    }

    @Test
    void silenceHasFiniteFeatures() {
        var silence = new Sound(new float[8000], 16_000);
        for (var rows : List.of(SpeechFeatures.of(16_000).logMel(silence), SpeechFeatures.of(16_000).mfcc(silence, 13))) {
            var scaled = FeatureScaling.of(rows).apply(rows);
            for (var t = 0; t < rows.length; t++) {
                for (var band = 0; band < rows[t].length; band++) {
                    assertTrue(Float.isFinite(rows[t][band]));
                    assertEquals(0, scaled[t][band], 1e-4);
                }
            }
        }
        assertEquals(Math.log(1e-10), SpeechFeatures.of(16_000).logMel(silence)[3][7], 1e-5);
    }

    @Test
    void aSoundShorterThanAFrameHasOne() {
        var click = new Sound(new float[] {1, -1}, 16_000);
        assertEquals(1, SpeechFeatures.of(16_000).withStft(new Stft(512, 400, 160, Window.HANN, false)).logMel(click).length);
        assertEquals(1, SpeechFeatures.of(16_000).logMel(click).length);
    }

    @Test
    void whatHasNoFeaturesIsToldSo() {
        var features = SpeechFeatures.of(16_000);
        var samples = new float[400];
        samples[17] = Float.NaN;
        assertMessage("sample 17 is NaN", () -> features.logMel(new Sound(samples, 16_000)));
        assertMessage("without samples", () -> features.logMel(new Sound(new float[0], 16_000)));
        assertMessage("8000 Hz for features at 16000", () -> features.logMel(new Sound(new float[400], 8000)));
        assertMessage("41 coefficients of 40", () -> features.withMels(40, MelScale.HTK).mfcc(new Sound(new float[400], 16_000), 41));
        assertMessage("from 0.0 to 9000.0 Hz at a sample rate of 16000", () -> features.withHertz(0, 9000));
        assertMessage("a window of 400 samples", () -> new Stft(256, 400, 160, Window.HANN, true));
        assertMessage("over 513 samples", () -> new Stft(513, 400, 160, Window.HANN, true));
        assertMessage("pre-emphasis of 1", () -> features.withPreEmphasis(1));
        assertMessage("a floor of 0", () -> features.withLogFloor(0));
    }

    @Test
    void deltasOfALineAreItsSlope() {
        var line = new float[20][1];
        for (var t = 0; t < 20; t++) {
            line[t][0] = 3 * t - 7;
        }
        var deltas = Deltas.of(line, 2);
        for (var t = 2; t < 18; t++) {
            assertEquals(3, deltas[t][0], 1e-6);
        }
        // n = 1, 2 to the right only: 3 (1 + 2 * 2) / 10.
        assertEquals(1.5, deltas[0][0], 1e-6);
        assertEquals(0, Deltas.appended(line, 2)[10][2], 1e-6);
    }

    private static int loudest(float[] frame) {
        var best = 0;
        for (var band = 1; band < frame.length; band++) {
            best = frame[band] > frame[best] ? band : best;
        }
        return best;
    }

    static double[] doubles(float[] values) {
        var doubles = new double[values.length];
        for (var i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    static void assertMessage(String part, Executable action) {
        var message = assertThrows(RuntimeException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }
}
