package org.unrolled.train;

import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * What the learning rates of a network's updaters are multiplied by, step after step. A pure function, so that a run which
 * resumes from a checkpoint finds the rate that it would have had. <pre>{@code
 * Trainer.of(network).schedule(Schedule.warmupCosine(100, 2000, 0.1));
 * Trainer.of(network).schedule((step, validations) -> step < 500 ? 1 : 0.5);
 * }</pre>
 */
@FunctionalInterface
public interface Schedule {
    /**
     * @param step how many updates came before this one, from 0
     * @param validations the values of all validations until now, in order; lower is better
     * @return factor of the learning rate for this update, finite and not negative
     */
    double factor(int step, List<Double> validations);

    /** The rate that the updater has, throughout. */
    static Schedule constant() {
        return (step, validations) -> 1;
    }

    /**
     * Rises in a straight line to 1 within the first {@code warmup} updates, then falls along half a cosine (Loshchilov
     * and Hutter 2017, eq. 5, one period) and stays at {@code floor} from update {@code total} on.
     *
     * @param floor the smallest factor, 0 to 1
     * @throws IllegalArgumentException if not 0 ≤ warmup &lt; total, or floor is out of range
     */
    static Schedule warmupCosine(int warmup, int total, double floor) {
        Preconditions.checkArgument(warmup >= 0 && warmup < total && floor >= 0 && floor <= 1,
                "a warm-up of %s in %s steps with the floor %s: expected 0 <= warm-up < total and a floor from 0 to 1",
                String.valueOf(warmup), String.valueOf(total), floor);
        return (step, validations) -> {
            if (step < warmup) {
                return (step + 1.0) / warmup;
            }
            double done = Math.min(1, (step - warmup) / (double) (total - warmup));
            return floor + (1 - floor) * (1 + Math.cos(Math.PI * done)) / 2;
        };
    }

    /**
     * {@link #warmupCosine(int, int, double)} as the recipes have it: it rises for a twentieth of the updates and ends at a fiftieth.
     *
     * @param total updates of the training, however few
     */
    static Schedule warmupCosine(int total) {
        return warmupCosine(Math.max(1, total / 20), Math.max(2, total), 0.02);
    }

    /** {@link #warmupCosine(int, int, double)} that ends at 0. */
    static Schedule warmupCosine(int warmup, int total) {
        return warmupCosine(warmup, total, 0);
    }

    /**
     * Multiplied by {@code decay} whenever {@code patience} validations in a row brought nothing better than the best before
     * them; the count then begins anew. Needs {@link Trainer#validate}.
     *
     * @throws IllegalArgumentException unless 0 &lt; decay &lt; 1 and patience is at least 1
     */
    static Schedule plateau(double decay, int patience) {
        Preconditions.checkArgument(decay > 0 && decay < 1 && patience >= 1,
                "a plateau schedule with decay %s and patience %s: expected a decay between 0 and 1 and a patience of at "
                        + "least 1", decay, String.valueOf(patience));
        return (step, validations) -> {
            double factor = 1;
            double best = Double.POSITIVE_INFINITY;
            int waited = 0;
            for (double value : validations) {
                if (value < best) {
                    best = value;
                    waited = 0;
                } else if (++waited == patience) {
                    factor *= decay;
                    waited = 0;
                }
            }
            return factor;
        };
    }
}
