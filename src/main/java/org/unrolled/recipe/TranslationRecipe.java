package org.unrolled.recipe;

import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.model.RecurrentCell;
import org.unrolled.model.TranslationModel.Kind;
import org.unrolled.model.TranslationModel;
import org.unrolled.nn.FusedAdam;
import org.unrolled.text.EncodedPairs;
import org.unrolled.text.SubwordTokenizer;
import org.unrolled.text.Tokenizer;
import org.unrolled.text.WordTokenizer;

/**
 * How a translation model for Multi30k is made and trained in full. {@code ./course bench translation} and the full mode of the
 * notebooks use the same recipes.
 *
 * @param pieces   how sentences are cut
 * @param sizes    the model, but for its vocabularies and its seed
 * @param training what the trainer is told
 * @param beam     width of the beam
 * @param alpha    exponent of the length normalisation
 */
public record TranslationRecipe(Pieces pieces, TranslationModel<?> sizes, Training training, int beam, double alpha) {
    /**
     * How sentences are cut.
     *
     * @param sourceMerges merges of the source's byte-pair encoding; 0 for whole words
     * @param targetMerges merges of the target's
     * @param minCount     how often a token has to occur to be known
     */
    public record Pieces(int sourceMerges, int targetMerges, int minCount) {
    }

    /**
     * What the trainer is told.
     *
     * @param batch    pairs a batch
     * @param epochs   of training
     * @param rate     Adam's learning rate at its highest
     * @param beta2    Adam's decay of squared gradients
     * @param warmup   updates until the rate is at its highest; from there it falls along half a cosine
     * @param floor    share of the rate that is left at the end
     * @param clip     global norm that gradients are clipped to
     * @param averaged how many of the last epochs' parameters are averaged
     */
    public record Training(int batch, int epochs, double rate, double beta2, int warmup, double floor, double clip, int averaged) {
        /** The updater at its highest rate. */
        public IUpdater updater() {
            return new FusedAdam(rate, 0.9, beta2, 1e-8);
        }
    }

    /** What is used for Multi30k, German to English; chosen on its validation set. */
    public static TranslationRecipe multi30k(Kind kind) {
        var pieces = new Pieces(8000, 5000, 2);
        return switch (kind) {
            case CONTEXT -> new TranslationRecipe(pieces, common(TranslationModel.context(2, 2)).withCell(RecurrentCell.GRU)
                .withHiddenSize(640).withInputFeeding(true).withDropout(0.4),
                new Training(64, 16, 1e-3, 0.999, 400, 0.01, 1, 5), 5, 0.5);
            case ATTENTION -> new TranslationRecipe(pieces,
                common(TranslationModel.attention(2, 2)).withHiddenSize(512).withDropout(0.4),
                new Training(64, 18, 1e-3, 0.999, 400, 0.01, 1, 5), 5, 0.5);
            case TRANSFORMER -> new TranslationRecipe(pieces,
                common(TranslationModel.transformer(2, 2)).withLayers(3).withFeedForward(512).withDropout(0.25),
                new Training(64, 16, 7e-4, 0.98, 1000, 0.01, 1, 5), 5, 2);
        };
    }

    /**
     * What {@code bench/translation_pytorch.py} trains unless told otherwise, so that an epoch's time can be compared: words seen
     * twice, a constant rate.
     */
    public static TranslationRecipe likePyTorch(Kind kind) {
        var sizes = switch (kind) {
            case CONTEXT -> common(TranslationModel.context(2, 2)).withHiddenSize(512).withDropout(0.4);
            case ATTENTION -> common(TranslationModel.attention(2, 2)).withHiddenSize(512).withDropout(0.4);
            case TRANSFORMER -> common(TranslationModel.transformer(2, 2)).withLayers(3).withFeedForward(1024).withDropout(0.2);
        };
        return new TranslationRecipe(new Pieces(0, 0, 2), sizes, new Training(128, 10, 1e-3, 0.999, 0, 1, 1, 1), 5, 1);
    }

    private static <M extends TranslationModel<M>> M common(M model) {
        return model.withTied(true).withEmbedding(256).withLabelSmoothing(0.1);
    }

    /** The model for these pairs. @param seed of the first weights */
    public TranslationModel<?> model(EncodedPairs pairs, long seed) {
        return sizes.withVocabularies(pairs.sourceVocabulary().size(), pairs.targetVocabulary().size()).withSeed(seed);
    }

    /** What cuts the source's sentences: lower-cased words, or pieces of them learned from these sentences. */
    public Tokenizer sourceTokenizer(List<String> sentences) {
        return tokenizer(sentences, pieces.sourceMerges);
    }

    /** What cuts the target's. */
    public Tokenizer targetTokenizer(List<String> sentences) {
        return tokenizer(sentences, pieces.targetMerges);
    }

    private static Tokenizer tokenizer(List<String> sentences, int merges) {
        var words = new WordTokenizer().withLowerCase();
        return merges == 0 ? words : SubwordTokenizer.learn(words, sentences, merges);
    }
}
