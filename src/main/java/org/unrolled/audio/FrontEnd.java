package org.unrolled.audio;

import java.util.List;
import org.nd4j.common.base.Preconditions;
import org.unrolled.arrays.FeatureScaling;

/**
 * What stands between a sound and a network: the sample rate, energies or cepstral coefficients, how they change, and scaling by the
 * utterance itself. <pre>{@code
 * var frontEnd = FrontEnd.cepstra(SpeechFeatures.of(8000).withMels(26, MelScale.HTK), 13);
 * float[][] frames = frontEnd.frames(sound);          // 39 numbers each 10 ms
 * }</pre>
 *
 * @param features   frames, spectra and mel filters
 * @param cepstra    how many mel-frequency cepstral coefficients; 0 for the log-mel energies themselves
 * @param deltaReach neighbours on each side of which differences and differences of differences are taken, see {@link Deltas}; 0 for none
 * @param scaling    what each band is shifted and scaled by; null for each sound by its own mean and variance
 */
public record FrontEnd(SpeechFeatures features, int cepstra, int deltaReach, FeatureScaling scaling) {
    /**
     * @throws IllegalArgumentException if there are to be more coefficients than mel filters, the reach is below 0, or the scaling is
     *                                  that of other bands
     */
    public FrontEnd {
        Preconditions.checkArgument(cepstra >= 0 && cepstra <= features.mels() && deltaReach >= 0,
                "%s coefficients of %s mels and deltas over %s neighbours: expected 0 to as many coefficients as mels, and a reach of 0 or "
                + "more", cepstra, features.mels(), deltaReach);
        int bands = bands(features, cepstra, deltaReach);
        Preconditions.checkArgument(scaling == null || scaling.mean().length == bands && scaling.deviation().length == bands,
                "a scaling of %s bands for features of %s: make it of the same features", scaling == null ? 0 : scaling.mean().length,
                bands);
    }

    /** Each sound scaled by itself. */
    public FrontEnd(SpeechFeatures features, int cepstra, int deltaReach) {
        this(features, cepstra, deltaReach, null);
    }

    /** Log-mel energies: pictures of sound, which a network with many examples reads best. */
    public static FrontEnd logMel(SpeechFeatures features) {
        return new FrontEnd(features, 0, 0);
    }

    /** Cepstral coefficients and their first and second differences over three neighbours. */
    public static FrontEnd cepstra(SpeechFeatures features, int coefficients) {
        return new FrontEnd(features, coefficients, 3);
    }

    /** The same with other frames, spectra or filters. */
    public FrontEnd withFeatures(SpeechFeatures others) {
        return new FrontEnd(others, cepstra, deltaReach, scaling);
    }

    /**
     * The same, with each band scaled by its mean and variance over all of these sounds together, such as those to train with. What
     * stays the same in all of a sound then stays in its frames: the colour of a voice, and that of the microphone.
     *
     * @throws IllegalArgumentException if there is no sound, or one has no samples or one that is no number
     */
    public FrontEnd withScalingBy(List<Sound> sounds) {
        return new FrontEnd(features, cepstra, deltaReach, FeatureScaling.of(sounds.stream().map(this::unscaled).toList()));
    }

    /** How many numbers a frame has. */
    public int bands() {
        return bands(features, cepstra, deltaReach);
    }

    private static int bands(SpeechFeatures features, int cepstra, int deltaReach) {
        return (cepstra > 0 ? cepstra : features.mels()) * (deltaReach > 0 ? 3 : 1);
    }

    /**
     * What a network reads, [time][bands], each band with mean 0 and variance 1 over the sound, or scaled as {@link #scaling} says.
     * Sounds of another sample rate are resampled.
     *
     * @throws IllegalArgumentException if the sound has no samples, or one that is no number
     */
    public float[][] frames(Sound sound) {
        var rows = unscaled(sound);
        return (scaling == null ? FeatureScaling.of(rows) : scaling).apply(rows);
    }

    private float[][] unscaled(Sound sound) {
        var known = sound.sampleRate() == features.sampleRate() ? sound : Resampler.resample(sound, features.sampleRate());
        var rows = cepstra > 0 ? features.mfcc(known, cepstra) : features.logMel(known);
        return deltaReach > 0 ? Deltas.appended(rows, deltaReach) : rows;
    }
}
