package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.nn.kernel.Detached;

/** {@link RowBackend} in plain ND4J operations: slow and simple, runs wherever ND4J runs. */
final class NdRows implements RowBackend {
    private static final double GELU_FACTOR = Math.sqrt(2 / Math.PI);
    private static final double GELU_CUBE = 0.044715;

    @Override
    public LinearRows linear() {
        return new NdLinear();
    }

    @Override
    public NormRows norm(double epsilon) {
        return new NdNorm(epsilon);
    }

    @Override
    public AttentionRows attention(int heads) {
        return new NdAttention(heads);
    }

    @Override
    public void activate(HiddenActivation kind, INDArray x, INDArray mask, INDArray out) {
        Detached.run(() -> {
            var y = kind == HiddenActivation.RELU ? Transforms.relu(x, true) : gelu(x);
            out.assign(mask == null ? y : y.mul(mask));
        });
    }

    private static INDArray gelu(INDArray x) {
        return tanhPart(x).add(1).mul(x).mul(0.5);
    }

    private static INDArray tanhPart(INDArray x) {
        return Transforms.tanh(x.mul(x).mul(GELU_CUBE).add(1).mul(x).mul(GELU_FACTOR), false);
    }

    @Override
    public void activateBack(HiddenActivation kind, INDArray x, INDArray mask, INDArray d) {
        Detached.run(() -> {
            if (mask != null) {
                d.muli(mask);
            }
            d.muli(kind == HiddenActivation.RELU ? x.gt(0).castTo(x.dataType()) : geluSlope(x));
        });
    }

    private static INDArray geluSlope(INDArray x) {
        var t = tanhPart(x);
        var inner = x.mul(x).mul(3 * GELU_CUBE).add(1).mul(GELU_FACTOR);
        return t.add(1).add(t.mul(t).rsub(1).mul(x).mul(inner)).mul(0.5);
    }

    @Override
    public void dropoutMask(double keep, INDArray mask) {
        Detached.run(() -> mask.assign(Nd4j.rand(mask.dataType(), mask.shape()).lt(keep).castTo(mask.dataType())
            .div(keep)));
    }

    @Override
    public void multiply(INDArray x, INDArray y, INDArray out) {
        Detached.run(() -> out.assign(x.mul(y)));
    }

    @Override
    public void addMasked(INDArray x, INDArray y, INDArray mask, INDArray out) {
        Detached.run(() -> out.assign(x.add(mask == null ? y : y.mul(mask))));
    }

    @Override
    public void scaleAndShift(INDArray x, double factor, INDArray table, INDArray mask, INDArray out) {
        Detached.run(() -> {
            var y = x.mul(factor);
            if (table != null) {
                long batch = x.size(0) / table.size(0);
                for (long row = 0; row < x.size(0); row++) {
                    y.getRow(row).addi(table.getRow(row / batch));
                }
            }
            out.assign(mask == null ? y : y.mul(mask));
        });
    }

    @Override
    public boolean finite(INDArray rows) {
        return Double.isFinite(rows.sumNumber().doubleValue());
    }
}
