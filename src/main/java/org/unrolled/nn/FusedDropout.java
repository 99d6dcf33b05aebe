package org.unrolled.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.rows.Dropout;

/**
 * Inverted dropout (Srivastava et al. 2014) like DL4J's {@link org.deeplearning4j.nn.conf.dropout.Dropout}, but with a mask that is made in vector
 * instructions on all cores: {@code .dropOut(new FusedDropout(0.6))} in any layer keeps 60% and divides them by 0.6.
 * The seed of each mask is drawn from {@code Nd4j.getRandom()}, so a seeded run repeats itself. Backends other than the fused
 * kernels draw it number by number.
 */
public final class FusedDropout implements IDropout {
    private final double keep;
    private transient INDArray mask;

    /** @param keep probability of keeping an activation, above 0 and at most 1 */
    public FusedDropout(@JsonProperty("keep") double keep) {
        this.keep = Dropout.checked(keep);
    }

    /** Probability of keeping an activation. */
    public double getKeep() {
        return keep;
    }

    @Override
    public INDArray applyDropout(INDArray input, INDArray result, int iteration, int epoch,
                                 LayerWorkspaceMgr workspaces) {
        mask = like(input, result, workspaces);
        Backends.choose(mask.dataType()).dropoutMask(keep, mask);
        return multiply(input, result);
    }

    /** An array for the mask: time-major if the activations are, so that it lies in memory as they do. */
    private static INDArray like(INDArray input, INDArray result, LayerWorkspaceMgr workspaces) {
        var type = result.dataType();
        if (input.rank() == 3) {
            var timeMajor = TimeMajor.like(workspaces, ArrayType.INPUT, type, input);
            if (Arrays.equals(timeMajor.stride(), input.stride())) {
                return timeMajor;
            }
        }
        return workspaces.createUninitialized(ArrayType.INPUT, type, input.shape(), input.ordering());
    }

    private INDArray multiply(INDArray x, INDArray out) {
        boolean alike = Arrays.equals(x.stride(), mask.stride()) && Arrays.equals(out.stride(), mask.stride())
            && x.dataType() == mask.dataType() && out.dataType() == mask.dataType();
        if (alike) {
            Backends.choose(mask.dataType()).scaleAndShift(x, 1, null, mask, out);
            return out;
        }
        return out.assign(x.castTo(out.dataType()).mul(mask.castTo(out.dataType())));
    }

    @Override
    public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
        Preconditions.checkState(mask != null,
                "dropout has no mask to go back through: run a forward pass in training mode first");
        var result = multiply(gradAtOutput, gradAtInput);
        mask = null;
        return result;
    }

    @Override
    public void clear() {
        mask = null;
    }

    @Override
    public FusedDropout clone() {
        return new FusedDropout(keep);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FusedDropout that && keep == that.keep;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(keep);
    }

    @Override
    public String toString() {
        return "FusedDropout(keep " + keep + ")";
    }
}
