package org.unrolled.nn.backend.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.CtcLoss;

/**
 * {@link CtcLoss} in plain ND4J operations, one sequence after the other, on the row of labels with blanks between, before and after
 * them (Graves et al. 2006, section 4.1).
 */
final class NdCtc implements CtcLoss {
    private static final double NOTHING = -1e30;

    @Override
    public double[] gradients(INDArray logits, Targets targets, double[] factors, INDArray out) {
        var losses = new double[targets.batch()];
        Detached.run(() -> {
            out.assign(0);
            for (int b = 0; b < losses.length; b++) {
                losses[b] = sequence(logits, targets, b, factors[b], out, null);
            }
        });
        return losses;
    }

    @Override
    public double[] losses(INDArray logits, Targets targets) {
        var losses = new double[targets.batch()];
        Detached.run(() -> {
            for (int b = 0; b < losses.length; b++) {
                losses[b] = sequence(logits, targets, b, 0, null, null);
            }
        });
        return losses;
    }

    @Override
    public double[][][] posteriors(INDArray logits, Targets targets) {
        var found = new double[targets.batch()][][];
        Detached.run(() -> {
            for (int b = 0; b < found.length; b++) {
                found[b] = new double[targets.steps()[b]][2 * targets.labels()[b].length + 1];
                sequence(logits, targets, b, 0, null, found[b]);
            }
        });
        return found;
    }

    /** @param out gets the gradient, may be null @param posterior gets γ, may be null */
    private static double sequence(INDArray logits, Targets targets, int b, double factor, INDArray out, double[][] posterior) {
        int steps = targets.steps()[b];
        int[] labels = targets.labels()[b];
        if (steps < targets.needed(b)) {
            return Double.POSITIVE_INFINITY;
        }
        if (steps == 0) {
            return 0;
        }
        int batch = targets.batch();
        var z = Nd4j.create(DataType.DOUBLE, steps, logits.size(1));
        for (int t = 0; t < steps; t++) {
            z.putRow(t, logits.getRow((long) t * batch + b).castTo(DataType.DOUBLE));
        }
        z.subiColumnVector(z.max(true, 1));
        var logarithms = z.subiColumnVector(Transforms.log(Transforms.exp(z, true).sum(true, 1), false));
        if (!Double.isFinite(logarithms.sumNumber().doubleValue())) {
            return Double.NaN;
        }
        int[] row = new int[2 * labels.length + 1];
        for (int s = 0; s < row.length; s++) {
            row[s] = s % 2 == 0 ? targets.blank() : labels[s / 2];
        }
        var emissions = logarithms.getColumns(row);
        var alpha = lattice(emissions, row, targets.blank());
        var ends = alpha.getRow(steps - 1L).get(NDArrayIndex.interval(Math.max(0, row.length - 2), row.length));
        double total = logSum(ends);
        if (out != null || posterior != null) {
            // Backwards is forwards through everything turned round.
            var turned = new int[row.length];
            for (int s = 0; s < row.length; s++) {
                turned[s] = row[row.length - 1 - s];
            }
            var beta = Nd4j.reverse(lattice(Nd4j.reverse(emissions.dup('c')), turned, targets.blank()).dup('c')).subi(emissions);
            var gamma = Transforms.exp(alpha.add(beta).subi(total), false);
            for (int t = 0; posterior != null && t < steps; t++) {
                posterior[t] = gamma.getRow(t).toDoubleVector();
            }
            if (out == null) {
                return -total;
            }
            var gradient = Transforms.exp(logarithms, true);
            for (int s = 0; s < row.length; s++) {
                gradient.getColumn(row[s], true).subi(gamma.getColumn(s, true));
            }
            gradient.muli(factor);
            for (int t = 0; t < steps; t++) {
                out.getRow((long) t * batch + b).assign(gradient.getRow(t));
            }
        }
        return -total;
    }

    /** α of each step and place in the row, what the step says included. */
    private static INDArray lattice(INDArray emissions, int[] row, int blank) {
        var alpha = Nd4j.valueArrayOf(emissions.shape(), NOTHING, DataType.DOUBLE);
        alpha.putScalar(0, 0, emissions.getDouble(0, 0));
        if (row.length > 1) {
            alpha.putScalar(0, 1, emissions.getDouble(0, 1));
        }
        var jump = Nd4j.valueArrayOf(new long[] {row.length}, NOTHING, DataType.DOUBLE);
        for (int s = 2; s < row.length; s++) {
            jump.putScalar(s, row[s] != blank && row[s] != row[s - 2] ? 0 : NOTHING);
        }
        for (int t = 1; t < emissions.size(0); t++) {
            var before = alpha.getRow(t - 1L);
            var sum = logSum(before, shifted(before, 1));
            alpha.putRow(t, logSum(sum, shifted(before, 2).addi(jump)).addi(emissions.getRow(t)));
        }
        return alpha;
    }

    private static INDArray shifted(INDArray row, int by) {
        var moved = Nd4j.valueArrayOf(row.shape(), NOTHING, DataType.DOUBLE);
        if (row.length() > by) {
            moved.get(NDArrayIndex.interval(by, row.length())).assign(row.get(NDArrayIndex.interval(0, row.length() - by)));
        }
        return moved;
    }

    private static INDArray logSum(INDArray a, INDArray b) {
        var larger = Transforms.max(a, b, true);
        return Transforms.log(Transforms.exp(a.sub(larger), false).addi(Transforms.exp(b.sub(larger), false)), false).addi(larger);
    }

    private static double logSum(INDArray all) {
        double largest = all.maxNumber().doubleValue();
        return largest + Math.log(Transforms.exp(all.sub(largest), false).sumNumber().doubleValue());
    }
}
