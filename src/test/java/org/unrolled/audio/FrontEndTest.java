package org.unrolled.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

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

    @Test
    void settingsThatMakeNoFeaturesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> FrontEnd.cepstra(FEATURES, 27));
        assertThrows(IllegalArgumentException.class, () -> new FrontEnd(FEATURES, 13, -1));
    }
}
