package org.unrolled.audio;

/** What a frame is multiplied by before its spectrum is taken: periodic, as the spectrum itself, of period {@code length}. */
public enum Window {
    /** {@code 0.5 - 0.5 cos(2πn/N)}. */
    HANN,
    /** {@code 0.54 - 0.46 cos(2πn/N)}. */
    HAMMING,
    /** All ones. */
    RECTANGULAR;

    /** So many weights. */
    double[] of(int length) {
        var weights = new double[length];
        for (var n = 0; n < length; n++) {
            double cosine = Math.cos(2 * Math.PI * n / length);
            weights[n] = switch (this) {
                case HANN -> 0.5 - 0.5 * cosine;
                case HAMMING -> 0.54 - 0.46 * cosine;
                case RECTANGULAR -> 1;
            };
        }
        return weights;
    }
}
