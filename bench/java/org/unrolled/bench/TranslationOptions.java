package org.unrolled.bench;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.unrolled.model.AttentionTranslation;
import org.unrolled.model.ContextTranslation;
import org.unrolled.model.RecurrentCell;
import org.unrolled.model.RecurrentTranslation;
import org.unrolled.model.TransformerTranslation;
import org.unrolled.model.TranslationModel.Kind;
import org.unrolled.model.TranslationModel;
import org.unrolled.recipe.TranslationRecipe;

/** Command-line options of {@link TranslationBenchmark}: those that aren't given are the recipe's. */
record TranslationOptions(Settings settings) {
    TranslationRecipe recipe() {
        var kind = Kind.valueOf(settings.get("model", "attention").toUpperCase(Locale.ROOT));
        var base = settings.get("recipe", "best").equals("best") ? TranslationRecipe.multi30k(kind)
            : TranslationRecipe.likePyTorch(kind);
        return new TranslationRecipe(pieces(base.pieces()), sizes(base.sizes()), training(base.training()),
            settings.whole("beam", base.beam()), settings.number("alpha", base.alpha()));
    }

    private TranslationRecipe.Pieces pieces(TranslationRecipe.Pieces base) {
        return new TranslationRecipe.Pieces(settings.whole("source-merges", base.sourceMerges()),
            settings.whole("target-merges", base.targetMerges()), settings.whole("min-count", base.minCount()));
    }

    private TranslationModel<?> sizes(TranslationModel<?> base) {
        if (base instanceof ContextTranslation context) {
            return common(recurrent(context));
        }
        if (base instanceof AttentionTranslation attention) {
            return common(recurrent(attention));
        }
        var transformer = (TransformerTranslation) base;
        return common(transformer.withFeedForward(settings.whole("feed-forward", transformer.feedForward())))
            .withHeads(settings.whole("heads", transformer.heads()));
    }

    private <M extends RecurrentTranslation<M>> M recurrent(M base) {
        return base.withHiddenSize(settings.whole("hidden", base.hiddenSize()))
            .withCell(RecurrentCell.valueOf(settings.get("cell", base.cell().name()).toUpperCase(Locale.ROOT)))
            .withBridge(settings.flag("bridge", base.bridge())).withInputFeeding(settings.flag("input-feeding", base.inputFeeding()));
    }

    private <M extends TranslationModel<M>> M common(M base) {
        return base.withEmbedding(settings.whole("embedding", base.embedding())).withLayers(settings.whole("layers", base.layers()))
            .withDropout(settings.number("dropout", base.dropout()))
            .withLabelSmoothing(settings.number("smoothing", base.labelSmoothing()));
    }

    private TranslationRecipe.Training training(TranslationRecipe.Training base) {
        return new TranslationRecipe.Training(settings.whole("batch", base.batch()), settings.whole("epochs", base.epochs()),
            settings.number("rate", base.rate()), settings.number("beta2", base.beta2()), settings.whole("warm-up", base.warmup()),
            settings.number("floor", base.floor()), settings.number("clip", base.clip()), settings.whole("averaged", base.averaged()));
    }

    /** The folder of Multi30k. */
    Path data() {
        return Path.of(settings.get("data"));
    }

    /** Where the trained translator goes. */
    Path out() {
        return Path.of(settings.get("translator"));
    }

    /** Where checkpoints go, to go on from. */
    Optional<Path> checkpoints() {
        return Optional.ofNullable(settings.get("checkpoints")).map(Path::of);
    }

    /** How many pairs to train on. */
    int limit() {
        return settings.whole("limit", Integer.MAX_VALUE);
    }

    /** How many sentences to validate on; 0: train only. */
    int scored() {
        return settings.whole("scored", Integer.MAX_VALUE);
    }

    long seed() {
        return settings.whole("seed", 1);
    }
}
