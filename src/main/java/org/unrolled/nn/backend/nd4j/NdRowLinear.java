package org.unrolled.nn.backend.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.Kept;
import org.unrolled.nn.backend.NotFinite;
import org.unrolled.nn.backend.RowLinear;

/** {@link RowLinear} in plain ND4J operations. */
final class NdRowLinear implements RowLinear {
    private final boolean squashed;
    private final DataType type;
    private final String vertex;
    private MapWeights weights;
    private INDArray x;
    private INDArray y;
    /** Dropout and mask in one, or null. */
    private INDArray factors;
    private boolean kept;

    NdRowLinear(boolean squashed, DataType type, String vertex) {
        this.squashed = squashed;
        this.type = type;
        this.vertex = vertex;
    }

    @Override
    public void forward(MapWeights weights, INDArray input, INDArray mask, INDArray dropout, INDArray out, boolean keep) {
        kept = false;
        Detached.run(() -> {
            this.weights = weights;
            x = rows(input);
            var z = x.mmul(weights.matrix()).addiRowVector(weights.bias().reshape(1, weights.bias().length()));
            if (!Double.isFinite(z.sumNumber().doubleValue())) {
                throw NotFinite.linear(vertex, input, weights);
            }
            y = squashed ? Transforms.tanh(z, true) : z;
            factors = factors(mask, dropout);
            var result = factors == null ? y : y.mul(factors);
            out.assign(result.reshape('c', out.size(0), out.size(2), out.size(1)).permute(0, 2, 1));
        });
        kept = keep;
    }

    private INDArray factors(INDArray mask, INDArray dropout) {
        var real = mask == null ? null : mask.castTo(type).dup('c').reshape(mask.length(), 1);
        if (dropout == null) {
            return real == null ? null : y.mul(0).addi(1).muliColumnVector(real);
        }
        var kept = rows(dropout);
        return real == null ? kept : kept.mulColumnVector(real);
    }

    /** [batch, size, time] as [batch · time, size]. */
    private INDArray rows(INDArray sequence) {
        return sequence.castTo(type).permute(0, 2, 1).dup('c')
            .reshape('c', sequence.size(0) * sequence.size(2), sequence.size(1));
    }

    @Override
    public void backward(INDArray given, MapWeights gradients, INDArray input) {
        Kept.require(kept, vertex);
        Detached.run(() -> {
            var dz = rows(given);
            if (factors != null) {
                dz.muli(factors);
            }
            if (squashed) {
                dz.muli(NdStep.tanhSlope(y));
            }
            gradients.matrix().assign(x.transpose().mmul(dz));
            gradients.bias().assign(dz.sum(0).reshape(gradients.bias().shape()));
            input.assign(dz.mmul(weights.matrix().transpose()).dup('c')
                .reshape('c', input.size(0), input.size(2), input.size(1)).permute(0, 2, 1));
        });
    }
}
