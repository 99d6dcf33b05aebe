package org.unrolled.nn.backend;

import java.util.Arrays;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Masks [batch, time], 1 where a step is real and 0 where it is padding, as truth values; null where all steps are real. */
public final class SequenceMasks {
    private SequenceMasks() {
    }

    /**
     * Which steps are real, sentence by sentence.
     *
     * @param mask shape [batch, time], or null
     * @param what the mask's name, for messages
     * @throws IllegalArgumentException if the shape is another one
     */
    public static boolean[][] visible(INDArray mask, long batch, long time, String what) {
        if (mask == null) {
            return null;
        }
        if (mask.rank() != 2 || mask.size(0) != batch || mask.size(1) != time) {
            throw new IllegalArgumentException(what + " has shape " + Arrays.toString(mask.shape())
                + ", expected [" + batch + ", " + time + "] (batch, time)");
        }
        var visible = new boolean[(int) batch][(int) time];
        var real = active(mask);
        for (int i = 0; real != null && i < real.length; i++) {
            visible[i % visible.length][i / visible.length] = real[i];
        }
        return real == null ? null : visible;
    }

    /**
     * As {@link #visible}, for those that attend to the steps.
     *
     * @throws IllegalArgumentException if a sentence has no step at all
     */
    public static boolean[][] attended(INDArray mask, long batch, long time, String what) {
        var visible = visible(mask, batch, time, what);
        for (int b = 0; visible != null && b < batch; b++) {
            int any = 0;
            while (any < time && !visible[b][any]) {
                any++;
            }
            Preconditions.checkArgument(any != time,
                    "%s is 0 at all %s positions of example %s, so there is nothing to attend to: leave sentence %s out",
                    what, time, b, b);
        }
        return visible;
    }

    /** As an array [batch, time] of ones and zeros. */
    public static INDArray array(boolean[][] visible) {
        var numbers = new float[visible.length * visible[0].length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = visible[i / visible[0].length][i % visible[0].length] ? 1 : 0;
        }
        return Nd4j.createFromArray(numbers).reshape('c', visible.length, visible[0].length);
    }

    /** Which rows {@code t * batch + b} are real. */
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
