package org.unrolled.train;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.learning.config.IUpdater;

/** The learning rates of a network's updaters, and what they were at first. */
final class LearningRates {
    private final Map<IUpdater, Double> first = new IdentityHashMap<>();

    /** @throws IllegalStateException if an updater changes its rate by itself */
    LearningRates(BaseMultiLayerUpdater<?> updater) {
        Set<IUpdater> settings = Collections.newSetFromMap(new IdentityHashMap<>());
        updater.getUpdaterBlocks().forEach(block -> settings.add(block.getGradientUpdater().getConfig()));
        for (var each : settings) {
            if (each.hasLearningRate()) {
                double rate = each.getLearningRate(0, 0);
                var constant = each.clone();
                constant.setLrAndSchedule(rate, null);
                Preconditions.checkState(constant.equals(each),
                        "the updater %s has a schedule of its own: give it a constant learning rate, or leave the trainer's "
                                + "schedule out", each);
                first.put(each, rate);
            }
        }
    }

    /** Sets each rate to its first value times the factor. */
    void scale(double factor) {
        Preconditions.checkState(factor >= 0 && factor < Double.POSITIVE_INFINITY,
                "the schedule gave the factor %s: expected a finite number, 0 or more", factor);
        first.forEach((updater, rate) -> updater.setLrAndSchedule(rate * factor, null));
    }

    /** The rates as they were at first. */
    String describe() {
        return first.isEmpty() ? "unknown" : first.values().stream().distinct().map(String::valueOf).sorted()
            .reduce((a, b) -> a + ", " + b).orElseThrow();
    }
}
