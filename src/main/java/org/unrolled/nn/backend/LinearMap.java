package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The linear map y = x W + b of all rows. All arrays are in c order; W has shape [in, out], b [1, out]. */
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
