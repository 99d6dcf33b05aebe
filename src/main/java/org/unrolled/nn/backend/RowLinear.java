package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y = tanh(x W + b), or x W + b, for each step of a sequence. An object belongs to one vertex. Not for use by several
 * threads at once.
 */
public interface RowLinear {
    /**
     * Forward pass.
     *
     * @param x       shape [batch, size, time], any strides
     * @param mask    shape [batch, time], 0 where the output is to be zeros; or null
     * @param dropout factors on the output, shape of {@code out}, time-major; or null
     * @param out     shape [batch, out, time], overwritten
     * @param keep    whether {@link #backward} will be asked for
     */
    void forward(MapWeights weights, INDArray x, INDArray mask, INDArray dropout, INDArray out, boolean keep);

    /**
     * Backward pass through the last {@link #forward}, whose arrays must be unchanged.
     *
     * @param given     dL/d(out)
     * @param gradients overwritten
     * @param input     dL/dx, overwritten
     */
    void backward(INDArray given, MapWeights gradients, INDArray input);

    /**
     * Weights, or their gradients.
     *
     * @param matrix W, shape [size, out], f order
     * @param bias   b, length out
     */
    record MapWeights(INDArray matrix, INDArray bias) {
    }
}
