package org.unrolled.model;

import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.model.CharacterModel.Cell;
import org.unrolled.model.TranslationModel.Kind;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.text.EncodedPairs;
import org.unrolled.text.SubwordTokenizer;
import org.unrolled.text.Tokenizer;
import org.unrolled.text.WordTokenizer;

/**
 * How a translation model for Multi30k is made and trained in full: text, sizes, and everything that the trainer and the search
 * are told. {@code ./course bench translation} and the full mode of the notebooks use the same ones.
 *
 * @param kind         of the model
 * @param sourceMerges merges of the source's byte-pair encoding; 0 for whole words
 * @param targetMerges merges of the target's
 * @param minCount     how often a token has to occur to be known
 * @param embedding    size of the vectors
 * @param hiddenSize   units of the recurrent kinds
 * @param layers       layers of encoder and decoder
 * @param heads        of the Transformer
 * @param feedForward  inner units of the Transformer
 * @param cell         of the recurrent kinds
 * @param bridge       see {@link TranslationModel#bridge}
 * @param inputFeeding see {@link TranslationModel#inputFeeding}
 * @param dropout      probability of dropping
 * @param smoothing    of the labels
 * @param batch        pairs a batch
 * @param epochs       of training
 * @param rate         Adam's learning rate at its highest
 * @param beta2        Adam's decay of squared gradients
 * @param warmup       updates until the rate is at its highest; from there it falls along half a cosine
 * @param floor        share of the rate that is left at the end
 * @param clip         global norm that gradients are clipped to
 * @param averaged     how many of the last epochs' parameters are averaged
 * @param beam         width of the beam
 * @param alpha        exponent of the length normalisation
 */
public record TranslationRecipe(Kind kind, int sourceMerges, int targetMerges, int minCount, int embedding, int hiddenSize,
                                int layers, int heads, int feedForward, Cell cell, boolean bridge, boolean inputFeeding,
                                double dropout, double smoothing, int batch, int epochs, double rate, double beta2, int warmup, double floor,
                                double clip, int averaged, int beam, double alpha) {
    /** What is used for Multi30k, German to English. */
    public static TranslationRecipe multi30k(Kind kind) {
        return switch (kind) {
            case CONTEXT -> new TranslationRecipe(kind, 8000, 5000, 2, 256, 640, 1, 1, 1, Cell.GRU, true, true, 0.4, 0.1, 64, 18, 1e-3, 0.999,
                400, 0.01, 1, 5, 5, 1);
            case ATTENTION -> new TranslationRecipe(kind, 8000, 5000, 2, 256, 512, 1, 1, 1, Cell.LSTM, true, false, 0.4, 0.1, 64, 20, 1e-3, 0.999,
                400, 0.01, 1, 5, 5, 1);
            case TRANSFORMER -> new TranslationRecipe(kind, 8000, 5000, 2, 256, 2, 3, 4, 512, Cell.LSTM, true, false, 0.3, 0.1, 64, 16, 7e-4,
                0.98, 1000, 0.01, 1, 5, 5, 1);
        };
    }

    /**
     * What {@code bench/translation_pytorch.py} trains unless told otherwise, so that an epoch's time can be compared: words seen
     * twice, a constant rate.
     */
    public static TranslationRecipe likePyTorch(Kind kind) {
        return new TranslationRecipe(kind, 0, 0, 2, 256, 512, kind == Kind.TRANSFORMER ? 3 : 1, 4, 1024, Cell.LSTM, true, false,
            kind == Kind.TRANSFORMER ? 0.2 : 0.4, 0.1, 128, 10, 1e-3, 0.999, 0, 1, 1, 1, 5, 1);
    }

    /** The model for these pairs. @param seed of the first weights */
    public TranslationModel model(EncodedPairs pairs, long seed) {
        return new TranslationModel(kind, pairs.sourceVocabulary().size(), pairs.targetVocabulary().size(), embedding, hiddenSize,
            layers, cell, AttentionScore.GENERAL, bridge, inputFeeding, heads, feedForward, true,
            dropout, smoothing, seed);
    }

    /** The updater at its highest rate. */
    public IUpdater updater() {
        return new FusedAdam(rate, 0.9, beta2, 1e-8);
    }

    /** What cuts the source's sentences: lower-cased words, or pieces of them learned from these sentences. */
    public Tokenizer sourceTokenizer(List<String> sentences) {
        return tokenizer(sentences, sourceMerges);
    }

    /** What cuts the target's. */
    public Tokenizer targetTokenizer(List<String> sentences) {
        return tokenizer(sentences, targetMerges);
    }

    private static Tokenizer tokenizer(List<String> sentences, int merges) {
        var words = new WordTokenizer().withLowerCase();
        return merges == 0 ? words : SubwordTokenizer.learn(words, sentences, merges);
    }
}
