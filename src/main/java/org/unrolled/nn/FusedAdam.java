package org.unrolled.nn;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.LayerBackend;

/**
 * Adam with the same numbers as ND4J's {@link Adam}, computed in one pass over all parameters on all cores:
 * {@code new NeuralNetConfiguration.Builder().updater(new FusedAdam(1e-3))}. Worth it from some 100,000 parameters on.
 *
 * <p>Its state is laid out like {@code Adam}'s: a network that was saved with one can be trained on with the other.
 * Where the fused kernels don't run (see {@link Backends}), plain ND4J operations do the work.
 */
public final class FusedAdam extends Adam {
    /** Learning rate 0.001, β1 0.9, β2 0.999, ε 1e-8. */
    public FusedAdam() {
    }

    /** With the usual β1 0.9, β2 0.999, ε 1e-8. */
    public FusedAdam(double learningRate) {
        super(learningRate);
    }

    /** With a learning rate that changes by iteration or epoch. */
    public FusedAdam(ISchedule schedule) {
        super(schedule);
    }

    /** All settings. */
    public FusedAdam(double learningRate, double beta1, double beta2, double epsilon) {
        super(learningRate, beta1, beta2, epsilon);
    }

    /** What it does to a stretch of the network's gradients. */
    private static final class Updater extends AdamUpdater {
        private final LayerBackend backend;

        Updater(FusedAdam settings, DataType type) {
            super(settings);
            backend = Backends.choose(type);
        }

        @Override
        public void setStateViewArray(INDArray state, long[] gradientShape, char gradientOrder, boolean initialize) {
            if (initialize) {
                state.assign(0);
            }
            var flat = state.reshape(state.length());
            setM(flat.get(NDArrayIndex.interval(0, flat.length() / 2)));
            setV(flat.get(NDArrayIndex.interval(flat.length() / 2, flat.length())));
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            var s = getConfig();
            // The correction of both moments' bias.
            double rate = s.getLearningRate(iteration, epoch) * Math.sqrt(1 - Math.pow(s.getBeta2(), iteration + 1))
                / (1 - Math.pow(s.getBeta1(), iteration + 1));
            backend.adam(gradient, getM(), getV(), rate, s.getBeta1(), s.getBeta2(), s.getEpsilon());
        }
    }

    @Override
    public GradientUpdater<?> instantiate(INDArray state, boolean initialize) {
        var updater = new Updater(this, state.dataType());
        updater.setStateViewArray(state, null, 'c', initialize);
        return updater;
    }

    @Override
    public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        var updater = new Updater(this, state.values().iterator().next().dataType());
        updater.setState(state, initialize);
        return updater;
    }

    @Override
    public FusedAdam clone() {
        var copy = new FusedAdam(getLearningRate(), getBeta1(), getBeta2(), getEpsilon());
        copy.setLearningRateSchedule(getLearningRateSchedule() == null ? null : getLearningRateSchedule().clone());
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FusedAdam && super.equals(other);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + 1;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof FusedAdam;
    }

    @Override
    public String toString() {
        return "Fused" + super.toString();
    }
}
