package org.unrolled.recipe;

import java.util.List;
import org.unrolled.decode.Translator;
import org.unrolled.model.ContextTranslation;
import org.unrolled.model.RecurrentCell;
import org.unrolled.model.TranslationModel;
import org.unrolled.nn.FusedAdam;
import org.unrolled.text.AlignedPair;
import org.unrolled.text.EncodedPairs;
import org.unrolled.text.PairBatches;
import org.unrolled.text.ParallelCorpus;
import org.unrolled.text.TextCodec;
import org.unrolled.text.WordTokenizer;
import org.unrolled.train.Schedule;
import org.unrolled.train.Trainer;
import org.unrolled.train.TrainingObserver;

/**
 * How a small context-vector translator of generated pairs ({@link org.unrolled.text.EmbeddedPairs}) is made and trained in less
 * than a minute. <pre>{@code
 * var pairs = EmbeddedPairs.GERMAN_ENGLISH.train(10_000);
 * var translator = PairRecipe.standard().train(pairs, 10, TrainingView.of("German to English"));
 * }</pre>
 *
 * @param embedding  numbers a word
 * @param hiddenSize units of the encoder, both directions together, and of the decoder
 * @param minCount   how often a word has to occur to be known
 * @param batch      pairs a batch
 * @param epochs     of training
 * @param rate       Adam's learning rate at its highest, after a twentieth of the updates; from there it falls along half a cosine
 */
public record PairRecipe(int embedding, int hiddenSize, int minCount, int batch, int epochs, double rate) {
    /** What the course's notebooks on translation train. */
    public static PairRecipe standard() {
        return new PairRecipe(64, 128, 3, 64, 9, 6e-3);
    }

    /** The same with so many units. */
    public PairRecipe withHiddenSize(int units) {
        return new PairRecipe(embedding, units, minCount, batch, epochs, rate);
    }

    /** The same trained for so many epochs, with this rate at its highest. */
    public PairRecipe withTraining(int times, double highest) {
        return new PairRecipe(embedding, hiddenSize, minCount, batch, times, highest);
    }

    /** Pairs as ids; rare words are read as unknown. */
    public EncodedPairs encode(List<AlignedPair> pairs) {
        var corpus = ParallelCorpus.of(pairs);
        return corpus.encode(corpus.sourceVocabulary(minCount), corpus.targetVocabulary(minCount));
    }

    /** The model for these pairs' vocabularies. @param seed of the first weights */
    public ContextTranslation model(EncodedPairs pairs, long seed) {
        return TranslationModel.context(pairs).withEmbedding(embedding).withHiddenSize(hiddenSize)
            .withCell(RecurrentCell.GRU).withInputFeeding(true).withDropout(0).withSeed(seed);
    }

    /**
     * Trains a translator.
     *
     * @param seed     of the first weights and of the batches
     * @param observer is told what happens
     */
    public Translator train(List<AlignedPair> pairs, long seed, TrainingObserver observer) {
        var encoded = encode(pairs);
        var graph = model(encoded, seed).build(new FusedAdam(rate));
        var batches = PairBatches.of(encoded, batch, seed);
        Trainer.of(graph).epochs(epochs).stepsPerEpoch(batches.batches()).multiBatches(batches::epoch).clipNorm(1)
            .schedule(Schedule.warmupCosine(epochs * batches.batches())).seed(seed).observe(observer).run();
        var words = new WordTokenizer().withLowerCase();
        return Translator.of(graph, new TextCodec(words, encoded.sourceVocabulary()), new TextCodec(words, encoded.targetVocabulary()));
    }
}
