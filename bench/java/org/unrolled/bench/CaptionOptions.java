package org.unrolled.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.unrolled.model.CaptionModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.model.ShowAttendTell;
import org.unrolled.model.ShowTell;
import org.unrolled.model.ShowTell.ImageInput;
import org.unrolled.recipe.CaptionRecipe;

/** Command-line options of {@link CaptionBenchmark}: those that aren't given are the recipe's. */
record CaptionOptions(Map<String, String> settings) {
    private static final Set<String> KNOWN = Set.of("model", "captions", "said", "timed", "limit", "steps", "seed", "embedding", "hidden",
        "bottleneck", "image", "gated", "penalty", "cell", "tied", "dropout", "smoothing", "batch", "epochs", "rate", "averaged",
        "min-count", "beam", "alpha");

    /** @throws IllegalArgumentException naming an option that there isn't */
    static CaptionOptions of(String[] arguments) {
        var settings = new HashMap<String, String>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            var name = arguments[i].replaceFirst("^--", "");
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("there is no setting --" + name + "; there are " + KNOWN.stream().sorted().toList());
            }
            settings.put(name, arguments[i + 1]);
        }
        return new CaptionOptions(settings);
    }

    String model() {
        return settings.getOrDefault("model", "attend");
    }

    CaptionRecipe recipe() {
        var base = model().equals("tell") ? CaptionRecipe.flickr8k() : CaptionRecipe.flickr8kAttention();
        var training = base.training();
        return new CaptionRecipe(sizes(base.sizes()), new CaptionRecipe.Training(whole("batch", training.batch()),
            whole("epochs", training.epochs()), number("rate", training.rate()), whole("averaged", training.averaged())),
            whole("min-count", base.minCount()), whole("beam", base.beamWidth()),
            settings.containsKey("alpha") ? List.of(number("alpha", 1)) : base.alphas());
    }

    private CaptionModel<?> sizes(CaptionModel<?> base) {
        if (base instanceof ShowTell tell) {
            return common(tell).withBottleneck(whole("bottleneck", tell.bottleneck()))
                .withImage(ImageInput.valueOf(word("image", tell.image())));
        }
        var attend = (ShowAttendTell) base;
        return common(attend).withGated(flag("gated", attend.gated())).withDoublyStochastic(number("penalty", attend.doublyStochastic()));
    }

    private <M extends CaptionModel<M>> M common(M base) {
        return base.withEmbedding(whole("embedding", base.embedding())).withHiddenSize(whole("hidden", base.hiddenSize()))
            .withCell(RecurrentCell.valueOf(word("cell", base.cell()))).withTied(flag("tied", base.tied()))
            .withDropout(number("dropout", base.dropout())).withLabelSmoothing(number("smoothing", base.labelSmoothing()));
    }

    private String word(String name, Enum<?> otherwise) {
        return settings.getOrDefault(name, otherwise.name()).toUpperCase(Locale.ROOT);
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

    /** A file of captions that are there already and only have to be scored. */
    Optional<Path> said() {
        return Optional.ofNullable(settings.get("said")).map(Path::of);
    }

    /** Where the captions of dev and test go. */
    Path captions() {
        return Path.of(settings.getOrDefault("captions", "captions.tsv"));
    }

    /** Whether epochs are timed, as the peer's are, and nothing is captioned. */
    boolean timed() {
        return flag("timed", false);
    }

    /** How many captions to train on. */
    int limit() {
        return whole("limit", Integer.MAX_VALUE);
    }

    /** After how many updates to stop, for a quick look; where epochs are timed. */
    OptionalInt steps() {
        return settings.containsKey("steps") ? OptionalInt.of(whole("steps", 0)) : OptionalInt.empty();
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
