package org.unrolled.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleConsumer;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.unrolled.audio.Augmentation;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.MelScale;
import org.unrolled.audio.SpecAugment;
import org.unrolled.audio.SpeechFeatures;
import org.unrolled.concurrent.Workers;
import org.unrolled.ctc.Lexicon;
import org.unrolled.ctc.PrefixBeamSearch;
import org.unrolled.data.DataCache;
import org.unrolled.metrics.ErrorRate;
import org.unrolled.model.CtcModel;
import org.unrolled.nn.FusedAdam;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.DigitRecordings;
import org.unrolled.speech.EmbeddedSpeech;
import org.unrolled.speech.LabelledFrames;
import org.unrolled.speech.SpeechBatches;
import org.unrolled.speech.SpeechSplit;
import org.unrolled.speech.SpokenStrings;
import org.unrolled.speech.Utterance;
import org.unrolled.train.Schedule;
import org.unrolled.train.Trainer;
import org.unrolled.transcribe.Recognizer;
import org.unrolled.transcribe.SpeechRecognizer;

/**
 * How a recogniser of digit strings is trained in full, on strings that are joined anew for each epoch, and tested. It writes letters; a
 * lexicon of the ten words reads them.
 *
 * @param sizes     the network, but for its bands, symbols and seed
 * @param frontEnd  what it hears with
 * @param training  what the trainer is told
 * @param change    how strings are changed in training
 * @param synthetic for how many speakers all the synthetic voices that ship with the project count in the training: strings are shared
 *                  evenly among speakers, and more synthetic than real ones would crowd these out; 0 for none
 * @param beamWidth of the search
 */
public record SpeechRecipe(CtcModel sizes, FrontEnd frontEnd, Training training, Change change, int synthetic, int beamWidth) {
    /**
     * What the trainer is told.
     *
     * @param strings of an epoch
     * @param batch   strings a batch
     * @param epochs  of training
     * @param rate    Adam's learning rate at its highest, after a twentieth of the updates; from there it falls along half a cosine
     */
    public record Training(int strings, int batch, int epochs, double rate) {
    }

    /**
     * How strings are changed, each in its own way.
     *
     * @param vocalTract by what share mel filters are moved up or down at most, as a shorter or longer vocal tract would (Jaitly and
     *                   Hinton 2013)
     * @param speed      by what share a string is faster or slower at most (Ko et al. 2015)
     * @param masks      parts of the features that are hidden (Park et al. 2019)
     */
    public record Change(double vocalTract, double speed, SpecAugment masks) {
        /**
         * Frames of utterances, each changed in its own way, on all processors; masks come later, with the batches.
         *
         * @param frontEnd what the recogniser will hear with: filters are moved up and down from there, so that it lies in the middle of
         *                 what was trained. Where its highest filter ends at half the sample rate, they can only be moved down.
         * @return without those that are too short for their labels at so many frames a step
         */
        List<LabelledFrames> frames(List<Utterance> spoken, FrontEnd frontEnd, Alphabet alphabet, int framesPerStep, long seed) {
            var random = new Random(seed);
            double[] tracts = random.doubles(spoken.size()).map(x -> 1 + vocalTract * (2 * x - 1)).toArray();
            double[] speeds = random.doubles(spoken.size()).map(x -> 1 + speed * (2 * x - 1)).toArray();
            var examples = new LabelledFrames[spoken.size()];
            Workers.run(examples.length, i -> examples[i] = example(spoken.get(i), frontEnd, tracts[i], speeds[i], alphabet));
            return Arrays.stream(examples).filter(each -> each.isLongEnough(framesPerStep)).toList();
        }

        private LabelledFrames example(Utterance utterance, FrontEnd frontEnd, double tract, double pace, Alphabet alphabet) {
            var features = frontEnd.features();
            var moved = vocalTract == 0 ? frontEnd : frontEnd.withFeatures(features.withHertz(features.lowHertz() * tract,
                Math.min(features.sampleRate() / 2.0, features.highHertz() * tract)));
            // In twentieths: the resampler makes a filter for each ratio.
            var sound = speed == 0 ? utterance.sound() : Augmentation.speed(utterance.sound(), Math.round(pace * 20) / 20.0);
            return new LabelledFrames(utterance.name(), moved.frames(sound), alphabet.encode(utterance));
        }

        /** Batches of an epoch with parts of the features hidden. */
        List<MultiDataSet> batches(List<LabelledFrames> examples, int batchSize, int framesPerStep, int epoch, long seed) {
            return SpeechBatches.of(examples, batchSize, seed).withFramesPerStep(framesPerStep)
                .withTransformation((frames, draws) -> masks.apply(frames, draws.nextLong())).epoch(epoch);
        }
    }

    private static final int TEST_STRINGS = 400;
    private static final long TEST_SEED = 99;

    /** What is used for the Free Spoken Digit Dataset; filters end below half the sample rate, so that there is room to move them up. */
    public static SpeechRecipe digits() {
        var features = SpeechFeatures.of(8000).withMels(26, MelScale.HTK).withHertz(0, 3600);
        return new SpeechRecipe(CtcModel.of(39, 2).withDropout(0.3), FrontEnd.cepstra(features, 13), new Training(1000, 16, 16, 6e-3),
            new Change(0.15, 0.1, new SpecAugment(2, 3, 2, 12, 0.2)), 3, 16);
    }

    /** The same with other words about the training. */
    public SpeechRecipe withTraining(Training other) {
        return new SpeechRecipe(sizes, frontEnd, other, change, synthetic, beamWidth);
    }

    /** Trains on recordings of single words. @param seed of strings, changes, first weights and dropout */
    public SpeechRecognizer train(List<Utterance> words, long seed) {
        return train(words, seed, rate -> { }, List.of());
    }

    /** The same. @param told is told the word error rate on {@code test} after each epoch */
    public SpeechRecognizer train(List<Utterance> words, long seed, DoubleConsumer told, List<Utterance> test) {
        var spoken = new ArrayList<>(words);
        for (var each : synthetic == 0 ? List.<Utterance>of() : EmbeddedSpeech.DIGITS.all()) {
            var group = "synthetic" + Math.floorMod(each.speaker().hashCode(), synthetic);
            spoken.add(new Utterance(each.sound(), each.text(), group, each.name()));
        }
        var strings = SpokenStrings.of(spoken, seed);
        var alphabet = Alphabet.letters(List.of(String.join(" ", EmbeddedSpeech.DIGITS.words())));
        var graph = sizes.withBands(frontEnd.bands()).withSymbols(alphabet.size()).withSeed(seed).build(new FusedAdam(training.rate));
        var recognizer = SpeechRecognizer.of(graph, frontEnd, alphabet).withSearch(search(alphabet));
        int steps = training.epochs * (training.strings / training.batch);
        var trainer = Trainer.of(graph).epochs(training.epochs).clipNorm(5).seed(seed)
            .multiBatches(epoch -> epoch(strings, epoch, seed, alphabet))
            .schedule(Schedule.warmupCosine(steps));
        if (!test.isEmpty()) {
            trainer.validate(() -> {
                double rate = tested(recognizer, test).rate();
                told.accept(rate);
                return rate;
            });
        }
        trainer.run();
        return recognizer;
    }

    private PrefixBeamSearch search(Alphabet alphabet) {
        int boundary = alphabet.encode("the blank between words", " ")[0];
        return PrefixBeamSearch.of(beamWidth).withScorer(Lexicon.of(EmbeddedSpeech.DIGITS.words(), word -> alphabet.encode(word, word),
            boundary));
    }

    private List<MultiDataSet> epoch(SpokenStrings strings, int epoch, long seed, Alphabet alphabet) {
        int per = sizes.framesPerStep();
        return change.batches(change.frames(strings.epoch(epoch, training.strings), frontEnd, alphabet, per, seed * 1000 + epoch),
            training.batch, per, epoch, seed);
    }

    /** Strings of 3 to 7 words for a test, always the same of the same recordings. */
    public static List<Utterance> testStrings(List<Utterance> words) {
        return SpokenStrings.of(words, TEST_SEED).epoch(0, TEST_STRINGS);
    }

    /** Errors of a recogniser. */
    public static ErrorRate tested(Recognizer recognizer, List<Utterance> strings) {
        return ErrorRate.words(strings.stream().map(Utterance::text).toList(),
            recognizer.texts(strings.stream().map(Utterance::sound).toList()));
    }

    /**
     * Trains on all but the first takes of each digit and speaker of the Free Spoken Digit Dataset, and tests on those.
     *
     * @throws org.unrolled.data.DatasetException if the data set can't be had
     */
    public ErrorRate newTakes(DataCache cache, long seed) {
        return tried(SpeechSplit.takesBelow(DigitRecordings.read(cache), DigitRecordings.TEST_TAKES), seed);
    }

    /** Trains on all speakers but one, and tests on that one. */
    public ErrorRate newSpeaker(DataCache cache, String speaker, long seed) {
        return tried(SpeechSplit.bySpeaker(DigitRecordings.read(cache), speaker), seed);
    }

    private ErrorRate tried(SpeechSplit split, long seed) {
        return tested(train(split.train(), seed), testStrings(split.test()));
    }
}
