package org.unrolled.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.unrolled.caption.Caption;
import org.unrolled.caption.CaptionBatches;
import org.unrolled.caption.Captioner;
import org.unrolled.caption.SelfCritical;
import org.unrolled.metrics.CaptionReward;
import org.unrolled.metrics.CaptionScores;
import org.unrolled.metrics.CaptionTokenizer;
import org.unrolled.model.CaptionModel;
import org.unrolled.model.ShowTell;
import org.unrolled.model.ShowTell.ImageInput;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.Pooling;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.text.TextCodec;
import org.unrolled.text.Vocabulary;
import org.unrolled.train.ParameterAverage;
import org.unrolled.train.Schedule;
import org.unrolled.train.Trainer;
import org.unrolled.vision.CaptionSet;

/**
 * How a captioner is trained in full on grids of features that are there already, and tested.
 *
 * @param sizes     the model, but for its features, vocabulary and seed
 * @param training  what the trainer is told
 * @param minCount  how often a word has to occur in the captions to be known
 * @param beamWidth of the search
 * @param alphas    exponents of the length normalisation to choose from
 */
public record CaptionRecipe(CaptionModel<?> sizes, Training training, int minCount, int beamWidth, List<Double> alphas) {
    /**
     * What the trainer is told.
     *
     * @param batch    captions a batch
     * @param epochs   of training
     * @param rate     Adam's learning rate at its highest, after a twentieth of the updates; from there it falls along half a cosine
     * @param averaged how many of the last epochs' parameters are averaged
     */
    public record Training(int batch, int epochs, double rate, int averaged) {
    }

    /**
     * How it goes on by self-critical sequence training, if it does, after {@link Training}.
     *
     * @param epochs   of the pictures
     * @param rate     Adam's learning rate at its highest, with the same schedule
     * @param pictures a batch
     * @param samples  of each picture
     * @param bleu     weight of BLEU-4 beside CIDEr-D in what a caption is worth
     * @param averaged how many of the last epochs' parameters are averaged
     */
    public record Rewarding(int epochs, double rate, int pictures, int samples, double bleu, int averaged) {
        /** Five samples each of 16 pictures, for CIDEr-D alone, at the rate of Rennie et al. (2017), section 5. */
        public static Rewarding epochs(int epochs) {
            return new Rewarding(epochs, 5e-5, 16, 5, 0, Math.min(3, epochs));
        }
    }

    /** Pictures with their grids. @param grids [features x places] of each image, in the images' order */
    public record Part(CaptionSet images, List<float[]> grids) {
        /** What people said of each. */
        public List<List<String>> captions() {
            return images.images().stream().map(image -> image.captions()).toList();
        }
    }

    /** What is used for Flickr8k with one vector a picture; chosen on its dev set. */
    public static CaptionRecipe flickr8k() {
        return new CaptionRecipe(CaptionModel.showTell(2, 2).withImage(ImageInput.BOTH).withBottleneck(256).withEmbedding(256)
            .withHiddenSize(512).withDropout(0.5).withLabelSmoothing(0.1), new Training(64, 10, 1e-3, 3), 3, 5, List.of(0.5, 1.0, 1.5));
    }

    /** What is used for Flickr8k with attention to the grid; chosen on its dev set. */
    public static CaptionRecipe flickr8kAttention() {
        return new CaptionRecipe(CaptionModel.showAttendTell(2, 2).withGated(false).withDoublyStochastic(0).withEmbedding(256)
            .withHiddenSize(512).withDropout(0.5).withLabelSmoothing(0.1), new Training(64, 8, 1e-3, 3), 3, 5, List.of(0.5, 1.0, 1.5));
    }

    /** How captions are cut: by {@link CaptionTokenizer}, so that what is learned is what is scored. */
    public TextCodec codec(CaptionSet train) {
        var words = train.images().stream().flatMap(image -> image.captions().stream()).flatMap(caption ->
            CaptionTokenizer.tokens(caption).stream()).toList();
        return new TextCodec(new SpaceTokenizer(), Vocabulary.words(words, minCount, Vocabulary.PADDING, Vocabulary.UNKNOWN,
            Vocabulary.START, Vocabulary.END));
    }

    /**
     * Trains, and chooses between the last epochs' mean and the best epoch, and among the exponents, by BLEU-4 with the beam on
     * {@code dev}.
     *
     * @param features numbers of a place
     * @param seed     of first weights, batches and dropout
     * @param told     is told what happens
     */
    public Captioner train(Part train, Part dev, int features, long seed, Consumer<String> told) {
        var codec = codec(train.images);
        var prepared = prepared(train, codec, features, seed);
        var graph = prepared.graph;
        var greedy = Captioner.of(graph, features, codec).withBeam(1);
        var average = ParameterAverage.of(graph, training.averaged);
        prepared.trainer.observe(average).keepBest(true).validate(() -> {
            double bleu = bleu(greedy, dev);
            told.accept("BLEU-4 on dev, greedily: " + bleu);
            return -bleu;
        }).run();
        return chosen(Captioner.of(graph, features, codec).withBeam(beamWidth), dev, average, told);
    }

    /** A network, what it is to learn from, and the trainer that will train it. */
    public record Prepared(ComputationGraph graph, CaptionBatches batches, Trainer trainer) {
    }

    /**
     * All that a training needs, before it begins.
     *
     * @param codec    see {@link #codec}
     * @param features numbers of a place
     * @param seed     of first weights, batches and dropout
     */
    public Prepared prepared(Part train, TextCodec codec, int features, long seed) {
        var captions = train.captions().stream().map(own -> own.stream().map(CaptionRecipe::cut).toList()).toList();
        var batches = CaptionBatches.of(seen(train, features), features, captions, codec, training.batch, seed);
        var graph = sizes.withSizes(features, codec.vocabulary().size()).withScaling(batches.scaling()).withSeed(seed)
            .build(new FusedAdam(training.rate));
        return new Prepared(graph, batches, scheduled(Trainer.of(graph), training.epochs, batches.batches()).multiBatches(batches::epoch)
            .seed(seed).vocabulary(codec.vocabulary().fingerprint()));
    }

    /**
     * Trains a captioner on by what its own captions are worth, see {@link SelfCritical}, and chooses as {@link #train} does, with the one
     * that was given among what is chosen from.
     *
     * @param trained see {@link #train}, or one that was saved; it stays as it is
     * @param seed    of the pictures' order and the samples
     * @param told    is told what happens
     */
    public Captioner rewarded(Captioner trained, Rewarding how, Part train, Part dev, long seed, Consumer<String> told) {
        var training = SelfCritical.of(trained, seen(train, trained.features()), CaptionReward.of(train.captions()).withBleu(how.bleu)::of,
            new FusedAdam(how.rate), seed).withBatch(how.pictures, how.samples);
        var greedy = training.captioner().withBeam(1);
        var average = ParameterAverage.of(training.graph(), how.averaged);
        told.accept("before rewards, greedily on dev: " + scores(greedy, dev));
        scheduled(Trainer.of(training.graph()), how.epochs, training.batches()).multiBatches(training::epoch).seed(seed).observe(average)
            .keepBest(true).validate(() -> {
                var scores = scores(greedy, dev);
                told.accept("samples were worth " + training.meanReward() + ", greedily on dev: " + scores);
                return -scores.bleu().get(3);
            }).run();
        var found = chosen(training.captioner().withBeam(beamWidth), dev, average, told);
        double before = bleu(trained, dev);
        double after = bleu(found, dev);
        told.accept("BLEU-4 on dev with the beam before rewards: " + before + ", after: " + after);
        return after > before ? found : trained;
    }

    private static Trainer scheduled(Trainer trainer, int epochs, int batches) {
        int steps = epochs * batches;
        return trainer.epochs(epochs).clipNorm(5).schedule(Schedule.warmupCosine(steps));
    }

    /** What the model sees: one that sees the mean alone is given it, a number in place of as many as there are places. */
    private List<float[]> seen(Part part, int features) {
        return sizes instanceof ShowTell && sizes.whole() instanceof Pooling.Mean ? CaptionBatches.means(part.grids, features) : part.grids;
    }

    private Captioner chosen(Captioner trained, Part dev, ParameterAverage average, Consumer<String> told) {
        var graph = trained.graph();
        var best = graph.params().dup();
        double ofBest = bleu(trained, dev);
        average.apply();
        double ofMean = bleu(trained, dev);
        told.accept("BLEU-4 on dev with the beam: best epoch " + ofBest + ", mean of the last epochs " + ofMean);
        if (ofBest > ofMean) {
            graph.setParams(best);
        }
        var found = trained;
        double reached = -1;
        for (double alpha : alphas) {
            var other = trained.withBeam(beamWidth, alpha, 1);
            double bleu = bleu(other, dev);
            told.accept("BLEU-4 on dev with the exponent " + alpha + ": " + bleu);
            if (bleu > reached) {
                reached = bleu;
                found = other;
            }
        }
        return found;
    }

    private static double bleu(Captioner captioner, Part part) {
        return scores(captioner, part).bleu().get(3);
    }

    private static String cut(String caption) {
        return String.join(" ", CaptionTokenizer.tokens(caption));
    }

    /** Scores of what a captioner says of pictures, by the images' file names. */
    public static CaptionScores<String> scores(Captioner captioner, Part part) {
        return scores(captioner.ofGrids(part.grids), part.images);
    }

    /** Scores of captions in the images' order. */
    public static CaptionScores<String> scores(List<Caption> said, CaptionSet images) {
        var candidates = new LinkedHashMap<String, String>();
        var references = new LinkedHashMap<String, List<String>>();
        for (int i = 0; i < said.size(); i++) {
            var image = images.images().get(i);
            candidates.put(image.fileName(), said.get(i).text());
            references.put(image.fileName(), image.captions());
        }
        return CaptionScores.of(candidates, references);
    }
}
