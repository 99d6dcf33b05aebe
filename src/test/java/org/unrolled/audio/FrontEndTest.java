package org.unrolled.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unrolled.arrays.FeatureScaling;

class FrontEndTest {
    private static final SpeechFeatures FEATURES = SpeechFeatures.of(8000).withMels(26, MelScale.HTK);

    @Test
    void framesAreTheChosenFeaturesScaled() {
        var sound = AudioCases.sound("speech-8k.wav");
        var mfcc = Deltas.appended(FEATURES.mfcc(sound, 13), 3);
        var expected = FeatureScaling.of(mfcc).apply(mfcc);
        var frontEnd = FrontEnd.cepstra(FEATURES, 13);
        assertArrayEquals(expected, frontEnd.frames(sound));
        assertEquals(39, frontEnd.bands());
        assertEquals(39, expected[0].length);
        var logMel = FEATURES.logMel(sound);
        assertArrayEquals(FeatureScaling.of(logMel).apply(logMel), FrontEnd.logMel(FEATURES).frames(sound));
        assertEquals(26, FrontEnd.logMel(FEATURES).bands());
    }

    @Test
    void anotherSampleRateIsBroughtToItsOwn() {
        var sound = AudioCases.sound("speech-16k.wav");
        assertArrayEquals(FrontEnd.logMel(FEATURES).frames(Resampler.resample(sound, 8000)), FrontEnd.logMel(FEATURES).frames(sound));
    }

    /** Sounds scaled together keep what they differ in; each by itself, it is gone. */
    @Test
    void soundsCanBeScaledTogether() {
        var sound = AudioCases.sound("speech-8k.wav");
        var quiet = Augmentation.gain(sound, -12);
        var own = FrontEnd.logMel(FEATURES);
        var together = own.withScalingBy(List.of(sound, quiet));
        var rows = FEATURES.logMel(sound);
        assertArrayEquals(FeatureScaling.of(List.of(rows, FEATURES.logMel(quiet))).apply(rows), together.frames(sound));
        assertEquals(0, mean(own.frames(sound)) - mean(own.frames(quiet)), 1e-5);
        double louder = mean(rows) - mean(FEATURES.logMel(quiet));
        assertTrue(louder > 2, "by " + louder);
        assertEquals(louder / together.scaling().deviation()[7], mean(together.frames(sound)) - mean(together.frames(quiet)), 1e-4);
        assertEquals(together, own.withScalingBy(List.of(sound, quiet)).withFeatures(FEATURES));
        assertNotEquals(together, own);
    }

    private static double mean(float[][] frames) {
        return Arrays.stream(frames).mapToDouble(row -> row[7]).average().orElseThrow();
    }

    @Test
    void settingsThatMakeNoFeaturesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> FrontEnd.cepstra(FEATURES, 27));
        assertThrows(IllegalArgumentException.class, () -> new FrontEnd(FEATURES, 13, -1));
        assertThrows(IllegalArgumentException.class, () -> FrontEnd.logMel(FEATURES).withScalingBy(List.of()));
        var e = assertThrows(IllegalArgumentException.class, () -> new FrontEnd(FEATURES, 13, 3, FeatureScaling.of(new float[2][26])));
        assertEquals("a scaling of 26 bands for features of 39: make it of the same features", e.getMessage());
    }
}
