package org.unrolled.nn;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Adam with the same numbers as ND4J's {@link Adam}, computed in one pass over all parameters on all cores:
 * {@code new NeuralNetConfiguration.Builder().updater(new FusedAdam(1e-3))}. Worth it from some 100,000 parameters on.
 *
 * <p>Its state is laid out like {@code Adam}'s: a network that was saved with one can be trained on with the other.
 * Where the fused kernels don't run (see {@link org.unrolled.nn.backend.Backends}), plain ND4J operations do the work.
 */
public final class FusedAdam implements IUpdater {
    private double learningRate;
    private ISchedule learningRateSchedule;
    private double beta1;
    private double beta2;
    private double epsilon;

    /** Learning rate 0.001, β1 0.9, β2 0.999, ε 1e-8. */
    public FusedAdam() {
        this(Adam.DEFAULT_ADAM_LEARNING_RATE);
    }

    /** With the usual β1 0.9, β2 0.999, ε 1e-8. */
    public FusedAdam(double learningRate) {
        this(learningRate, Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY, Adam.DEFAULT_ADAM_BETA2_VAR_DECAY,
            Adam.DEFAULT_ADAM_EPSILON);
    }

    /** With a learning rate that changes by iteration or epoch. */
    public FusedAdam(ISchedule schedule) {
        this(Double.NaN);
        learningRateSchedule = schedule;
    }

    /** All settings. */
    public FusedAdam(double learningRate, double beta1, double beta2, double epsilon) {
        this.learningRate = learningRate;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
    }

    /** Learning rate of this iteration with the correction of both moments' bias. */
    double correctedRate(int iteration, int epoch) {
        return getLearningRate(iteration, epoch) * Math.sqrt(1 - Math.pow(beta2, iteration + 1))
            / (1 - Math.pow(beta1, iteration + 1));
    }

    @Override
    public long stateSize(long numParams) {
        return 2 * numParams;
    }

    @Override
    public GradientUpdater<?> instantiate(INDArray state, boolean initialize) {
        var updater = new FusedAdamUpdater(this);
        updater.setStateViewArray(state, new long[] {state.length() / 2}, 'c', initialize);
        return updater;
    }

    @Override
    public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        var updater = new FusedAdamUpdater(this);
        updater.setState(state, initialize);
        return updater;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRateSchedule == null ? learningRate : learningRateSchedule.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        learningRate = rate;
        learningRateSchedule = schedule;
    }

    /** Decay of the mean of gradients. */
    public double beta1() {
        return beta1;
    }

    /** Decay of the mean of squared gradients. */
    public double beta2() {
        return beta2;
    }

    /** What is added to the root of the mean square. */
    public double epsilon() {
        return epsilon;
    }

    @Override
    public FusedAdam clone() {
        var copy = new FusedAdam(learningRate, beta1, beta2, epsilon);
        copy.learningRateSchedule = learningRateSchedule == null ? null : learningRateSchedule.clone();
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FusedAdam that && Double.compare(learningRate, that.learningRate) == 0
            && beta1 == that.beta1 && beta2 == that.beta2 && epsilon == that.epsilon
            && Objects.equals(learningRateSchedule, that.learningRateSchedule);
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, learningRateSchedule, beta1, beta2, epsilon);
    }

    @Override
    public String toString() {
        return "FusedAdam(learningRate=" + learningRate + ", schedule=" + learningRateSchedule + ", beta1=" + beta1
            + ", beta2=" + beta2 + ", epsilon=" + epsilon + ")";
    }
}
