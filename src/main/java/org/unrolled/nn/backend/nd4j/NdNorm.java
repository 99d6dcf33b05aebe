package org.unrolled.nn.backend.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.RowNorm;

/** {@link RowNorm} in plain ND4J operations. */
final class NdNorm implements RowNorm {
    private final double epsilon;
    private INDArray normed;
    private INDArray inverse;

    NdNorm(double epsilon) {
        this.epsilon = epsilon;
    }

    @Override
    public void forward(INDArray x, INDArray gain, INDArray bias, INDArray out, boolean keep) {
        Detached.run(() -> {
            var centred = x.subColumnVector(x.mean(true, 1));
            var deviation = Transforms.sqrt(centred.mul(centred).mean(true, 1).add(epsilon), false);
            var y = centred.divColumnVector(deviation);
            if (keep) {
                normed = y;
                inverse = deviation.rdiv(1);
            }
            out.assign(y.mulRowVector(gain).addRowVector(bias));
        });
    }

    @Override
    public void backward(INDArray dOut, INDArray gain, INDArray dx, INDArray dGain, INDArray dBias) {
        Detached.run(() -> {
            if (dGain != null) {
                dGain.assign(dOut.mul(normed).sum(true, 0));
            }
            if (dBias != null) {
                dBias.assign(dOut.sum(true, 0));
            }
            var d = dOut.mulRowVector(gain);
            var along = normed.mulColumnVector(d.mul(normed).mean(true, 1));
            dx.assign(d.subColumnVector(d.mean(true, 1)).sub(along).mulColumnVector(inverse));
        });
    }
}
