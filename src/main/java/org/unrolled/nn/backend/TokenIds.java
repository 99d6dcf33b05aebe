package org.unrolled.nn.backend;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whole numbers out of the arrays that networks pass around, step by step: element {@code t * batch + b}. */
public final class TokenIds {
    private TokenIds() {
    }

    /**
     * All numbers of an array of shape [batch, time] or [batch, 1, time], of any data type and strides.
     *
     * @throws IllegalArgumentException if the shape is another one
     */
    public static double[] timeMajor(INDArray ids, String what) {
        if (ids.rank() == 3 && ids.size(1) == 1) {
            return values(ids.permute(2, 0, 1));
        }
        if (ids.rank() == 2) {
            return values(ids.transpose());
        }
        throw new IllegalArgumentException(what + " have shape " + Arrays.toString(ids.shape())
            + ", expected [batch, time] or [batch, 1, time] of whole numbers");
    }

    private static double[] values(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    /** Ids of a batch's input, checked: {@link #timeMajor}, then {@link #checked}. */
    public static int[] of(Sequence in, int vocabulary, String layer) {
        var what = "layer " + layer;
        return checked(timeMajor(in.input(), what + ": ids"), in.batch(), vocabulary, what);
    }

    /**
     * Numbers as token ids.
     *
     * @param batch for the position in the message
     * @throws IllegalArgumentException naming the first that is no id of the vocabulary, and where it stands
     */
    public static int[] checked(double[] numbers, int batch, int vocabulary, String what) {
        int[] ids = new int[numbers.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = checked(numbers[i], i, batch, vocabulary, what);
        }
        return ids;
    }

    /** One number as a token id; {@code i} is its time-major position. */
    public static int checked(double number, int i, int batch, int vocabulary, String what) {
        if (!(number >= 0 && number < vocabulary) || number != Math.rint(number)) {
            var shown = number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
            throw new IllegalArgumentException(what + ": " + shown + " at example " + i % batch + ", step " + i / batch
                + " is no id of a vocabulary of " + vocabulary + ": expected whole numbers from 0 to "
                + (vocabulary - 1) + "; encode the text with the vocabulary that the network was made for");
        }
        return (int) number;
    }
}
