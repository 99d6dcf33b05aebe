package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds out where a NaN or an infinity came from; slow, runs only when there is one. */
final class NotFinite {
    private NotFinite() {
    }

    /** Checks h of one step, and the input of that step. */
    static void check(String layer, Cell cell, Sequence in, Weights weights, int t, INDArray hidden) {
        var input = in.tokens() ? 0 : in.input().tensorAlongDimension(t, 0, 1).sumNumber().doubleValue();
        if (!Double.isFinite(hidden.sumNumber().doubleValue()) || !Double.isFinite(input)) {
            throw explain(layer, cell, in, weights, t);
        }
    }

    /** First step at which an output of shape [batch, hidden, time] is not finite, or 0. */
    static int step(INDArray out) {
        for (int t = 0; t < out.size(2); t++) {
            if (!Double.isFinite(out.tensorAlongDimension(t, 0, 1).sumNumber().doubleValue())) {
                return t;
            }
        }
        return 0;
    }

    /** The exception that says which array holds the first NaN or infinity. */
    static NotFiniteException explain(String layer, Cell cell, Sequence in, Weights weights, int step) {
        if (!in.tokens()) {
            for (int i = 0; i < in.time(); i++) {
                int t = in.backwards() ? in.time() - 1 - i : i;
                for (int b = 0; b < in.batch(); b++) {
                    for (int f = 0; f < cell.inputSize(); f++) {
                        double x = in.input().getDouble(b, f, t);
                        if (!Double.isFinite(x)) {
                            return new NotFiniteException("layer " + layer + ": its input is " + x + " at step " + t
                                + " (example " + b + ", feature " + f + "): look at the data, or at the layer before",
                                t);
                        }
                    }
                }
            }
        }
        for (var array : new INDArray[] {weights.input(), weights.recurrent(), weights.bias()}) {
            if (!Double.isFinite(array.sumNumber().doubleValue())) {
                return new NotFiniteException("layer " + layer + ": its weights hold NaN or infinity, so training has"
                    + " diverged: lower the learning rate or clip the gradients", -1);
            }
        }
        return new NotFiniteException("layer " + layer + ": the state grew to NaN or infinity at step " + step
            + " although input and weights are finite: lower the learning rate, scale the input, or use a gated cell",
            step);
    }
}
