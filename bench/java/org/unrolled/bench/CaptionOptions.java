package org.unrolled.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.unrolled.model.CaptionModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.model.ShowAttendTell;
import org.unrolled.model.ShowTell;
import org.unrolled.model.ShowTell.ImageInput;
import org.unrolled.recipe.CaptionRecipe;

/** Command-line options of {@link CaptionBenchmark}: those that aren't given are the recipe's. */
record CaptionOptions(Settings settings) {
    private static final Set<String> KNOWN = Set.of("model", "captions", "said", "coco", "timed", "limit", "steps", "seed", "embedding",
        "hidden", "bottleneck", "image", "gated", "penalty", "cell", "tied", "dropout", "smoothing", "batch", "epochs", "rate", "averaged",
        "min-count", "beam", "alpha", "from", "self-critical", "self-critical-rate", "self-critical-pictures", "self-critical-samples",
        "self-critical-bleu");

    /** @throws IllegalArgumentException naming an option that there isn't */
    static CaptionOptions of(String[] arguments) {
        var settings = Settings.of(arguments);
        for (var name : settings.values().keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("there is no setting --" + name + "; there are " + KNOWN.stream().sorted().toList());
            }
        }
        return new CaptionOptions(settings);
    }

    String model() {
        return settings.get("model", "attend");
    }

    CaptionRecipe recipe() {
        var base = model().equals("tell") ? CaptionRecipe.flickr8k() : CaptionRecipe.flickr8kAttention();
        var training = base.training();
        return new CaptionRecipe(sizes(base.sizes()), new CaptionRecipe.Training(settings.whole("batch", training.batch()),
            settings.whole("epochs", training.epochs()), settings.number("rate", training.rate()),
            settings.whole("averaged", training.averaged())),
            settings.whole("min-count", base.minCount()), settings.whole("beam", base.beamWidth()),
            settings.get("alpha") != null ? List.of(settings.number("alpha", 1)) : base.alphas());
    }

    private CaptionModel<?> sizes(CaptionModel<?> base) {
        if (base instanceof ShowTell tell) {
            return common(tell).withBottleneck(settings.whole("bottleneck", tell.bottleneck()))
                .withImage(ImageInput.valueOf(word("image", tell.image())));
        }
        var attend = (ShowAttendTell) base;
        return common(attend).withGated(settings.flag("gated", attend.gated()))
            .withDoublyStochastic(settings.number("penalty", attend.doublyStochastic()));
    }

    private <M extends CaptionModel<M>> M common(M base) {
        return base.withEmbedding(settings.whole("embedding", base.embedding())).withHiddenSize(settings.whole("hidden", base.hiddenSize()))
            .withCell(RecurrentCell.valueOf(word("cell", base.cell()))).withTied(settings.flag("tied", base.tied()))
            .withDropout(settings.number("dropout", base.dropout()))
            .withLabelSmoothing(settings.number("smoothing", base.labelSmoothing()));
    }

    private String word(String name, Enum<?> otherwise) {
        return settings.get(name, otherwise.name()).toUpperCase(Locale.ROOT);
    }

    /** How a captioner goes on by self-critical sequence training, if it is to. */
    Optional<CaptionRecipe.Rewarding> rewarding() {
        if (settings.get("self-critical") == null) {
            return Optional.empty();
        }
        var base = CaptionRecipe.Rewarding.epochs(settings.whole("self-critical", 0));
        return Optional.of(new CaptionRecipe.Rewarding(base.epochs(), settings.number("self-critical-rate", base.rate()),
            settings.whole("self-critical-pictures", base.pictures()), settings.whole("self-critical-samples", base.samples()),
            settings.number("self-critical-bleu", base.bleu()), Math.min(settings.whole("averaged", base.averaged()), base.epochs())));
    }

    /** A captioner that is there already and isn't trained by cross-entropy again. */
    Optional<Path> from() {
        return Optional.ofNullable(settings.get("from")).map(Path::of);
    }

    /** A file of captions that are there already and only have to be scored. */
    Optional<Path> said() {
        return Optional.ofNullable(settings.get("said")).map(Path::of);
    }

    /** Where the captions of dev and test go. */
    Path captions() {
        return Path.of(settings.get("captions", "captions.tsv"));
    }

    /** Where the captioner goes: beside its captions. */
    Path saved() {
        var captions = captions();
        return captions.resolveSibling(captions.getFileName().toString().replaceFirst("(\\.[^.]*)?$", ".captioner"));
    }

    /** How many photographs of each part of MS COCO a captioner that was saved before is to caption; 0 for a training. */
    int coco() {
        return settings.whole("coco", 0);
    }

    /** Whether epochs are timed, as the peer's are, and nothing is captioned. */
    boolean timed() {
        return settings.flag("timed", false);
    }

    /** How many captions to train on. */
    int limit() {
        return settings.whole("limit", Integer.MAX_VALUE);
    }

    long seed() {
        return settings.whole("seed", 1);
    }
}
