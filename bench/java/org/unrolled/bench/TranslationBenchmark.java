package org.unrolled.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.decode.Translation;
import org.unrolled.decode.Translator;
import org.unrolled.metrics.Bleu;
import org.unrolled.metrics.BleuTokenizer;
import org.unrolled.recipe.TranslationRecipe;
import org.unrolled.text.EncodedPairs;
import org.unrolled.text.PairBatches;
import org.unrolled.text.ParallelCorpus;
import org.unrolled.text.TextCodec;
import org.unrolled.text.WordTokenizer;
import org.unrolled.train.ParameterAverage;
import org.unrolled.train.Schedule;
import org.unrolled.train.Trainer;

/**
 * Trains a translation model on Multi30k, German to English, chooses by BLEU on the validation set, and measures the test set of
 * 2016 once. Prints a line for each epoch; the last line is JSON. {@code bench/translation.py} says which options there are.
 */
public final class TranslationBenchmark {
    private static final WordTokenizer WORDS = new WordTokenizer().withLowerCase();
    private static final Bleu ON_WORDS = Bleu.standard().withTokenizer(BleuTokenizer.NONE);
    /** Exponents of the length normalisation that are tried besides the recipe's. */
    private static final double[] ALPHAS = {0.5, 1, 1.5, 2, 2.5};
    private static final Bleu ON_TEXT = Bleu.standard().withLowerCase(true);

    private final TranslationOptions options;
    private final TranslationRecipe recipe;
    private final TranslationRecipe.Training training;
    private final List<String> epochs = new ArrayList<>();
    private double bestBleu = -1;
    private String validationJson = "";

    private TranslationBenchmark(TranslationOptions options) {
        this.options = options;
        this.recipe = options.recipe();
        this.training = recipe.training();
    }

    public static void main(String[] arguments) throws IOException {
        System.out.println(new TranslationBenchmark(new TranslationOptions(Settings.of(arguments))).run());
    }

    /** Sentences of both languages, as they stand in the files. */
    private record Part(List<String> source, List<String> target) {
        /** The references as words with spaces between. */
        List<String> words() {
            return target.stream().map(sentence -> String.join(" ", WORDS.tokens(sentence))).toList();
        }

        Part first(int count) {
            return new Part(source.subList(0, Math.min(count, source.size())), target.subList(0, Math.min(count, target.size())));
        }
    }

    private Part read(String part) throws IOException {
        var folder = options.data();
        return new Part(ParallelCorpus.lines(folder.resolve(part + ".de.gz")), ParallelCorpus.lines(folder.resolve(part + ".en.gz")));
    }

    private String run() throws IOException {
        long begin = System.nanoTime();
        var train = read("train").first(options.limit());
        var validation = read("val").first(options.scored());
        var source = recipe.sourceTokenizer(train.source);
        var target = recipe.targetTokenizer(train.target);
        var corpus = ParallelCorpus.of(train.source, train.target, source, target).withoutEmpty();
        int often = recipe.pieces().minCount();
        var pairs = corpus.encode(corpus.sourceVocabulary(often), corpus.targetVocabulary(often));
        var graph = recipe.model(pairs, options.seed()).build(training.updater());
        var translator = Translator.of(graph, new TextCodec(source, pairs.sourceVocabulary()),
            new TextCodec(target, pairs.targetVocabulary())).withBeam(recipe.beam(), recipe.alpha(), 1);
        System.out.printf(Locale.ROOT, "%s: %s, vocabularies of %d and %d, unknown %.2f%% and %.2f%%, %d parameters%n",
            recipe.sizes().kind(), corpus, pairs.sourceVocabulary().size(), pairs.targetVocabulary().size(),
            100 * pairs.unknownSourceShare(), 100 * pairs.unknownTargetShare(), graph.params().length());
        var average = ParameterAverage.of(graph, training.averaged());
        double trained = train(graph, pairs, translator, validation, average);
        var test = options.scored() == 0 ? "" : tested(chosen(graph, translator, validation, average));
        return String.format(Locale.ROOT, "{\"version\": \"Unrolled on ND4J's %s backend\", \"recipe\": \"%s\", \"options\": %s,"
            + " \"parameters\": %d, \"vocabularies\": [%d, %d], \"epochs\": [%s], \"trainingSeconds\": %.1f%s,"
            + " \"wallSeconds\": %.1f}", Nd4j.getEnvironment().isCPU() ? "CPU" : "CUDA", recipe, options.settings().json(),
            graph.params().length(), pairs.sourceVocabulary().size(), pairs.targetVocabulary().size(), String.join(", ", epochs),
            trained, test, (System.nanoTime() - begin) / 1e9);
    }

    private double train(ComputationGraph graph, EncodedPairs pairs, Translator translator, Part validation,
                         ParameterAverage average) {
        var batches = PairBatches.of(pairs, training.batch(), options.seed());
        int steps = batches.batches() * training.epochs();
        var clock = new EpochClock();
        var trainer = Trainer.of(graph).epochs(training.epochs()).multiBatches(batches::epoch).clipNorm(training.clip())
            .schedule(Schedule.warmupCosine(Math.min(training.warmup(), steps - 1), steps, training.floor()))
            .seed(options.seed()).vocabulary(pairs.fingerprint()).observe(clock).observe(average)
            .validate(() -> validated(translator, validation, clock)).keepBest(true);
        options.checkpoints().ifPresent(trainer::checkpoints);
        options.settings().steps().ifPresent(trainer::steps);
        return trainer.run().seconds();
    }

    /** The negative BLEU of greedy search; the best model so far is kept in the file. */
    private double validated(Translator translator, Part validation, EpochClock clock) {
        if (options.scored() == 0) {
            epochs.add(clock.json() + "}");
            System.out.println("epoch " + epochs.size() + ": " + clock);
            return clock.loss();
        }
        var result = measured(translator.withBeam(1), validation);
        epochs.add(clock.json() + String.format(Locale.ROOT, ", \"validationBleu\": %.2f}", result.onWords));
        System.out.printf(Locale.ROOT, "epoch %d: %s, BLEU on validation %.2f (greedy, %.0f sentences/s)%n", epochs.size(), clock,
            result.onWords, result.rate);
        if (result.onWords > bestBleu) {
            bestBleu = result.onWords;
            save(translator);
        }
        return -result.onWords;
    }

    private void save(Translator translator) {
        try {
            translator.save(options.out());
        } catch (IOException e) {
            System.out.println("The translator could not be saved: " + e.getMessage());
        }
    }

    /** BLEU and speed on a part. */
    private record Result(double onWords, double onText, double rate, List<Translation> translations) {
    }

    private static Result measured(Translator translator, Part part) {
        long begin = System.nanoTime();
        var translations = translator.translate(part.source);
        double seconds = (System.nanoTime() - begin) / 1e9;
        var words = translations.stream().map(each -> String.join(" ", translator.target().words(each.targetTokens()))).toList();
        return new Result(ON_WORDS.corpus(words, part.words()).score(),
            ON_TEXT.corpus(translations.stream().map(Translation::text).toList(), part.target).score(),
            part.source.size() / seconds, translations);
    }

    /**
     * Takes the best epoch's parameters or the mean of the last epochs', then the length normalisation, each by BLEU with the
     * beam on the validation set.
     */
    private Translator chosen(ComputationGraph graph, Translator translator, Part validation, ParameterAverage average) {
        double best = measured(translator, validation).onWords;
        var kept = graph.params().dup();
        average.apply();
        double mean = measured(translator, validation).onWords;
        System.out.printf(Locale.ROOT, "validation with a beam of %d: best epoch %.2f, mean of the last %d epochs %.2f%n",
            recipe.beam(), best, average.count(), mean);
        if (best > mean) {
            graph.params().assign(kept);
        }
        var chosen = translator;
        double reached = Math.max(best, mean);
        for (double alpha : ALPHAS) {
            if (alpha == recipe.alpha()) {
                continue;
            }
            var other = translator.withBeam(recipe.beam(), alpha, 1);
            double bleu = measured(other, validation).onWords;
            System.out.printf(Locale.ROOT, "validation with a beam of %d and alpha %.1f: %.2f%n", recipe.beam(), alpha, bleu);
            if (bleu > reached) {
                reached = bleu;
                chosen = other;
            }
        }
        save(chosen);
        validationJson = String.format(Locale.ROOT, ", \"validation\": {\"bestEpoch\": %.2f, \"mean\": %.2f, \"chosen\": %.2f}", best,
            mean, reached);
        return chosen;
    }

    private String tested(Translator translator) throws IOException {
        var test = read("test_2016_flickr");
        var greedy = measured(translator.withBeam(1), test);
        var beam = measured(translator, test);
        System.out.printf(Locale.ROOT, "test 2016, greedy: BLEU %.2f, %.0f sentences/s%n", greedy.onWords, greedy.rate);
        System.out.printf(Locale.ROOT, "test 2016, beam of %d: BLEU %.2f (%s), %.0f sentences/s%n", recipe.beam(), beam.onWords,
            ON_WORDS.signature(), beam.rate);
        System.out.printf(Locale.ROOT, "test 2016, beam of %d: BLEU %.2f (%s)%n", recipe.beam(), beam.onText, ON_TEXT.signature());
        for (int i = 0; i < 3; i++) {
            System.out.println(test.source.get(i) + "  →  " + beam.translations.get(i).text() + "  (" + test.target.get(i) + ")");
        }
        return validationJson + ", \"test\": {\"greedy\": " + json(greedy) + ", \"beam\": " + json(beam) + "}";
    }

    private static String json(Result result) {
        return String.format(Locale.ROOT, "{\"bleu\": %.2f, \"signature\": \"%s\", \"bleuOfText\": %.2f, \"signatureOfText\": \"%s\","
            + " \"sentencesPerSecond\": %.1f}", result.onWords, ON_WORDS.signature(), result.onText, ON_TEXT.signature(),
            result.rate);
    }
}
