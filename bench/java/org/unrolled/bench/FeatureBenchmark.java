package org.unrolled.bench;

import java.util.Locale;
import java.util.Random;
import org.unrolled.audio.Resampler;
import org.unrolled.audio.Sound;
import org.unrolled.audio.SpeechFeatures;

/** Seconds that features and resampling of so many minutes at 16 kHz take, as JSON; {@code bench/features.py} starts it. */
public final class FeatureBenchmark {
    private static final int RATE = 16_000;

    private FeatureBenchmark() {
    }

    /** @param arguments the minutes */
    public static void main(String[] arguments) {
        var random = new Random(1);
        var samples = new float[60 * RATE * Integer.parseInt(arguments[0])];
        for (var i = 0; i < samples.length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        var sound = new Sound(samples, RATE);
        var features = SpeechFeatures.of(RATE);
        System.out.println(String.format(Locale.ROOT, "{\"logMelSeconds\": %.3f, \"mfccSeconds\": %.3f, \"resamplingSeconds\": %.3f}",
                second(() -> features.logMel(sound)), second(() -> features.mfcc(sound, 13)),
                second(() -> Resampler.resample(sound, 8000))));
    }

    /** Of two passes. */
    private static double second(Runnable pass) {
        pass.run();
        long start = System.nanoTime();
        pass.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
