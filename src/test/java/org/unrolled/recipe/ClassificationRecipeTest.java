package org.unrolled.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unrolled.classify.BagOfWords;
import org.unrolled.classify.NaiveBayes;
import org.unrolled.classify.TextClassifier;
import org.unrolled.model.ClassifierModel;
import org.unrolled.nn.Pooling;
import org.unrolled.synthetic.GeneratedSentences;
import org.unrolled.text.LabelledCorpus;
import org.unrolled.text.SpaceTokenizer;

class ClassificationRecipeTest {
    private static LabelledCorpus reviews(long seed, int count) {
        return LabelledCorpus.of(GeneratedSentences.reviews().generate(seed, count), new SpaceTokenizer());
    }

    private static double accuracy(TextClassifier classifier, LabelledCorpus corpus) {
        var said = classifier.labels(corpus.tokens());
        int right = 0;
        for (int i = 0; i < said.size(); i++) {
            right += said.get(i).equals(corpus.labels().get(i)) ? 1 : 0;
        }
        return (double) right / said.size();
    }

    private static ClassificationRecipe recipe(double start, int networks, BagOfWords.Settings bag) {
        return new ClassificationRecipe(ClassifierModel.of(2, 2).withEmbedding(16).withHiddenSize(32).withPooling(Pooling.LAST)
            .withDropout(0.2), 1, start, new ClassificationRecipe.Training(32, 6, 0.01, 0.05), networks, bag);
    }

    /** On reviews whose order matters a network beats naive Bayes by far; the same seed gives the same. */
    @Test
    void networksReadWhatABagOfWordsCannot() {
        var train = reviews(1, 1500);
        var test = reviews(2, 400);
        double bayes = accuracy(NaiveBayes.train(train.tokens(), train.labels(), new NaiveBayes.Settings(1, true, 1)), test);
        var network = recipe(0, 1, null).train(train, 1);
        double reached = accuracy(network, test);
        assertTrue(reached > bayes + 0.1, "network " + reached + ", naive Bayes " + bayes);
        var again = recipe(0, 1, null).train(train, 1);
        assertArrayEquals(network.probabilities(test.tokens().get(0)), again.probabilities(test.tokens().get(0)), 0);
    }

    /** Before any training the first number of a word's vector says which class it speaks for. */
    @Test
    void vectorsMayBeginWithTheRatiosOfNaiveBayes() {
        var train = reviews(1, 300);
        var recipe = new ClassificationRecipe(ClassifierModel.of(2, 2).withEmbedding(4).withHiddenSize(4), 1, 0.5,
            new ClassificationRecipe.Training(32, 1, 1e-9, 0), 1, null);
        var network = recipe.network(train, 1);
        var table = network.graph().getLayer(ClassifierModel.EMBEDDING).getParam("W");
        var bayes = NaiveBayes.train(train.tokens(), train.labels(), new NaiveBayes.Settings(1, true, 1));
        for (var word : List.of("good", "dreadful", "the")) {
            assertEquals(0.5 * bayes.logOdds(word, "positive"), table.getDouble(network.codec().vocabulary().id(word), 0), 1e-4, word);
        }
    }

    @Test
    void severalMembersSpeakTogether() {
        var train = reviews(1, 300);
        var classifier = recipe(0.5, 2, new BagOfWords.Settings(2, true, 1, true)).train(train, 3);
        assertEquals(List.of("negative", "positive"), classifier.classes());
        assertTrue(accuracy(classifier, train) > 0.9);
    }
}
