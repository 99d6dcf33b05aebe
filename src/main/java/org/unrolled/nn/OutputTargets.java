package org.unrolled.nn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.TokenIds;

/**
 * Which steps of a batch count, and their labels.
 *
 * @param batch   sequences
 * @param time    steps
 * @param rows    time-major numbers (t · batch + b) of the steps that count
 * @param labels  class of each of them
 * @param weights mask value of each of them, mostly 1
 */
record OutputTargets(int batch, int time, int[] rows, int[] labels, double[] weights) {
    /**
     * @param labels class numbers [batch, time] or [batch, 1, time], or one-hot [batch, classes, time]
     * @param mask   [batch, time] or [batch, 1, time], or null
     * @throws IllegalArgumentException if shapes don't fit or a label that counts is no class
     */
    static OutputTargets of(INDArray input, INDArray labels, INDArray mask, int classes, int ignored, String layer) {
        int batch = (int) input.size(0);
        int time = (int) input.size(2);
        boolean oneHot = labels.rank() == 3 && labels.size(1) == classes && classes > 1;
        var numbers = TokenIds.timeMajor(oneHot ? labels.argMax(1) : labels, layer + ": labels");
        require(numbers, labels, batch, time, layer + ": labels");
        var masks = mask == null ? null : TokenIds.timeMajor(mask, layer + ": label mask");
        if (masks != null) {
            require(masks, mask, batch, time, layer + ": label mask");
        }
        int[] rows = IntStream.range(0, numbers.length)
            .filter(i -> numbers[i] != ignored && (masks == null || masks[i] != 0)).toArray();
        int[] classNumbers = new int[rows.length];
        double[] weights = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            classNumbers[i] = TokenIds.checked(numbers[rows[i]], rows[i], batch, classes, layer + ": label");
            weights[i] = masks == null ? 1 : masks[rows[i]];
        }
        return new OutputTargets(batch, time, rows, classNumbers, weights);
    }

    private static void require(double[] numbers, INDArray array, int batch, int time, String what) {
        if (numbers.length != batch * time || array.size(0) != batch) {
            throw new IllegalArgumentException(what + " have shape " + Arrays.toString(array.shape())
                + ", expected [" + batch + ", " + time + "] as the layer's input has that many sequences and steps");
        }
    }

    /** Whether every step counts. */
    boolean complete() {
        return rows.length == batch * time;
    }

    /** Sum of the weights: the number of tokens that count. */
    double tokens() {
        return Arrays.stream(weights).sum();
    }

    /** Weighted sum of the losses of each sequence, or their mean; 0 where no step counts. */
    double[] perExample(double[] losses, boolean mean) {
        var sums = new double[batch];
        var tokens = new double[batch];
        for (int i = 0; i < losses.length; i++) {
            sums[rows[i] % batch] += losses[i] * weights[i];
            tokens[rows[i] % batch] += weights[i];
        }
        for (int b = 0; b < batch && mean; b++) {
            sums[b] /= tokens[b] > 0 ? tokens[b] : 1;
        }
        return sums;
    }
}
