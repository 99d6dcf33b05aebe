package org.unrolled.audio;

import org.nd4j.common.base.Preconditions;

/** How features change from frame to frame: the slope of the line that fits the frames around best (HTK Book, equation 5.16). */
public final class Deltas {
    private Deltas() {
    }

    /**
     * {@code d_t = Σ_n n (c_{t+n} - c_{t-n}) / (2 Σ_n n²)}, n from 1 to {@code reach}; the first and last frame stand for what lies
     * outside.
     *
     * @param features shape [frames][bands]
     * @return the same shape
     */
    public static float[][] of(float[][] features, int reach) {
        Preconditions.checkArgument(reach >= 1, "deltas over %s frames to each side: expected at least 1", reach);
        var deltas = new float[features.length][];
        double norm = reach * (reach + 1) * (2 * reach + 1) / 3.0;
        for (var t = 0; t < features.length; t++) {
            deltas[t] = new float[features[t].length];
            for (var band = 0; band < deltas[t].length; band++) {
                var sum = 0.0;
                for (var n = 1; n <= reach; n++) {
                    sum += n * ((double) features[Math.min(features.length - 1, t + n)][band] - features[Math.max(0, t - n)][band]);
                }
                deltas[t][band] = (float) (sum / norm);
            }
        }
        return deltas;
    }

    /** Features, their deltas and their double deltas side by side. @return shape [frames][3 bands] */
    public static float[][] appended(float[][] features, int reach) {
        var once = of(features, reach);
        var twice = of(once, reach);
        var all = new float[features.length][];
        for (var t = 0; t < all.length; t++) {
            int bands = features[t].length;
            all[t] = new float[3 * bands];
            System.arraycopy(features[t], 0, all[t], 0, bands);
            System.arraycopy(once[t], 0, all[t], bands, bands);
            System.arraycopy(twice[t], 0, all[t], 2 * bands, bands);
        }
        return all;
    }
}
