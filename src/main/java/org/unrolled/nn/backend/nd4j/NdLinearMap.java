package org.unrolled.nn.backend.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.LinearMap;

/** {@link LinearMap} in plain ND4J operations. */
final class NdLinearMap implements LinearMap {
    @Override
    public void forward(INDArray x, INDArray weights, INDArray bias, INDArray out) {
        Detached.run(() -> out.assign(x.mmul(weights).addRowVector(bias)));
    }

    @Override
    public void backward(INDArray x, INDArray weights, INDArray dOut, INDArray dx, INDArray dWeights, INDArray dBias) {
        Detached.run(() -> {
            if (dx != null) {
                dx.assign(dOut.mmul(weights.transpose()));
            }
            if (dWeights != null) {
                dWeights.assign(x.transpose().mmul(dOut));
            }
            if (dBias != null) {
                dBias.assign(dOut.sum(true, 0));
            }
        });
    }
}
