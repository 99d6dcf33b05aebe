package org.unrolled.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.unrolled.arrays.OnDemand;
import org.unrolled.caption.Captioner;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.data.DataCache;
import org.unrolled.data.DatasetException;
import org.unrolled.metrics.CaptionScores;
import org.unrolled.vision.CaptionSet;
import org.unrolled.vision.CaptionedImage;
import org.unrolled.vision.CocoCaptions;
import org.unrolled.vision.EncoderSettings;
import org.unrolled.vision.FeatureFile;
import org.unrolled.vision.GridEncoder;
import org.unrolled.vision.PretrainedEncoder;

/**
 * How a captioner is trained on MS COCO 2017, any number of its photographs: they are fetched one by one, their features are computed
 * once and kept in a file, which goes on where it was broken off. <pre>{@code
 * var scores = CocoRecipe.coco2017().run(DataCache.standard(), 20_000, 1, System.out::println);
 * }</pre>
 *
 * <p><b>Not run</b> on the whole of COCO: 118,287 photographs are 18 GB to fetch, and their training is a night's work on a CPU. Its steps
 * are tested on a few of the photographs.
 *
 * @param captioner how the captioner is trained on features
 * @param encoder   whose features they are
 * @param side      rows and columns of the grid
 */
public record CocoRecipe(CaptionRecipe captioner, EncoderSettings encoder, int side) {
    private static final String DATA_SET = "coco-captions";
    /** Photographs that are fetched at once: the network waits, not the processor. */
    private static final int CONNECTIONS = 8;
    private static final int BATCH = 16;
    /** Photographs of the validation part that settings are chosen by; the others are to test with. */
    private static final int DEV = 2000;

    /** Attention to a grid of 4 x 4 places by EfficientNet-Lite0, with the settings for Flickr8k and words that occur five times. */
    public static CocoRecipe coco2017() {
        var flickr = CaptionRecipe.flickr8kAttention();
        return new CocoRecipe(new CaptionRecipe(flickr.sizes(), new CaptionRecipe.Training(64, 6, 1e-3, 3), 5, flickr.beamWidth(),
            flickr.alphas()), EncoderSettings.EFFICIENTNET_LITE0, 4);
    }

    /**
     * All of it: fetches, computes, trains, and scores the captions of photographs that neither training nor choice has seen.
     *
     * @param images of the training part, drawn by the seed; as many as there are if it has fewer
     * @throws DatasetException if the captions or the encoder can't be had; a photograph that can't is left out and told
     */
    public CaptionScores<String> run(DataCache cache, int images, long seed, Consumer<String> told) {
        try (var eyes = eyes(cache); var features = features(cache, eyes)) {
            var train = part(cache, "train2017", images, seed, eyes, features, told);
            var others = part(cache, "val2017", Integer.MAX_VALUE, seed, eyes, features, told);
            int dev = Math.min(DEV, others.grids().size() / 2);
            var trained = captioner.train(train, some(others, 0, dev), eyes.shape().get(0), seed, told);
            return CaptionRecipe.scores(trained, some(others, dev, others.grids().size()));
        }
    }

    /**
     * Scores of a captioner that was trained on other photographs, with features of this encoder and grid.
     *
     * @param part   train2017 or val2017
     * @param images to caption, drawn by the seed
     * @throws DatasetException if the captions or the encoder can't be had; a photograph that can't is left out and told
     */
    public CaptionScores<String> scores(Captioner stranger, DataCache cache, String part, int images, long seed, Consumer<String> told) {
        try (var eyes = eyes(cache); var features = features(cache, eyes)) {
            return CaptionRecipe.scores(stranger, part(cache, part, images, seed, eyes, features, told));
        }
    }

    private PretrainedEncoder eyes(DataCache cache) {
        return PretrainedEncoder.open(encoder, cache.path("image-encoders", encoder.file()), side);
    }

    private FeatureFile features(DataCache cache, GridEncoder eyes) {
        return eyes.featureFile(cache.folder().resolve("coco-" + encoder.name().replace(' ', '-') + "-" + side + ".features"));
    }

    /** Images of a part, without those that can't be had or read, and their grids, which stay in the file. */
    static CaptionRecipe.Part part(DataCache cache, String name, int images, long seed, GridEncoder eyes, FeatureFile features,
            Consumer<String> told) {
        var all = CocoCaptions.read(cache, name).captioned();
        var drawn = all.sample(Math.min(images, all.images().size()), seed);
        var missing = drawn.images().stream().filter(image -> !features.ids().contains(image.fileName())).toList();
        var files = fetched(cache, name, missing, told);
        eyes.encode(files, features, BATCH, done -> {
            if (done % 1000 < BATCH) {
                told.accept(name + ": features of " + done + " of " + files.size() + " photographs");
            }
        }, bad -> told.accept("left out: " + bad.getMessage()));
        var had = drawn.images().stream().filter(image -> features.ids().contains(image.fileName())).toList();
        return new CaptionRecipe.Part(new CaptionSet(name, had), OnDemand.list(had.size(), i -> features.get(had.get(i).fileName())));
    }

    private static List<Path> fetched(DataCache cache, String part, List<CaptionedImage> images, Consumer<String> told) {
        var pool = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            var waiting = new ArrayList<Future<Path>>();
            images.forEach(image -> waiting.add(pool.submit(() -> cache.path(DATA_SET, part + "/" + image.fileName()))));
            var files = new ArrayList<Path>();
            for (var each : waiting) {
                try {
                    files.add(each.get());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof DatasetException)) {
                        throw new IllegalStateException("a photograph can't be fetched: " + e.getCause(), e);
                    }
                    told.accept("left out: " + e.getCause().getMessage());
                }
            }
            return files;
        } catch (InterruptedException e) {
            throw new Interrupted("stopped by an interrupt while photographs were fetched: those that are there are kept");
        } finally {
            pool.shutdownNow();
        }
    }

    private static CaptionRecipe.Part some(CaptionRecipe.Part of, int from, int to) {
        return new CaptionRecipe.Part(new CaptionSet(of.images().split(), of.images().images().subList(from, to)),
            of.grids().subList(from, to));
    }
}
