package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds out where a NaN or an infinity came from; slow, runs only when there is one. */
public final class NotFinite {
    private NotFinite() {
    }

    /** Checks h of one step, and the input of that step. */
    public static void check(String layer, Cell cell, Sequence in, CellWeights weights, int t, INDArray hidden) {
        var input = in.tokens() ? 0 : in.input().tensorAlongDimension(t, 0, 1).sumNumber().doubleValue();
        if (!Double.isFinite(hidden.sumNumber().doubleValue()) || !Double.isFinite(input)) {
            throw explain(layer, cell, in, weights, t);
        }
    }

    /** First step at which a sequence [batch, size, time] is not finite, or -1. */
    public static int step(INDArray out) {
        for (int t = 0; t < out.size(2); t++) {
            if (!Double.isFinite(out.tensorAlongDimension(t, 0, 1).sumNumber().doubleValue())) {
                return t;
            }
        }
        return -1;
    }

    /** The exception that says which array holds the first NaN or infinity. */
    public static NotFiniteException explain(String layer, Cell cell, Sequence in, CellWeights weights, int step) {
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

    /** The exception that says which of an attention's arrays holds the first NaN or infinity. */
    public static NotFiniteException attention(String vertex, INDArray queries, INDArray memory, INDArray mask,
                                      AttentionWeights weights) {
        for (int t = 0; t < queries.size(2); t++) {
            for (int b = 0; b < queries.size(0); b++) {
                if (!finite(queries, b, t)) {
                    return new NotFiniteException("vertex " + vertex + ": its queries hold NaN or infinity at step " + t
                        + " (example " + b + "): look at the data, or at the layer before", t);
                }
            }
        }
        var source = source(vertex, memory, mask, weights);
        return source != null ? source : new NotFiniteException("vertex " + vertex + ": scores grew to NaN or infinity"
            + " although queries, memory and weights are finite: lower the learning rate or scale the memory", -1);
    }

    /** The exception that names an attention's memory or weights; null if these are finite. */
    public static NotFiniteException source(String vertex, INDArray memory, INDArray mask, AttentionWeights weights) {
        for (int s = 0; s < memory.size(2); s++) {
            for (int b = 0; b < memory.size(0); b++) {
                if ((mask == null || mask.getDouble(b, s) != 0) && !finite(memory, b, s)) {
                    return new NotFiniteException("vertex " + vertex + ": the memory holds NaN or infinity at position " + s
                        + " (example " + b + "): look at the data, or at the encoder", s);
                }
            }
        }
        for (var array : weights.all()) {
            if (!Double.isFinite(array.sumNumber().doubleValue())) {
                return new NotFiniteException("vertex " + vertex + ": its weights hold NaN or infinity, so training has"
                    + " diverged: lower the learning rate or clip the gradients", -1);
            }
        }
        return null;
    }

    private static boolean finite(INDArray sequence, int b, int t) {
        return Double.isFinite(sequence.tensorAlongDimension(t, 0, 1).getRow(b).sumNumber().doubleValue());
    }
}
