package org.unrolled.classify;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;

/**
 * What a classifier says of a sentence.
 *
 * @param tokens        its words
 * @param unknown       those that the classifier doesn't know, each once
 * @param classes       names of the classes
 * @param probabilities of each class
 * @param weights       how much each word counted when the states were pooled; they sum to 1, but for a sentence without words
 */
public record Classification(List<String> tokens, List<String> unknown, List<String> classes, double[] probabilities, double[] weights) {
    /** The most probable class. */
    public String label() {
        return classes.get(IntStream.range(0, probabilities.length).reduce(0, (a, b) -> probabilities[b] > probabilities[a] ? b : a));
    }

    /** How probable the {@link #label} is. */
    public double confidence() {
        return probability(label());
    }

    /** How probable a class is. @throws IllegalArgumentException if there is no such class */
    public double probability(String name) {
        Preconditions.checkArgument(classes.contains(name), "there is no class \"%s\", expected one of %s", name, classes);
        return probabilities[classes.indexOf(name)];
    }

    /** All classes whose probability is at least the threshold, for a classifier that may give several. */
    public List<String> labels(double threshold) {
        return IntStream.range(0, probabilities.length).filter(i -> probabilities[i] >= threshold).mapToObj(classes::get).toList();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%.2f): %s", label(), confidence(), String.join(" ", tokens));
    }
}
