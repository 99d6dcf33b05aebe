package org.unrolled.recipe;

import java.util.List;
import java.util.stream.IntStream;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.SpecAugment;
import org.unrolled.audio.SpeechFeatures;
import org.unrolled.ctc.PrefixBeamSearch;
import org.unrolled.ctc.PrefixScorer;
import org.unrolled.data.DataCache;
import org.unrolled.decode.NGramModel;
import org.unrolled.metrics.ErrorRate;
import org.unrolled.model.CtcModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.nn.FusedAdam;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.An4Corpus;
import org.unrolled.speech.LibriSpeech;
import org.unrolled.speech.SpeechFile;
import org.unrolled.speech.Utterance;
import org.unrolled.train.Schedule;
import org.unrolled.train.Trainer;
import org.unrolled.transcribe.SpeechRecognizer;

/**
 * How a recogniser of sentences is trained on a corpus of recordings, letters as symbols, and read with an n-gram model of the training
 * texts' letters.
 *
 * <p><b>Not run</b> on the corpora that it is written for: they were not at hand. Its steps are tested on strings of digits.
 *
 * @param sizes     the network, but for its bands, symbols and seed
 * @param frontEnd  what it hears with
 * @param change    how recordings are changed in training
 * @param batch     recordings a batch
 * @param epochs    of training
 * @param rate      Adam's learning rate at its highest, after a twentieth of the updates; from there it falls along half a cosine
 * @param order     letters that the language model reads at once, the one to come included
 * @param weight    of the language model's log-probabilities
 * @param beamWidth of the search
 */
public record CorpusRecipe(CtcModel sizes, FrontEnd frontEnd, SpeechRecipe.Change change, int batch, int epochs, double rate, int order,
                           double weight, int beamWidth) {
    private static final int SAMPLE_RATE = 16_000;
    /** Where the highest filter ends (Hz): below half the sample rate, so that there is room to move it up in training. */
    private static final double HIGHEST = 7000;
    /** Every tenth speaker of a corpus without a test set. */
    private static final int TEST_SHARE = 10;

    /** For AN4, an hour of spelled words and numbers; ESPnet's Transformer has a word error rate of 7.4 % on its test set. */
    public static CorpusRecipe an4() {
        return new CorpusRecipe(CtcModel.of(80, 2).withFramesPerStep(3).withHiddenSize(256).withLayers(3).withDropout(0.3),
            FrontEnd.logMel(SpeechFeatures.of(SAMPLE_RATE).withHertz(0, HIGHEST)),
            new SpeechRecipe.Change(0.1, 0.1, new SpecAugment(2, 15, 2, 25, 0.2)), 16, 60, 3e-3, 6, 0.5, 24);
    }

    /** For LibriSpeech's dev-clean, 5.4 hours of read sentences: a small corpus for free speech, so that much will be wrong. */
    public static CorpusRecipe librispeech() {
        var an4 = an4();
        return new CorpusRecipe(an4.sizes.withHiddenSize(512).withLayers(4).withCell(RecurrentCell.LSTM), an4.frontEnd, an4.change, 16, 60,
            1e-3, 8, 0.5, 24);
    }

    /** Trains on AN4's training part and tests on its test part. @throws org.unrolled.data.DatasetException if it can't be had */
    public ErrorRate onAn4(DataCache cache, long seed) {
        return tried(SpeechFile.utterances(An4Corpus.list(cache, An4Corpus.Part.TRAIN)),
            SpeechFile.utterances(An4Corpus.list(cache, An4Corpus.Part.TEST)), seed);
    }

    /** Trains on nine tenths of dev-clean's speakers and tests on the others. @throws org.unrolled.data.DatasetException likewise */
    public ErrorRate onDevClean(DataCache cache, long seed) {
        var all = LibriSpeech.devClean(cache);
        var speakers = all.stream().map(SpeechFile::speaker).distinct().sorted().toList();
        var held = IntStream.range(0, speakers.size()).filter(i -> i % TEST_SHARE == 0).mapToObj(speakers::get).toList();
        return tried(SpeechFile.utterances(all.stream().filter(each -> !held.contains(each.speaker())).toList()),
            SpeechFile.utterances(all.stream().filter(each -> held.contains(each.speaker())).toList()), seed);
    }

    /** Trains on some recordings, tests on others. */
    ErrorRate tried(List<Utterance> train, List<Utterance> test, long seed) {
        return SpeechRecipe.tested(train(train, seed), test);
    }

    /** Trains on these recordings. @param seed of changes, first weights and dropout */
    public SpeechRecognizer train(List<Utterance> recordings, long seed) {
        var texts = recordings.stream().map(Utterance::text).toList();
        var alphabet = Alphabet.letters(texts);
        int per = sizes.framesPerStep();
        var graph = sizes.withBands(frontEnd.bands()).withSymbols(alphabet.size()).withSeed(seed).build(new FusedAdam(rate));
        int steps = epochs * Math.max(1, recordings.size() / batch);
        Trainer.of(graph).epochs(epochs).clipNorm(5).seed(seed)
            .multiBatches(epoch -> change.batches(change.frames(recordings, frontEnd, alphabet, per, seed * 1000 + epoch), batch, per, epoch,
                seed))
            .schedule(Schedule.warmupCosine(steps)).run();
        return SpeechRecognizer.of(graph, frontEnd, alphabet).withSearch(search(texts, alphabet));
    }

    /** A beam that reads texts as the training's are spelled; the blank's number begins each text for the model. */
    private PrefixBeamSearch search(List<String> texts, Alphabet alphabet) {
        var spelled = texts.stream().map(text -> IntStream.concat(IntStream.of(0), IntStream.of(alphabet.encode("a text", text))).toArray())
            .toList();
        var letters = NGramModel.train(spelled, order, alphabet.size());
        return PrefixBeamSearch.of(beamWidth).withScorer(PrefixScorer.model(letters, 0, -1, k -> k, weight, weight));
    }
}
