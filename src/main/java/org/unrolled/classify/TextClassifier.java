package org.unrolled.classify;

import java.util.List;

/** Gives a sentence, cut into tokens, one of several classes. */
public interface TextClassifier {
    /** Names of the classes, each once, always in the same order. */
    List<String> classes();

    /** How probable each class is, in the order of {@link #classes()}; they sum to 1. A sentence without tokens is fine. */
    double[] probabilities(List<String> tokens);

    /** {@link #probabilities} of many sentences, in their order; networks take many at once. */
    default List<double[]> probabilitiesOf(List<List<String>> sentences) {
        return sentences.stream().map(this::probabilities).toList();
    }

    /** The most probable class of each of many sentences. */
    default List<String> labels(List<List<String>> sentences) {
        return probabilitiesOf(sentences).stream().map(this::most).toList();
    }

    /** The most probable class; the first of several that are equally so. */
    default String label(List<String> tokens) {
        return most(probabilities(tokens));
    }

    private String most(double[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return classes().get(best);
    }
}
