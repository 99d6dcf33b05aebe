package org.unrolled.nn.backend.nd4j;

import java.util.Objects;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.LinearSoftmax;

/** {@link LinearSoftmax} in plain ND4J operations. */
final class NdSoftmax implements LinearSoftmax {
    @Override
    public double[] gradients(Rows in, double smoothing, double[] factors, Gradients out) {
        if (in.labels().length == 0) {
            Stream.of(out.add() ? null : out.weights(), out.bias()).filter(Objects::nonNull).forEach(array -> array.assign(0));
            return new double[0];
        }
        return Detached.get(() -> {
            var logarithms = logarithms(in);
            var delta = Transforms.exp(logarithms, true).subi(targets(in, logarithms, smoothing));
            delta.muliColumnVector(column(factors, logarithms));
            if (out.x() != null) {
                out.x().assign(delta.mmul(in.weights()));
            }
            if (out.weights() != null) {
                var product = delta.transpose().mmul(in.x());
                out.weights().assign(out.add() ? out.weights().add(product) : product);
            }
            if (out.bias() != null) {
                out.bias().assign(delta.sum(0).reshape(out.bias().shape()));
            }
            return losses(in, logarithms, smoothing);
        });
    }

    @Override
    public double[] losses(Rows in, double smoothing, int[] best) {
        if (in.labels().length == 0) {
            return new double[0];
        }
        return Detached.get(() -> {
            var logarithms = logarithms(in);
            if (best != null) {
                System.arraycopy(logarithms.argMax(1).toIntVector(), 0, best, 0, best.length);
            }
            return losses(in, logarithms, smoothing);
        });
    }

    @Override
    public int probabilities(Rows in, boolean logarithms, INDArray out) {
        return Detached.get(() -> {
            var p = logarithms(in);
            out.assign(logarithms ? p : Transforms.exp(p, true));
            for (int i = 0; i < out.size(0); i++) {
                if (!Double.isFinite(p.getRow(i).maxNumber().doubleValue())) {
                    return i;
                }
            }
            return -1;
        });
    }

    private static INDArray logarithms(Rows in) {
        var logits = in.x().mmul(in.weights().transpose());
        if (in.bias() != null) {
            logits.addiRowVector(in.bias());
        }
        logits.subiColumnVector(logits.max(true, 1));
        return logits.subiColumnVector(Transforms.log(Transforms.exp(logits, true).sum(true, 1), true));
    }

    private static INDArray targets(Rows in, INDArray like, double smoothing) {
        var targets = Nd4j.valueArrayOf(like.shape(), smoothing / like.size(1), like.dataType());
        for (int i = 0; i < in.labels().length; i++) {
            targets.putScalar(i, in.labels()[i], 1 - smoothing + smoothing / like.size(1));
        }
        return targets;
    }

    private static double[] losses(Rows in, INDArray logarithms, double smoothing) {
        return targets(in, logarithms, smoothing).muli(logarithms).sum(1).negi().reshape(-1).toDoubleVector();
    }

    private static INDArray column(double[] values, INDArray like) {
        return Nd4j.createFromArray(values).reshape(values.length, 1).castTo(like.dataType());
    }
}
