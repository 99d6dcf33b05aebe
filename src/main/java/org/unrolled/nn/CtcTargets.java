package org.unrolled.nn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.CtcLoss;
import org.unrolled.nn.backend.TokenIds;

/** Reads {@link CtcLoss.Targets} from the arrays of a batch. */
final class CtcTargets {
    private CtcTargets() {
    }

    /**
     * Labels and lengths.
     *
     * @param input    shape [batch, size, time]
     * @param labels   shape [batch, labels]
     * @param mask     shape [batch, labels], or null
     * @param stepMask shape [batch, time], or null
     * @throws IllegalArgumentException if shapes don't fit, a label is no symbol or the blank, or a mask has a gap
     */
    static CtcLoss.Targets of(INDArray input, INDArray labels, INDArray mask, INDArray stepMask, int symbols, int blank, String layer) {
        int batch = (int) input.size(0);
        if (labels.rank() != 2 || labels.size(0) != batch || mask != null && !Arrays.equals(mask.shape(), labels.shape())) {
            throw new IllegalArgumentException(layer + ": labels have shape " + Arrays.toString(labels.shape()) + " and their mask "
                + (mask == null ? "is none" : Arrays.toString(mask.shape())) + ", expected [" + batch + ", labels] for both, as there are "
                + batch + " sequences");
        }
        int[] steps = new int[batch];
        Arrays.fill(steps, (int) input.size(2));
        if (stepMask != null) {
            steps = lengths(stepMask, layer + ": the features mask");
        }
        var numbers = TokenIds.timeMajor(labels, layer + ": labels");
        int[] lengths = mask == null ? null : lengths(mask, layer + ": the label mask");
        int[][] said = new int[batch][];
        for (int b = 0; b < batch; b++) {
            int sequence = b;
            int most = (int) labels.size(1);
            int length = lengths != null ? lengths[b] : (int) IntStream.range(0, most)
                .takeWhile(i -> numbers[i * batch + sequence] != blank).count();
            said[b] = IntStream.range(0, length).map(i -> symbol(numbers[i * batch + sequence], i * batch + sequence, batch, symbols, blank,
                layer)).toArray();
        }
        return new CtcLoss.Targets(steps, said, blank);
    }

    private static int symbol(double number, int at, int batch, int symbols, int blank, String layer) {
        int symbol = TokenIds.checked(number, at, batch, symbols, layer + ": label");
        if (symbol == blank) {
            throw new IllegalArgumentException(layer + ": label " + at / batch + " of example " + at % batch + " is the blank, "
                + blank + ": labels are what is said, the blank stands between them by itself");
        }
        return symbol;
    }

    /** How many ones each row begins with. */
    private static int[] lengths(INDArray mask, String what) {
        int[] lengths = new int[(int) mask.size(0)];
        for (int b = 0; b < lengths.length; b++) {
            double[] row = mask.getRow(b).toDoubleVector();
            int length = 0;
            while (length < row.length && row[length] != 0) {
                length++;
            }
            for (int i = length; i < row.length; i++) {
                if (row[i] != 0) {
                    throw new IllegalArgumentException(what + " of example " + b + " is 0 at place " + length + " and not 0 at place " + i
                        + ": expected ones first, then zeros");
                }
            }
            lengths[b] = length;
        }
        return lengths;
    }
}
