package org.unrolled.caption;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.arrays.OnDemand;
import org.unrolled.decode.GreedySearch;
import org.unrolled.decode.Hypothesis;
import org.unrolled.decode.Sampler;
import org.unrolled.decode.SamplingSearch;
import org.unrolled.decode.SearchRules;
import org.unrolled.model.CaptionModel;
import org.unrolled.nn.PolicyGraph;
import org.unrolled.text.Padding;
import org.unrolled.text.TextCodec;

/**
 * Self-critical sequence training (Rennie, Marcheret, Mroueh, Ross and Goel 2017, "Self-critical Sequence Training for Image Captioning",
 * section 3): the last step of a captioner's training, in which it says several things of each picture, and those that are worth more than
 * others get more probable. What is learned is then the score itself, and not the next word after the words of people.
 * <pre>{@code
 * var training = SelfCritical.of(captioner, grids, CaptionReward.of(captions)::of, new FusedAdam(5e-5), 1);
 * Trainer.of(training.graph()).epochs(5).clipNorm(5).multiBatches(training::epoch).run();
 * training.captioner().save(Path.of("better.captioner"));
 * }</pre>
 *
 * <p>Of each picture {@code samples} captions w are drawn from the network as it is when the batch is asked for. The batch is that of
 * {@link CaptionBatches}, with each caption's advantage in the labels' mask, and one pass with it gives
 * <pre>
 *   1 / (pictures · samples) · Σ (r(w) - b) ∇ -log p(w)           (eq. 7 and 8)
 * </pre>
 * The baseline b is what the picture's other samples are worth in the mean (Luo 2020, "A Better Variant of Self-Critical Sequence
 * Training"), which costs no search of its own, or what the greedy caption is worth (Rennie et al.). Neither depends on w, so that in the
 * mean over what may be drawn this is the gradient of the expected reward, its sign turned.
 *
 * <p><b>The network is another one</b> with the same parameters, a {@link PolicyGraph}: without dropout, label smoothing and penalties, and
 * with no probability for what no caption may have, padding, START and the unknown word, as captions are drawn without them too.
 * {@link #captioner} captions with it. Of a caption that is broken off after {@link #withMostWords the most words} the END was not
 * drawn, and has no weight. The loss that a trainer reports is that of the advantages, around 0, and says nothing of how good captions
 * are: watch a score on other pictures, and {@link #meanReward}.
 */
public final class SelfCritical {
    /** What a sample's reward is compared with. */
    public enum Baseline {
        /** The mean reward of the picture's other samples. */
        OTHERS,
        /** The reward of its greedy caption. */
        GREEDY
    }

    /** What a caption is worth. */
    @FunctionalInterface
    public interface Reward {
        /** @param picture its number among the grids @return any finite number, more for a better caption */
        double of(int picture, String caption);
    }

    /** How much is drawn, and what it is compared with. */
    private record Settings(int pictures, int samples, Baseline baseline, int mostWords) {
        Settings {
            Preconditions.checkArgument(pictures >= 1, "%s pictures a batch: expected at least 1", pictures);
            Preconditions.checkArgument(samples >= (baseline == Baseline.OTHERS ? 2 : 1), "%s samples a picture with the baseline %s: "
                    + "expected at least 2 for OTHERS, which compares a sample with the others, and 1 for GREEDY", samples, baseline);
            Preconditions.checkArgument(mostWords >= 1 && mostWords <= Captioner.MOST_WORDS, "captions of %s words at most: expected 1 "
                    + "to %s", mostWords, Captioner.MOST_WORDS);
        }
    }

    private final Captioner captioner;
    private final List<float[]> grids;
    private final Reward reward;
    private final long seed;
    private final Settings settings;
    private double rewards;
    private int drawn;

    private SelfCritical(Captioner captioner, List<float[]> grids, Reward reward, long seed, Settings settings) {
        this.captioner = captioner;
        this.grids = grids;
        this.reward = reward;
        this.seed = seed;
        this.settings = settings;
    }

    /**
     * A training of 16 pictures a batch and 5 samples each, compared with one another.
     *
     * @param trained by cross-entropy before, as in section 4: from nothing, samples are worth nothing. It stays as it is
     * @param grids   [features x places] of each picture, features first; may be a list that makes its elements when they are asked for
     * @param reward  usually {@code CaptionReward.of(captions)::of}
     * @param updater with a small rate; the paper has Adam's at 5e-5
     * @param seed    of the pictures' order and the samples
     * @throws IllegalArgumentException if there is no picture
     */
    public static SelfCritical of(Captioner trained, List<float[]> grids, Reward reward, IUpdater updater, long seed) {
        Preconditions.checkArgument(!grids.isEmpty(), "a training on no picture: expected at least one");
        var policy = PolicyGraph.of(trained.graph(), CaptionModel.OUTPUT, Captioner.rules(trained.codec()).forbidden(), updater);
        return new SelfCritical(trained.withGraph(policy), grids, reward, seed, new Settings(16, 5, Baseline.OTHERS, Captioner.MOST_WORDS));
    }

    /**
     * The same network with other batches.
     *
     * @param samples of each picture
     * @throws IllegalArgumentException if there is no picture, or there are fewer samples than the baseline needs
     */
    public SelfCritical withBatch(int pictures, int samples) {
        return with(new Settings(pictures, samples, settings.baseline, settings.mostWords));
    }

    /** The same network with another baseline. @throws IllegalArgumentException if it needs more samples */
    public SelfCritical withBaseline(Baseline other) {
        return with(new Settings(settings.pictures, settings.samples, other, settings.mostWords));
    }

    /**
     * The same network with shorter samples, which cost less: one that has so many words and no end is broken off.
     *
     * @throws IllegalArgumentException if it is below 1 or above {@value Captioner#MOST_WORDS}
     */
    public SelfCritical withMostWords(int words) {
        return with(new Settings(settings.pictures, settings.samples, settings.baseline, words));
    }

    private SelfCritical with(Settings other) {
        return new SelfCritical(captioner, grids, reward, seed, other);
    }

    /** What a trainer trains. */
    public ComputationGraph graph() {
        return captioner.graph();
    }

    /** The captioner that was given, with {@link #graph} in place of its own: what gets better, and what to validate. */
    public Captioner captioner() {
        return captioner;
    }

    /** How many batches an epoch has. */
    public int batches() {
        return (grids.size() + settings.pictures - 1) / settings.pictures;
    }

    /**
     * The batches of an epoch, in which each picture is once. Each is drawn when it is asked for; with the same parameters, the same
     * seed and number give the same ones.
     *
     * @param epoch from 0
     */
    public List<MultiDataSet> epoch(int epoch) {
        rewards = 0;
        drawn = 0;
        var random = Padding.random(seed, epoch);
        var groups = Padding.shuffled(grids.size(), settings.pictures, random);
        long[] seeds = random.longs(groups.size()).toArray();
        return OnDemand.list(groups.size(), batch -> batch(groups.get(batch), seeds[batch]));
    }

    /** What the samples of the epoch that was asked for last were worth until now, in the mean; NaN before the first. */
    public double meanReward() {
        return rewards / drawn;
    }

    private MultiDataSet batch(List<Integer> pictures, long batchSeed) {
        var seen = pictures.stream().map(grids::get).toList();
        var rules = Captioner.rules(captioner.codec()).maxLength(places -> settings.mostWords + 1);
        var sampler = Sampler.builder().seed(batchSeed).build();
        var samples = captioner.found(new SamplingSearch(rules, sampler, settings.samples, true), seen);
        var worth = new double[pictures.size()][];
        for (int i = 0; i < worth.length; i++) {
            int picture = pictures.get(i);
            worth[i] = samples.get(i).stream().mapToDouble(each -> worth(picture, each)).toArray();
            rewards += Arrays.stream(worth[i]).sum();
            drawn += worth[i].length;
        }
        var advantages = settings.baseline == Baseline.OTHERS ? aboveOthers(worth)
            : above(worth, pictures, captioner.found(new GreedySearch(rules), seen));
        return weighted(IntStream.range(0, worth.length * settings.samples).mapToObj(row -> seen.get(row / settings.samples)).toList(),
            samples.stream().flatMap(List::stream).map(Hypothesis::tokens).toList(), advantages);
    }

    private double worth(int picture, Hypothesis said) {
        var caption = captioner.codec().text(said.tokens());
        double worth = reward.of(picture, caption);
        Preconditions.checkArgument(Double.isFinite(worth), "the caption '%s' of picture %s is worth %s: expected a finite number", caption,
                picture, String.valueOf(worth));
        return worth;
    }

    private static double[] aboveOthers(double[][] worth) {
        return Arrays.stream(worth).flatMapToDouble(own -> {
            double sum = Arrays.stream(own).sum();
            return Arrays.stream(own).map(each -> each - (sum - each) / (own.length - 1));
        }).toArray();
    }

    private double[] above(double[][] worth, List<Integer> pictures, List<List<Hypothesis>> greedy) {
        return IntStream.range(0, worth.length).boxed().flatMapToDouble(i -> {
            double baseline = worth(pictures.get(i), greedy.get(i).get(0));
            return Arrays.stream(worth[i]).map(each -> each - baseline);
        }).toArray();
    }

    /**
     * Captions as a batch, each token with its caption's weight in the labels' mask.
     *
     * @param seen     the grid of each caption
     * @param captions ids of the words alone
     */
    MultiDataSet weighted(List<float[]> seen, List<int[]> captions, double... weights) {
        var rules = Captioner.rules(captioner.codec());
        var ids = captions.stream().map(words -> IntStream.concat(IntStream.concat(IntStream.of(rules.start()), IntStream.of(words)),
            IntStream.of(rules.end())).toArray()).toList();
        var batch = CaptionBatches.batch(seen, captioner.features(), ids);
        var mask = batch.getLabelsMaskArray(0);
        for (int row = 0; row < weights.length; row++) {
            mask.getRow(row).muli(weights[row]);
            if (captions.get(row).length == settings.mostWords) {
                mask.putScalar(row, settings.mostWords, 0);
            }
        }
        return batch;
    }

    @Override
    public String toString() {
        return grids.size() + " pictures in batches of " + settings.pictures + ", " + settings.samples + " samples each against "
            + settings.baseline;
    }
}
