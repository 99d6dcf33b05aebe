package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layer normalisation of rows (Ba, Kiros and Hinton 2016, section 3): y = g ∘ (x - mean) / √(variance + ε) + b, with mean
 * and variance over the features of a row. Keeps what the way back needs.
 */
public interface RowNorm {
    /**
     * Normalises.
     *
     * @param x    shape [rows, size], c order
     * @param gain g, shape [1, size]
     * @param bias b, shape [1, size]
     * @param out  shape [rows, size], overwritten
     * @param keep whether {@link #backward} may follow
     */
    void forward(INDArray x, INDArray gain, INDArray bias, INDArray out, boolean keep);

    /**
     * The gradients of the last pass that kept.
     *
     * @param dOut  shape [rows, size]
     * @param dx    shape [rows, size], overwritten; may be {@code dOut}
     * @param dGain overwritten; null if the parameters' gradients aren't wanted
     * @param dBias overwritten, or null
     */
    void backward(INDArray dOut, INDArray gain, INDArray dx, INDArray dGain, INDArray dBias);
}
