package org.unrolled.train;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Clips the gradient of a network as a whole. DL4J's own options clip layer by layer.
 *
 * @param value largest size of a number, or infinity
 * @param norm  largest Euclidean norm over all parameters, or infinity
 */
record GradientClip(double value, double norm) {
    /**
     * @param sum      all gradients, flat, changed in place
     * @param examples what the updater will divide them by: the limits are those of the mean
     * @throws ArithmeticException if the gradient isn't finite
     */
    void apply(INDArray sum, int examples) {
        if (Double.isFinite(value)) {
            Transforms.max(sum, -value * examples, false);
            Transforms.min(sum, value * examples, false);
        }
        if (Double.isFinite(norm)) {
            double size = sum.norm2Number().doubleValue();
            if (!Double.isFinite(size)) {
                throw new ArithmeticException("the gradient's norm is " + size);
            }
            double limit = norm * examples;
            if (size > limit) {
                sum.muli(limit / size);
            }
        }
    }
}
