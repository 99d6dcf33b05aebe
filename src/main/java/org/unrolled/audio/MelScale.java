package org.unrolled.audio;

/** Scales on which equal steps sound equally far apart, each with the height that its filters have by custom. */
public enum MelScale {
    /** Linear below 1 kHz, logarithmic above; filters of equal area (Slaney, Auditory Toolbox, 1998). librosa's default. */
    SLANEY,
    /** {@code 2595 log10(1 + f / 700)}; filters that are 1 in their middle (HTK, Kaldi and torchaudio's default). */
    HTK;

    private static final double STEP = 200.0 / 3;
    private static final double KNEE = 1000;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    /** Mels of a frequency in Hz. */
    public double mel(double hertz) {
        return switch (this) {
            case SLANEY -> hertz < KNEE ? hertz / STEP : KNEE / STEP + Math.log(hertz / KNEE) / LOG_STEP;
            case HTK -> 2595 * Math.log10(1 + hertz / 700);
        };
    }

    /** The frequency in Hz of so many mels. */
    public double hertz(double mel) {
        return switch (this) {
            case SLANEY -> mel < KNEE / STEP ? mel * STEP : KNEE * Math.exp((mel - KNEE / STEP) * LOG_STEP);
            case HTK -> 700 * (Math.pow(10, mel / 2595) - 1);
        };
    }
}
