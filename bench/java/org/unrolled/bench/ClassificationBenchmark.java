package org.unrolled.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.unrolled.classify.BagOfWords;
import org.unrolled.classify.NaiveBayes;
import org.unrolled.classify.TextClassifier;
import org.unrolled.data.DataCache;
import org.unrolled.metrics.ConfusionMatrix;
import org.unrolled.recipe.ClassificationRecipe;
import org.unrolled.recipe.SentenceSet;
import org.unrolled.text.LabelledCorpus;

/**
 * Trains the classifiers of the public sets of sentences and measures them on their usual test sentences; or the time of an epoch and
 * of classifying SST-2. The last line is JSON. {@code bench/classification.py} says which options there are.
 */
public final class ClassificationBenchmark {
    private final Map<String, String> options;
    private final DataCache cache = DataCache.standard();

    private ClassificationBenchmark(Map<String, String> options) {
        this.options = options;
    }

    public static void main(String[] arguments) {
        var settings = new HashMap<String, String>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            settings.put(arguments[i].substring(2), arguments[i + 1]);
        }
        var benchmark = new ClassificationBenchmark(settings);
        System.out.println(settings.containsKey("epochs") ? benchmark.times() : benchmark.quality());
    }

    /** What is trained on and what is tested: one pair, or one a fold. With {@code --held-out} all of it is training data. */
    private List<LabelledCorpus.Split> splits(SentenceSet set) {
        var splits = options.containsKey("held-out") ? set.heldOut(cache) : set.splits(cache);
        return splits.subList(0, Math.min(splits.size(), Integer.parseInt(options.getOrDefault("folds", "10"))));
    }

    private interface Training {
        TextClassifier on(LabelledCorpus corpus);
    }

    /** Accuracy and Matthews' correlation, in percent, of all folds together. */
    private static double[] measured(List<LabelledCorpus.Split> splits, Training training) {
        var classes = splits.get(0).train().classes();
        var matrix = ConfusionMatrix.of(classes);
        for (var split : splits) {
            var said = training.on(split.train()).labels(split.test().tokens());
            for (int i = 0; i < said.size(); i++) {
                matrix.add(classes.indexOf(split.test().labels().get(i)), classes.indexOf(said.get(i)));
            }
        }
        return new double[] {100 * matrix.accuracy(), 100 * matrix.matthewsCorrelation()};
    }

    private String quality() {
        var set = SentenceSet.valueOf(options.get("set"));
        var splits = splits(set);
        long begin = System.nanoTime();
        var lines = new ArrayList<String>();
        lines.add(line("naive Bayes", measured(splits, corpus -> NaiveBayes.train(corpus.tokens(), corpus.labels(),
            new NaiveBayes.Settings(2, true, 1)))));
        lines.add(line("bag of words", measured(splits, corpus -> BagOfWords.train(corpus.tokens(), corpus.labels(),
            new BagOfWords.Settings(2, true, 1, true)))));
        double before = (System.nanoTime() - begin) / 1e9;
        var recipe = ClassificationRecipe.of(set);
        for (int seed = 1; seed <= Integer.parseInt(options.getOrDefault("seeds", "3")); seed++) {
            long each = seed;
            lines.add(line("seed " + seed, measured(splits, corpus -> recipe.train(corpus, each))));
        }
        return String.format(Locale.ROOT, "{\"set\": \"%s\", \"baselineSeconds\": %.1f, \"seconds\": %.1f, \"results\": [%s]}", set, before,
            (System.nanoTime() - begin) / 1e9 - before, String.join(", ", lines));
    }

    private static String line(String name, double[] scores) {
        System.out.printf(Locale.ROOT, "%s: accuracy %.2f, MCC %.2f%n", name, scores[0], scores[1]);
        return String.format(Locale.ROOT, "{\"name\": \"%s\", \"accuracy\": %.2f, \"mcc\": %.2f}", name, scores[0], scores[1]);
    }

    /** Seconds of each epoch on SST-2, and sentences a second of the test set in batches, of a model with random vectors. */
    private String times() {
        var split = splits(SentenceSet.SST2).get(0);
        var epochs = new ArrayList<Double>();
        var network = ClassificationRecipe.likePyTorch(Integer.parseInt(options.get("epochs"))).network(split.train(), 1, epochs::add);
        var rates = new ArrayList<Double>();
        for (int i = 0; i < 20; i++) {
            long begin = System.nanoTime();
            network.probabilitiesOf(split.train().tokens());
            rates.add(split.train().size() / ((System.nanoTime() - begin) / 1e9));
        }
        double rate = rates.stream().skip(10).mapToDouble(each -> each).sorted().skip(5).findFirst().orElseThrow();
        System.out.printf(Locale.ROOT, "epochs %s s, %.0f sentences/s%n", epochs.stream().map(each -> String.format(Locale.ROOT, "%.2f",
            each)).toList(), rate);
        return String.format(Locale.ROOT, "{\"epochSeconds\": [%s], \"sentencesPerSecond\": %.0f}", epochs.stream()
            .map(each -> String.format(Locale.ROOT, "%.3f", each)).collect(Collectors.joining(", ")), rate);
    }
}
