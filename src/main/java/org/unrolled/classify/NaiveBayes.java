package org.unrolled.classify;

import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * Multinomial naive Bayes: each class draws the n-grams of its sentences independently of each other, by how often its training
 * sentences have them (McCallum and Nigam 1998, "A Comparison of Event Models for Naive Bayes Text Classification", section 2.2).
 * On short sentences it is hard to beat (Wang and Manning 2012, "Baselines and Bigrams: Simple, Good Sentiment and Topic
 * Classification", section 4.2). Words that no training sentence has are ignored.
 *
 * <pre>{@code
 * log P(class | sentence) = const + log P(class) + sum of log p(t | class) over the n-grams t of the sentence
 * p(t | class) = (count(t, class) + alpha) / (count(class) + alpha * number of different n-grams)
 * }</pre>
 */
public final class NaiveBayes implements TextClassifier {
    /**
     * How it is trained.
     *
     * @param order  length of the longest n-grams: 1 for words, 2 for pairs of neighbours as well
     * @param binary whether an n-gram counts once a sentence, however often it stands there
     * @param alpha  what is added to each count, so that nothing is impossible: 1 after Laplace, less after Lidstone
     */
    public record Settings(int order, boolean binary, double alpha) {
        /** @throws IllegalArgumentException if the order is below 1, or alpha not positive */
        public Settings {
            Features.requireOrder(order);
            Preconditions.checkArgument(alpha > 0 && alpha < Double.POSITIVE_INFINITY,
                    "alpha is %s, expected a positive number", alpha);
        }
    }

    private final Features features;
    private final double alpha;
    private final double[] logPriors;
    /** Of each class, then n-gram, how often it occurs there. */
    private final double[][] counts;
    private final double[] totals;
    private final double[] ofAllClasses;

    NaiveBayes(Features features, double alpha) {
        this.features = features;
        this.alpha = alpha;
        int classes = features.classes().size();
        logPriors = new double[classes];
        counts = new double[classes][features.size()];
        totals = new double[classes];
        ofAllClasses = new double[features.size()];
        var labels = features.labels();
        for (int i = 0; i < labels.length; i++) {
            logPriors[labels[i]]++;
            for (int id : features.sentences()[i]) {
                counts[labels[i]][id]++;
                totals[labels[i]]++;
                ofAllClasses[id]++;
            }
        }
        for (int i = 0; i < classes; i++) {
            logPriors[i] = Math.log(logPriors[i] / labels.length);
        }
    }

    /**
     * Counts the n-grams of sentences with a label each.
     *
     * @throws IllegalArgumentException if there are no sentences, not as many labels, or only one class
     */
    public static NaiveBayes train(List<List<String>> sentences, List<String> labels, Settings settings) {
        return new NaiveBayes(new Features(sentences, labels, settings.order, 0, settings.binary), settings.alpha);
    }

    @Override
    public List<String> classes() {
        return features.classes();
    }

    @Override
    public double[] probabilities(List<String> tokens) {
        var scores = logPriors.clone();
        for (int id : features.ids(tokens)) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] += logProbability(counts[i][id], totals[i]);
            }
        }
        Features.softmax(scores);
        return scores;
    }

    /**
     * How strongly a token speaks for a class: log p(token | class) - log p(token | all other classes taken as one), the log-count
     * ratio of Wang and Manning (2012, section 2.1). An n-gram is its tokens with spaces between.
     *
     * @return 0 for a token that no training sentence has: it says nothing
     * @throws IllegalArgumentException if there is no such class
     */
    public double logOdds(String token, String clazz) {
        int id = features.id(token);
        int classId = features.classId(clazz);
        return id < 0 ? 0 : logOdds(id, classId);
    }

    double logOdds(int id, int clazz) {
        double all = 0;
        for (double total : totals) {
            all += total;
        }
        return logProbability(counts[clazz][id], totals[clazz])
                - logProbability(ofAllClasses[id] - counts[clazz][id], all - totals[clazz]);
    }

    private double logProbability(double count, double total) {
        return Math.log((count + alpha) / (total + alpha * features.size()));
    }
}
