package org.unrolled.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplerTest {
    static Stream<AudioCases.Case> scipy() {
        return AudioCases.read("resampling");
    }

    /** With our filter SciPy's polyphase gives our samples; with its own, of 10 samples to a side, they are near. */
    @ParameterizedTest
    @MethodSource("scipy")
    void itIsSciPys(AudioCases.Case given) {
        var ours = Resampler.of(given.whole("from"), given.whole("to")).apply(AudioCases.sound("speech-8k.wav").samples());
        assertEquals(given.whole("length"), ours.length);
        var same = given.numbers("sameFilter");
        var theirs = given.numbers("ownFilter");
        var picked = new double[same.length];
        var difference = 0.0;
        var size = 0.0;
        for (var i = 0; i < picked.length; i++) {
            picked[i] = ours[i * given.whole("every")];
            difference += Math.pow(picked[i] - theirs[i], 2);
            size += theirs[i] * theirs[i];
        }
        assertArrayEquals(same, picked, 2e-5);
        assertTrue(Math.sqrt(difference / size) < 0.1, "relative difference " + Math.sqrt(difference / size));
    }

    @ParameterizedTest
    @CsvSource({"8000,16000", "16000,8000", "11025,16000", "16000,11025", "22050,16000", "44100,16000", "48000,16000", "96000,16000",
            "16000,44100", "48000,44100", "96000,8000"})
    void aToneBelowTheLowerNyquistKeepsItsAmplitudeAndOneAboveVanishes(int from, int to) {
        var nyquist = Math.min(from, to) / 2.0;
        var tone = AudioCases.tone(0.9 * nyquist, 0.5, from, 0.3);
        var heard = Resampler.resample(tone, to);
        assertEquals(Math.ceil(tone.samples().length * (double) to / from), heard.samples().length);
        assertEquals(0.5, amplitude(heard, 0.9 * nyquist), 5e-4);
        if (to < from) {
            for (var above : new double[] {1.01, 1.3, 1.9}) {
                if (above * nyquist < from / 2.0) {
                    var alias = Resampler.resample(AudioCases.tone(above * nyquist, 0.5, from, 0.3), to);
                    assertTrue(loudest(alias) < 7e-5, above + ": " + loudest(alias));
                }
            }
        }
    }

    @Test
    void theSameRateIsTheSameSound() {
        var sound = AudioCases.tone(440, 0.5, 8000, 0.1);
        assertSame(sound, Resampler.resample(sound, 8000));
    }

    @Test
    void aConstantStaysWhatItIs() {
        var ones = new float[2000];
        Arrays.fill(ones, 1);
        var resampled = Resampler.of(11_025, 16_000).apply(ones);
        for (var i = 300; i < resampled.length - 300; i++) {
            assertEquals(1, resampled[i], 2e-4);
        }
    }

    @Test
    void ratiosThatNeedAHugeFilterAreRefused() {
        SpeechFeaturesTest.assertMessage("in lowest terms", () -> Resampler.of(1_000_003, 16_000));
        SpeechFeaturesTest.assertMessage("expected rates above 0", () -> Resampler.of(0, 16_000));
        SpeechFeaturesTest.assertMessage("for a resampler from 8000 Hz", 
                () -> Resampler.of(8000, 16_000).apply(new Sound(new float[1], 44_100)));
        assertEquals(0, Resampler.of(8000, 16_000).apply(new float[0]).length);
        assertEquals(2, Resampler.of(8000, 16_000).apply(new float[1]).length);
    }

    /** Of a tone, by the middle half of the sound, a whole number of whose periods hardly differs. */
    private static double amplitude(Sound sound, double hertz) {
        var real = 0.0;
        var imaginary = 0.0;
        var weights = 0.0;
        int from = sound.samples().length / 4;
        int count = sound.samples().length / 2;
        for (var i = 0; i < count; i++) {
            double weight = 1 - Math.cos(2 * Math.PI * i / count);
            double phase = 2 * Math.PI * hertz * (from + i) / sound.sampleRate();
            real += weight * sound.samples()[from + i] * Math.cos(phase);
            imaginary += weight * sound.samples()[from + i] * Math.sin(phase);
            weights += weight;
        }
        return 2 * Math.hypot(real, imaginary) / weights;
    }

    /** Of the middle half: where the sound begins and ends there are other frequencies than the tone's. */
    private static double loudest(Sound sound) {
        var most = 0f;
        for (var i = sound.samples().length / 4; i < sound.samples().length * 3 / 4; i++) {
            most = Math.max(most, Math.abs(sound.samples()[i]));
        }
        return most;
    }
}
