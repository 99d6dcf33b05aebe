package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Precision;

/** Token ids out of the arrays that networks pass around, checked against the vocabulary. */
final class Tokens {
    private Tokens() {
    }

    /** Ids of one step, one a sequence. */
    static int[] column(String layer, Sequence in, int t, int vocabulary) {
        INDArray flat = flat(in.input());
        int[] ids = new int[in.batch()];
        for (int b = 0; b < ids.length; b++) {
            ids[b] = check(layer, flat.getDouble(b, t), b, t, vocabulary);
        }
        return ids;
    }

    /** All ids, step by step: element {@code t * batch + b}. */
    static int[] timeMajor(String layer, Sequence in, int vocabulary) {
        return values(flat(in.input()), (b, t, id) -> check(layer, id, b, t, vocabulary));
    }

    /** What {@code each} makes of the elements of an array [batch, time]; element {@code t * batch + b}. */
    static int[] values(INDArray array, Element each) {
        int batch = (int) array.size(0);
        int time = (int) array.size(1);
        var memory = Precision.supports(array.dataType()) && Dense.liesIn('c', array) ? Memory.of(array) : null;
        int[] result = new int[batch * time];
        for (int b = 0; b < batch; b++) {
            for (int t = 0; t < time; t++) {
                double value = memory == null ? array.getDouble(b, t) : memory.get((long) b * time + t);
                result[t * batch + b] = each.of(b, t, value);
            }
        }
        return result;
    }

    /** Makes a whole number of an element. */
    interface Element {
        int of(int b, int t, double value);
    }

    private static INDArray flat(INDArray ids) {
        return ids.rank() == 3 ? ids.reshape(ids.size(0), ids.size(2)) : ids;
    }

    private static int check(String layer, double id, int b, int t, int vocabulary) {
        if (!(id >= 0 && id < vocabulary) || id != Math.rint(id)) {
            throw new IllegalArgumentException("layer " + layer + ": " + id + " at example " + b + ", step " + t
                + " is no token id; ids are whole numbers from 0 to " + (vocabulary - 1) + " (nIn - 1)");
        }
        return (int) id;
    }
}
