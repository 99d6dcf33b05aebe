package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The linear map y = x W + b of all rows. W has shape [in, out], in c or f order as its gradient, b [1, out]; all other arrays are in c order. */
public interface LinearMap {
    /**
     * The map.
     *
     * @param x   shape [rows, in]
     * @param out shape [rows, out], overwritten
     */
    void forward(INDArray x, INDArray weights, INDArray bias, INDArray out);

    /**
     * The gradients.
     *
     * @param x        as it was on the way forward
     * @param dOut     shape [rows, out]
     * @param dx       shape [rows, in], overwritten; or null
     * @param dWeights overwritten; null if the parameters' gradients aren't wanted
     * @param dBias    overwritten, or null
     */
    void backward(INDArray x, INDArray weights, INDArray dOut, INDArray dx, INDArray dWeights, INDArray dBias);
}
