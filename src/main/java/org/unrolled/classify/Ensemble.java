package org.unrolled.classify;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * Several classifiers as one: the mean of their log-probabilities, which makes it a product of experts (Hinton 2002, section 1): a class
 * that one of them rules out has little chance. Those that err in different ways, such as a network and a bag of words, gain most.
 */
public final class Ensemble implements TextClassifier {
    /** Nothing is impossible: a probability that is rounded to 0 counts as this. */
    private static final double LEAST = 1e-12;

    private final List<TextClassifier> members;

    private Ensemble(List<TextClassifier> members) {
        this.members = members;
    }

    /**
     * An ensemble in which all count the same.
     *
     * @throws IllegalArgumentException if there is none, or they have different classes or the same in another order
     */
    public static Ensemble of(List<? extends TextClassifier> members) {
        Preconditions.checkArgument(!members.isEmpty(), "an ensemble of no classifier: give at least one");
        var classes = members.get(0).classes();
        for (var member : members) {
            Preconditions.checkArgument(member.classes().equals(classes),
                    "the classes of one classifier are %s, of another %s: train all on the same classes", classes, member.classes());
        }
        return new Ensemble(List.copyOf(members));
    }

    @Override
    public List<String> classes() {
        return members.get(0).classes();
    }

    @Override
    public List<double[]> probabilitiesOf(List<List<String>> sentences) {
        var each = members.stream().map(member -> member.probabilitiesOf(sentences)).toList();
        var all = new ArrayList<double[]>();
        for (int i = 0; i < sentences.size(); i++) {
            var scores = new double[classes().size()];
            for (var one : each) {
                for (int k = 0; k < scores.length; k++) {
                    scores[k] += Math.log(Math.max(LEAST, one.get(i)[k])) / members.size();
                }
            }
            Features.softmax(scores);
            all.add(scores);
        }
        return all;
    }

    @Override
    public double[] probabilities(List<String> tokens) {
        return probabilitiesOf(List.of(tokens)).get(0);
    }
}
