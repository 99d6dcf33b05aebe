package org.unrolled.train;

import java.util.ArrayDeque;
import java.util.Deque;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.arrays.Detached;

/**
 * The mean of a network's parameters at its last few validations. Late in a training the parameters wander around a good
 * place; their mean is often nearer to it than any of them (Vaswani et al. 2017, section 6.1, average the last 5 or 20
 * checkpoints). <pre>{@code
 * var average = ParameterAverage.of(graph, 5);
 * Trainer.of(graph).epochs(20).multiBatches(batches::epoch).validate(this::loss).observe(average).run();
 * average.apply();
 * }</pre>
 */
public final class ParameterAverage implements TrainingObserver {
    private final Model network;
    private final int most;
    private final Deque<INDArray> last = new ArrayDeque<>();

    private ParameterAverage(Model network, int most) {
        this.network = network;
        this.most = most;
    }

    /**
     * An average that an observed training of this network feeds.
     *
     * @param validations how many of the last validations count, at least 1; each costs a copy of the parameters
     */
    public static ParameterAverage of(Model network, int validations) {
        Preconditions.checkArgument(validations >= 1, "the average over %s validations, expected at least 1", validations);
        return new ParameterAverage(network, validations);
    }

    @Override
    public void onValidation(int step, double value) {
        Detached.run(() -> {
            var copy = last.size() < most ? network.params().dup() : last.removeFirst().assign(network.params());
            last.addLast(copy);
        });
    }

    /** How many sets of parameters the mean is over: less than asked for as long as there were fewer validations. */
    public int count() {
        return last.size();
    }

    /**
     * The mean, flat, in the order of the network's own parameters.
     *
     * @throws IllegalStateException if there was no validation yet
     */
    public INDArray mean() {
        Preconditions.checkState(!last.isEmpty(),
                "nothing to average: there was no validation; give the trainer a validate(...) and this as an observer");
        return Detached.get(() -> {
            var sum = last.getFirst().dup();
            last.stream().skip(1).forEach(sum::addi);
            return sum.divi(last.size());
        });
    }

    /** Gives the network the mean as its parameters. */
    public void apply() {
        var mean = mean();
        Detached.run(() -> network.params().assign(mean));
    }
}
