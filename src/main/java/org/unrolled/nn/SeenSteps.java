package org.unrolled.nn;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Masks [batch, time] as the parts of a Transformer want them: one truth value a step. */
final class SeenSteps {
    private SeenSteps() {
    }

    /**
     * Which steps are real.
     *
     * @param mask shape [batch, time]; null if all are
     * @param what the mask's name, for messages
     * @return one row a sentence; null if all steps of all sentences are real
     * @throws IllegalArgumentException if the shape is wrong, or a sentence has no step at all
     */
    static boolean[][] of(INDArray mask, long batch, long time, String what) {
        if (mask == null) {
            return null;
        }
        if (mask.rank() != 2 || mask.size(0) != batch || mask.size(1) != time) {
            throw new IllegalArgumentException(what + " has shape " + Arrays.toString(mask.shape())
                + ", expected [batch, time] = [" + batch + ", " + time + "]");
        }
        var numbers = mask.castTo(DataType.FLOAT).dup('c').data().asFloat();
        var seen = new boolean[(int) batch][(int) time];
        boolean all = true;
        for (int b = 0; b < seen.length; b++) {
            boolean any = false;
            for (int t = 0; t < time; t++) {
                seen[b][t] = numbers[b * (int) time + t] != 0;
                any |= seen[b][t];
                all &= seen[b][t];
            }
            if (!any) {
                throw new IllegalArgumentException(what + " leaves nothing of sentence " + b + ": attention needs at least one"
                    + " step to look at; leave empty sentences out");
            }
        }
        return all ? null : seen;
    }

    /** As an array [batch, time] of ones and zeros. */
    static INDArray array(boolean[][] seen) {
        var numbers = new float[seen.length * seen[0].length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = seen[i / seen[0].length][i % seen[0].length] ? 1 : 0;
        }
        return Nd4j.createFromArray(numbers).reshape('c', seen.length, seen[0].length);
    }
}
