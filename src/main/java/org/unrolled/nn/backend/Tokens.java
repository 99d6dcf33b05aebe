package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

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
        double[] ids = flat(in.input()).transpose().dup('c').reshape(-1).toDoubleVector();
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = check(layer, ids[i], i % in.batch(), i / in.batch(), vocabulary);
        }
        return result;
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
