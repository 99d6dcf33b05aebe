package org.unrolled.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.caption.Captioner;
import org.unrolled.data.DataCache;
import org.unrolled.files.TextLines;
import org.unrolled.metrics.CaptionScores;
import org.unrolled.recipe.CaptionRecipe;
import org.unrolled.recipe.CocoRecipe;
import org.unrolled.vision.CaptionSet;
import org.unrolled.vision.CaptionedImage;
import org.unrolled.vision.Flickr8k;

/**
 * Trains a captioning model on Flickr8k as its recipe says, and scores it on dev and, once, on test; or times epochs of the same model; or
 * scores captions of a file. The last line is JSON. {@code bench/captioning.py} says which options there are.
 */
public final class CaptionBenchmark {
    private final CaptionOptions options;
    private final CaptionRecipe recipe;
    private final DataCache cache = DataCache.standard();

    private CaptionBenchmark(CaptionOptions options) {
        this.options = options;
        this.recipe = options.recipe();
    }

    public static void main(String[] arguments) throws IOException {
        var benchmark = new CaptionBenchmark(CaptionOptions.of(arguments));
        var said = benchmark.options.said();
        System.out.println(said.isPresent() ? "{" + benchmark.scored(said.get()) + "}"
            : benchmark.options.coco() > 0 ? benchmark.coco()
            : benchmark.options.timed() ? benchmark.timed() : benchmark.full());
    }

    private CaptionRecipe.Part part(String name) {
        var read = Flickr8k.read(cache, name);
        return new CaptionRecipe.Part(read.split(), read.grids());
    }

    /** The images that have the first captions, the last perhaps with fewer of its own. */
    private CaptionRecipe.Part first(CaptionRecipe.Part part) {
        var images = new ArrayList<CaptionedImage>();
        int left = options.limit();
        for (var image : part.images().images()) {
            if (left > 0) {
                var own = image.captions().subList(0, Math.min(left, image.captions().size()));
                images.add(new CaptionedImage(image.id(), image.fileName(), image.width(), image.height(), image.url(), own));
                left -= own.size();
            }
        }
        return new CaptionRecipe.Part(new CaptionSet(part.images().split(), images), part.grids().subList(0, images.size()));
    }

    /** Epochs of the recipe's training, and how long each took. */
    private String timed() {
        var whole = part("train");
        var codec = recipe.codec(whole.images());
        var train = first(whole);
        var prepared = recipe.prepared(train, codec, Flickr8k.CHANNELS, options.seed());
        System.out.printf(Locale.ROOT, "%s: %s, %d words, %d parameters%n", options.model(), prepared.batches(), codec.vocabulary().size(),
            prepared.graph().params().length());
        var epochs = new ArrayList<String>();
        var clock = new EpochClock();
        var trainer = prepared.trainer().observe(clock).keepBest(false)
            .validate(() -> {
                epochs.add(clock.json() + "}");
                System.out.println("epoch " + epochs.size() + ": " + clock);
                return clock.loss();
            });
        options.settings().steps().ifPresent(trainer::steps);
        trainer.run();
        return head(prepared.graph().params().length(), codec.vocabulary().size()) + ", \"epochs\": [" + String.join(", ", epochs) + "]}";
    }

    private String head(long parameters, int vocabulary) {
        return String.format(Locale.ROOT, "{\"version\": \"Unrolled on ND4J's %s backend\", \"recipe\": \"%s\", \"options\": %s,"
            + " \"parameters\": %d, \"vocabulary\": %d", Nd4j.getEnvironment().isCPU() ? "CPU" : "CUDA", recipe, options.settings().json(),
            parameters, vocabulary);
    }

    private String full() throws IOException {
        long begin = System.nanoTime();
        var dev = part("dev");
        var captioner = trained(first(part("train")), dev, told -> System.out.printf(Locale.ROOT, "%s, %.0f s: %s%n", options.model(),
            (System.nanoTime() - begin) / 1e9, told));
        double trained = (System.nanoTime() - begin) / 1e9;
        var lines = new ArrayList<>(said(captioner, "beam", dev));
        var test = part("test");
        lines.addAll(said(captioner.withBeam(1), "greedy", test));
        long decode = System.nanoTime();
        lines.addAll(said(captioner, "beam", test));
        double rate = test.grids().size() / ((System.nanoTime() - decode) / 1e9);
        Files.write(options.captions(), lines);
        captioner.save(options.saved());
        return String.format(Locale.ROOT, "%s, %s, \"trainingSeconds\": %.1f, \"captionsPerSecond\": {\"beam\": %.1f}}",
            head(captioner.graph().params().length(), captioner.codec().vocabulary().size()), scored(options.captions()), trained, rate);
    }

    private Captioner trained(CaptionRecipe.Part train, CaptionRecipe.Part dev, Consumer<String> told) throws IOException {
        var captioner = options.from().isPresent() ? Captioner.load(options.from().get())
            : recipe.train(train, dev, Flickr8k.CHANNELS, options.seed(), told);
        var rewarding = options.rewarding();
        return rewarding.isEmpty() ? captioner : recipe.rewarded(captioner, rewarding.get(), train, dev, options.seed(), told);
    }

    /** What a captioner that is there already says of photographs of MS COCO, which others took of other things. */
    private String coco() throws IOException {
        var captioner = Captioner.load(options.saved());
        var scores = new ArrayList<String>();
        for (var part : List.of("train2017", "val2017")) {
            var found = CocoRecipe.coco2017().scores(captioner, cache, part, options.coco(), options.seed(), System.out::println);
            System.out.println(part + ": " + found);
            scores.add(json(part, "beam", found));
        }
        return "{\"scores\": [" + String.join(", ", scores) + "]}";
    }

    /** A line for each caption: part, search, image, caption. */
    private static List<String> said(Captioner captioner, String how, CaptionRecipe.Part part) {
        var captions = captioner.ofGrids(part.grids());
        var lines = new ArrayList<String>();
        for (int i = 0; i < captions.size(); i++) {
            lines.add(String.join("\t", part.images().split(), how, part.images().images().get(i).fileName(), captions.get(i).text()));
        }
        return lines;
    }

    /** Scores of each part and search of such a file, as JSON. */
    private String scored(Path file) throws IOException {
        var groups = new LinkedHashMap<List<String>, Map<String, String>>();
        for (var line : TextLines.read(file)) {
            var fields = line.split("\t", 4);
            groups.computeIfAbsent(List.of(fields[0], fields[1]), key -> new LinkedHashMap<>()).put(fields[2], fields[3]);
        }
        var scores = new ArrayList<String>();
        groups.forEach((key, captions) -> {
            var images = part(key.get(0)).images().images();
            var references = images.stream().collect(Collectors.toMap(CaptionedImage::fileName, CaptionedImage::captions));
            var found = CaptionScores.of(captions, references);
            System.out.println(key.get(0) + ", " + key.get(1) + ": " + found);
            scores.add(json(key.get(0), key.get(1), found));
        });
        return "\"scores\": [" + String.join(", ", scores) + "]";
    }

    private static String json(String part, String search, CaptionScores<String> found) {
        var bleu = found.bleu().stream().map(each -> String.format(Locale.ROOT, "%.4f", each)).collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "{\"part\": \"%s\", \"search\": \"%s\", \"bleu\": [%s], \"meteor\": %.4f,"
            + " \"rougeL\": %.4f, \"ciderD\": %.4f}", part, search, bleu, found.meteor(), found.rougeL(), found.ciderD());
    }
}
