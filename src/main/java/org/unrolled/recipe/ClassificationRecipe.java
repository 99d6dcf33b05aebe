package org.unrolled.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.classify.BagOfWords;
import org.unrolled.classify.Ensemble;
import org.unrolled.classify.NaiveBayes;
import org.unrolled.classify.SentenceClassifier;
import org.unrolled.classify.TextClassifier;
import org.unrolled.model.ClassifierModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.Pooling;
import org.unrolled.text.LabelledCorpus;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.text.TextCodec;
import org.unrolled.text.Vocabulary;
import org.unrolled.train.Schedule;
import org.unrolled.train.Trainer;
import org.unrolled.train.TrainingObserver;

/**
 * How a classifier of sentences is made and trained in full, with nothing but its training sentences.
 *
 * @param sizes    the networks, but for vocabulary, classes and seed
 * @param minCount how often a word has to occur to be known
 * @param start    what the first number of a word's vector begins with (of each class one, where there are more than two): the word's
 *                 log-count ratio in naive Bayes times this; 0 for vectors that are random throughout
 * @param training what the trainer is told
 * @param networks how many networks with different seeds speak together
 * @param bag      pairs of words in the bag of words that speaks with them, see {@link BagOfWords.Settings}; null for none
 */
public record ClassificationRecipe(ClassifierModel sizes, int minCount, double start, Training training, int networks,
                                   BagOfWords.Settings bag) {
    /**
     * What the trainer is told.
     *
     * @param batch       sentences a batch
     * @param epochs      of training
     * @param rate        Adam's learning rate at its highest, after a twentieth of the steps; from there it falls along half a cosine
     * @param wordDropout probability of reading a word as unknown
     */
    public record Training(int batch, int epochs, double rate, double wordDropout) {
    }

    /** What is used for a public set. */
    public static ClassificationRecipe of(SentenceSet set) {
        var base = ClassifierModel.of(2, 2).withDropout(0.5);
        var pieces = new BagOfWords.Settings(3, 5, true, 0.3, false);
        return switch (set) {
            case MR -> new ClassificationRecipe(base, 1, 0.5, new Training(64, 2, 3e-3, 0.1), 1, pieces);
            case SST2 -> new ClassificationRecipe(base, 1, 0.5, new Training(64, 3, 3e-3, 0.1), 2, pieces);
            case TREC -> new ClassificationRecipe(base.withPooling(Pooling.LAST).withDropout(0.3), 1, 0, new Training(32, 8, 3e-3, 0.1), 3,
                new BagOfWords.Settings(2, true, 1, true));
            case R8 -> new ClassificationRecipe(base, 1, 0.5, new Training(32, 4, 3e-3, 0.1), 1, null);
            case SMS_SPAM -> new ClassificationRecipe(base, 1, 0.5, new Training(32, 3, 3e-3, 0.1), 1, null);
        };
    }

    /** What {@code bench/classification_pytorch.py} trains on SST-2, so that an epoch's time can be compared. */
    public static ClassificationRecipe likePyTorch(int epochs) {
        return new ClassificationRecipe(ClassifierModel.of(2, 2).withCell(RecurrentCell.LSTM).withDropout(0.5), 1, 0,
            new Training(64, epochs, 1e-3, 0), 1, null);
    }

    /** Trains all members. @param seed of first weights, order of sentences and dropout */
    public TextClassifier train(LabelledCorpus corpus, long seed) {
        var members = new ArrayList<TextClassifier>();
        for (int i = 0; i < networks; i++) {
            members.add(network(corpus, seed * 1000 + i));
        }
        if (bag != null) {
            members.add(BagOfWords.train(corpus.tokens(), corpus.labels(), bag));
        }
        return members.size() == 1 ? members.get(0) : Ensemble.of(members);
    }

    /** Trains one network. */
    public SentenceClassifier network(LabelledCorpus corpus, long seed) {
        return network(corpus, seed, seconds -> { });
    }

    /** Trains one network. @param epochs is told the seconds of each epoch */
    public SentenceClassifier network(LabelledCorpus corpus, long seed, DoubleConsumer epochs) {
        var vocabulary = corpus.vocabulary(minCount);
        var classes = corpus.classes();
        var model = sizes.withVocabulary(vocabulary.size()).withClasses(classes.size()).withSeed(seed);
        var updater = new FusedAdam(training.rate);
        var graph = start == 0 ? model.build(updater) : model.build(updater, vectors(corpus, vocabulary, seed));
        var batches = corpus.batches(vocabulary, classes, training.batch, seed)
            .withWordDropout(training.wordDropout, vocabulary.id(Vocabulary.UNKNOWN));
        int steps = batches.epoch(0).size() * training.epochs;
        Trainer.of(graph).epochs(training.epochs).multiBatches(batches::epoch).clipNorm(1).seed(seed)
            .schedule(Schedule.warmupCosine(Math.max(1, steps / 20), steps, 0.05))
            .observe(new EpochClock(batches.epoch(0).size(), epochs)).run();
        return SentenceClassifier.of(graph, new TextCodec(new SpaceTokenizer(), vocabulary), classes);
    }

    /** Normally distributed vectors of length about 1, the first numbers the log-count ratios. */
    private INDArray vectors(LabelledCorpus corpus, Vocabulary vocabulary, long seed) {
        var bayes = NaiveBayes.train(corpus.tokens(), corpus.labels(), new NaiveBayes.Settings(1, true, 1));
        // Of two classes one ratio is the other's negative.
        var told = bayes.classes().size() == 2 ? List.of(bayes.classes().get(1)) : bayes.classes();
        var random = new Random(seed);
        var rows = new float[vocabulary.size()][sizes.embedding()];
        for (int id = 0; id < rows.length; id++) {
            for (int i = 0; i < rows[id].length; i++) {
                rows[id][i] = (float) (i < told.size() ? start * bayes.logOdds(vocabulary.symbol(id), told.get(i))
                    : random.nextGaussian() / Math.sqrt(rows[id].length));
            }
        }
        return Nd4j.createFromArray(rows);
    }

    /** Tells the seconds of each epoch. */
    private static final class EpochClock implements TrainingObserver {
        private final int steps;
        private final DoubleConsumer told;
        private long begin = System.nanoTime();

        EpochClock(int steps, DoubleConsumer told) {
            this.steps = steps;
            this.told = told;
        }

        @Override
        public void onStep(int step, double loss) {
            if (step % steps == 0) {
                told.accept((System.nanoTime() - begin) / 1e9);
                begin = System.nanoTime();
            }
        }
    }
}
