package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Masks as the fused kernels want them. */
public final class Masks {
    private Masks() {
    }

    /**
     * Which positions of the memory are real, by {@code b * source + s}; null if all are.
     *
     * @param mask shape [batch, source], or null
     * @throws IllegalArgumentException if an example has none
     */
    public static boolean[] present(INDArray mask, String vertex) {
        if (mask == null) {
            return null;
        }
        int batch = (int) mask.size(0);
        int source = (int) mask.size(1);
        var values = TokenIds.timeMajor(mask, "vertex " + vertex + ": the memory's mask");
        var present = new boolean[values.length];
        boolean all = true;
        for (int b = 0; b < batch; b++) {
            boolean any = false;
            for (int s = 0; s < source; s++) {
                present[b * source + s] = values[s * batch + b] != 0;
                any |= present[b * source + s];
                all &= present[b * source + s];
            }
            if (!any) {
                throw new IllegalArgumentException("vertex " + vertex + ": the memory's mask is 0 at all " + source
                    + " positions of example " + b + ", so there is nothing to attend to: leave empty sentences out");
            }
        }
        return all ? null : present;
    }

    /** Which rows {@code t * batch + b} are real; null if all are. */
    public static boolean[] active(INDArray mask) {
        if (mask == null) {
            return null;
        }
        var values = TokenIds.timeMajor(mask, "a mask");
        var active = new boolean[values.length];
        boolean all = true;
        for (int i = 0; i < values.length; i++) {
            active[i] = values[i] != 0;
            all &= active[i];
        }
        return all ? null : active;
    }
}
