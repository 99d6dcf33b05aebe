package org.unrolled.classify;

import java.util.Arrays;
import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * Logistic regression on the n-grams of a sentence, whose order it doesn't see. Training finds the one minimum of what
 * scikit-learn's {@code LogisticRegression(C=c)} minimises, so that weights and probabilities can be compared: half the sum of the
 * squared weights, without the intercepts, plus c times the sum of the cross-entropies in nats. As there, two classes have one
 * vector of weights, the second's; three and more have one each. Words that no training sentence has are ignored.
 *
 * <p>With {@code naiveBayes} each feature is multiplied by its log-count ratio first, {@link NaiveBayes#logOdds} with an alpha of
 * 1: the NBSVM of Wang and Manning (2012, "Baselines and Bigrams", section 2.3), but with logistic loss and without interpolation;
 * of three classes and more each has its own ratios.
 */
public final class BagOfWords implements TextClassifier {
    /**
     * How it is trained.
     *
     * @param order      length of the longest n-grams: 1 for words, 2 for pairs of neighbours as well
     * @param pieces     length of the longest pieces of words, from 3 letters on, that count beside them (Bojanowski et al. 2017, section
     *                   3.2): unknown words look like known ones then; 0 for none
     * @param binary     whether an n-gram counts once a sentence, however often it stands there
     * @param c          weight of the loss against that of the squared weights: small for small weights, 1 as a rule
     * @param naiveBayes whether features are scaled by their log-count ratios
     */
    public record Settings(int order, int pieces, boolean binary, double c, boolean naiveBayes) {
        /** @throws IllegalArgumentException if the order is below 1, or C not positive */
        public Settings {
            Features.requireOrder(order);
            Preconditions.checkArgument(pieces == 0 || pieces >= 3, "the longest pieces of words have %s letters, expected 3 or more, or 0 "
                    + "for none", pieces);
            Preconditions.checkArgument(c > 0 && c < Double.POSITIVE_INFINITY, "C is %s, expected a positive number", c);
        }

        /** Without pieces of words. */
        public Settings(int order, boolean binary, double c, boolean naiveBayes) {
            this(order, 0, binary, c, naiveBayes);
        }
    }

    private final Features features;
    private final double[] weights;

    private BagOfWords(Features features, double[] weights) {
        this.features = features;
        this.weights = weights;
    }

    /**
     * Finds the best weights for sentences with a label each. The same sentences give the same weights.
     *
     * @throws IllegalArgumentException if there are no sentences, not as many labels, or only one class
     */
    public static BagOfWords train(List<List<String>> sentences, List<String> labels, Settings settings) {
        var features = new Features(sentences, labels, settings.order, settings.pieces, settings.binary);
        int classes = features.classes().size();
        int rows = LogisticRegression.rows(classes);
        var scale = new double[(features.size() + 1) * rows];
        Arrays.fill(scale, 1);
        if (settings.naiveBayes) {
            var bayes = new NaiveBayes(features, 1);
            for (int j = 0; j < features.size() * rows; j++) {
                scale[j] = bayes.logOdds(j / rows, classes - rows + j % rows);
            }
        }
        return new BagOfWords(features,
                new LogisticRegression(features.sentences(), features.labels(), classes, scale, settings.c).fit());
    }

    @Override
    public List<String> classes() {
        return features.classes();
    }

    @Override
    public double[] probabilities(List<String> tokens) {
        var scores = LogisticRegression.scores(weights, features.ids(tokens), classes().size());
        Features.softmax(scores);
        return scores;
    }

    /**
     * What a token adds to the score of a class; of two classes, to the log-odds of this class against the other. An n-gram is its
     * tokens with spaces between.
     *
     * @return 0 for a token that no training sentence has
     * @throws IllegalArgumentException if there is no such class
     */
    public double weight(String token, String clazz) {
        int id = features.id(token);
        int classId = features.classId(clazz);
        return id < 0 ? 0 : weight(id, classId);
    }

    /**
     * The score of a class before any token is seen, as {@link #weight} counts.
     *
     * @throws IllegalArgumentException if there is no such class
     */
    public double intercept(String clazz) {
        return weight(features.size(), features.classId(clazz));
    }

    private double weight(int id, int clazz) {
        int classes = classes().size();
        return classes > 2 ? weights[id * classes + clazz] : clazz == 1 ? weights[id] : -weights[id];
    }
}
