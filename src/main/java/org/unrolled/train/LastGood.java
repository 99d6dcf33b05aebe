package org.unrolled.train;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.arrays.Detached;

/** Copies of parameters and updater state from a recent step whose loss was finite: what a diverged training goes back to. */
final class LastGood {
    /** A copy costs about a thousandth of a step's time. */
    private static final int EVERY = 25;

    private final Learner learner;
    private Copy proven;
    private Copy candidate;
    private boolean pending;

    private static final class Copy {
        private int step;
        private INDArray parameters;
        private INDArray updater;
    }

    LastGood(Learner learner) {
        this.learner = learner;
    }

    /** Before a step: takes a copy now and then. @param step how many are done */
    void before(int step) {
        if (proven == null || step % EVERY == 0) {
            var copy = candidate == null ? new Copy() : candidate;
            copy.step = step;
            copy.parameters = copy(learner.parameters(), copy.parameters);
            copy.updater = copy(learner.updaterState(), copy.updater);
            candidate = copy;
            pending = true;
        }
    }

    /** The loss of the parameters before this step is finite: a copy of them is good. */
    void finite() {
        if (pending) {
            var before = proven;
            proven = candidate;
            candidate = before;
            pending = false;
        }
    }

    /** Puts the newest good copy back; says after which step it was taken, or -1 if there is none. */
    int restore() {
        if (proven == null) {
            return -1;
        }
        Detached.run(() -> {
            learner.parameters().assign(proven.parameters);
            if (proven.updater != null) {
                learner.updaterState().assign(proven.updater);
            }
        });
        return proven.step;
    }

    private static INDArray copy(INDArray from, INDArray to) {
        return Detached.get(() -> from == null ? null : to == null ? from.dup() : to.assign(from));
    }
}
