package org.unrolled.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.unrolled.model.AttentionTranslation;
import org.unrolled.model.ContextTranslation;
import org.unrolled.model.RecurrentCell;
import org.unrolled.model.RecurrentTranslation;
import org.unrolled.model.TransformerTranslation;
import org.unrolled.model.TranslationModel.Kind;
import org.unrolled.model.TranslationModel;
import org.unrolled.recipe.TranslationRecipe;

/** Command-line options of {@link TranslationBenchmark}: those that aren't given are the recipe's. */
record TranslationOptions(Map<String, String> settings) {
    TranslationRecipe recipe() {
        var kind = Kind.valueOf(settings.getOrDefault("model", "attention").toUpperCase(Locale.ROOT));
        var base = settings.getOrDefault("recipe", "best").equals("best") ? TranslationRecipe.multi30k(kind)
            : TranslationRecipe.likePyTorch(kind);
        return new TranslationRecipe(pieces(base.pieces()), sizes(base.sizes()), training(base.training()),
            whole("beam", base.beam()), number("alpha", base.alpha()));
    }

    private TranslationRecipe.Pieces pieces(TranslationRecipe.Pieces base) {
        return new TranslationRecipe.Pieces(whole("source-merges", base.sourceMerges()),
            whole("target-merges", base.targetMerges()), whole("min-count", base.minCount()));
    }

    private TranslationModel<?> sizes(TranslationModel<?> base) {
        if (base instanceof ContextTranslation context) {
            return common(recurrent(context));
        }
        if (base instanceof AttentionTranslation attention) {
            return common(recurrent(attention));
        }
        var transformer = (TransformerTranslation) base;
        return common(transformer.withFeedForward(whole("feed-forward", transformer.feedForward())))
            .withHeads(whole("heads", transformer.heads()));
    }

    private <M extends RecurrentTranslation<M>> M recurrent(M base) {
        return base.withHiddenSize(whole("hidden", base.hiddenSize()))
            .withCell(RecurrentCell.valueOf(settings.getOrDefault("cell", base.cell().name()).toUpperCase(Locale.ROOT)))
            .withBridge(flag("bridge", base.bridge())).withInputFeeding(flag("input-feeding", base.inputFeeding()));
    }

    private <M extends TranslationModel<M>> M common(M base) {
        return base.withEmbedding(whole("embedding", base.embedding())).withLayers(whole("layers", base.layers()))
            .withDropout(number("dropout", base.dropout())).withLabelSmoothing(number("smoothing", base.labelSmoothing()));
    }

    private TranslationRecipe.Training training(TranslationRecipe.Training base) {
        return new TranslationRecipe.Training(whole("batch", base.batch()), whole("epochs", base.epochs()),
            number("rate", base.rate()), number("beta2", base.beta2()), whole("warm-up", base.warmup()),
            number("floor", base.floor()), number("clip", base.clip()), whole("averaged", base.averaged()));
    }

    private int whole(String name, int otherwise) {
        return Integer.parseInt(settings.getOrDefault(name, String.valueOf(otherwise)));
    }

    private boolean flag(String name, boolean otherwise) {
        return Boolean.parseBoolean(settings.getOrDefault(name, String.valueOf(otherwise)));
    }

    private double number(String name, double otherwise) {
        return Double.parseDouble(settings.getOrDefault(name, String.valueOf(otherwise)));
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

    /** After how many updates to stop, for a quick look. */
    OptionalInt steps() {
        return settings.containsKey("steps") ? OptionalInt.of(whole("steps", 0)) : OptionalInt.empty();
    }

    /** How many pairs to train on. */
    int limit() {
        return whole("limit", Integer.MAX_VALUE);
    }

    /** How many sentences to validate on; 0: train only. */
    int scored() {
        return whole("scored", Integer.MAX_VALUE);
    }

    long seed() {
        return whole("seed", 1);
    }

    String json() {
        var entries = new ArrayList<String>();
        settings.forEach((name, value) -> entries.add("\"" + name + "\": \"" + value.replace("\\", "\\\\") + "\""));
        return "{" + String.join(", ", entries) + "}";
    }
}
