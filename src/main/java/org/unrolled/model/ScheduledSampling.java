package org.unrolled.model;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.unrolled.arrays.OnDemand;
import org.unrolled.nn.DecoderState;
import org.unrolled.nn.TokenDecoder;

/**
 * Scheduled sampling (Bengio, Vinyals, Jaitly and Shazeer 2015): in training the decoder reads, now and then, the word that it
 * would have written itself in place of the true one, so that it learns to go on after its own mistakes.
 *
 * <pre>{@code
 * var sampling = ScheduledSampling.of(graph, ScheduledSampling.inverseSigmoid(500), 1);
 * var batches = PairBatches.of(pairs, 64, 1);
 * Trainer.of(graph).epochs(10).multiBatches(epoch -> sampling.mix(batches.epoch(epoch), epoch)).run();
 * }</pre>
 *
 * <p>Each word that the decoder reads, START excepted, is the true one with probability ε, else it is drawn from what the model
 * thinks after the words read before it. The words are chosen step by step first, without dropout; then the usual pass with
 * these words as input and the true ones as labels gives the gradient, which doesn't go through the choice (section 2.4).
 * ε falls from 1 while the training goes on.
 */
public final class ScheduledSampling {
    private final TokenDecoder decoder;
    private final TruthShare share;
    private final long seed;

    /** The probability ε of reading the true word, by the number of updates made. */
    @FunctionalInterface
    public interface TruthShare {
        /** @param step updates made before this one, from 0 @return from 0 to 1 */
        double at(int step);
    }

    private ScheduledSampling(TokenDecoder decoder, TruthShare share, long seed) {
        this.decoder = decoder;
        this.share = share;
        this.seed = seed;
    }

    /**
     * Sampling from a graph of a {@link TranslationModel}, with its parameters of the moment.
     *
     * @param seed of the choices; the same seed and step make the same ones
     */
    public static ScheduledSampling of(ComputationGraph graph, TruthShare share, long seed) {
        return new ScheduledSampling(new TokenDecoder(graph, TranslationModel.TARGET_EMBEDDING, TranslationModel.OUTPUT), share,
            seed);
    }

    /** ε = max(floor, 1 - fall · step) (section 2.4, linear decay). */
    public static TruthShare linear(double fall, double floor) {
        Preconditions.checkArgument(fall >= 0 && floor >= 0 && floor <= 1,
                "a linear schedule with the fall %s a step and the floor %s: expected a fall of 0 or more and a floor from "
                        + "0 to 1", String.valueOf(fall), floor);
        return step -> Math.max(floor, 1 - fall * step);
    }

    /** ε = k^step with k below 1 (exponential decay). */
    public static TruthShare exponential(double k) {
        Preconditions.checkArgument(k > 0 && k < 1, "an exponential schedule with k = %s: expected a number between 0 and 1", k);
        return step -> Math.pow(k, step);
    }

    /** ε = k / (k + exp(step / k)) with k of at least 1 (inverse sigmoid decay). */
    public static TruthShare inverseSigmoid(double k) {
        Preconditions.checkArgument(k >= 1, "an inverse sigmoid schedule with k = %s: expected at least 1", k);
        return step -> k / (k + Math.exp(step / k));
    }

    /**
     * The batches of an epoch with mixed words to read. Each is mixed when it is asked for, so with the parameters that the
     * training has reached by then.
     *
     * @param batches features source ids and target ids [batch, time], as {@code PairBatches} makes them, as many each epoch
     * @param epoch   number of the epoch from 0
     */
    public List<MultiDataSet> mix(List<? extends MultiDataSet> batches, int epoch) {
        int size = batches.size();
        return OnDemand.list(size, index -> mix(batches.get(index), epoch * size + index, true));
    }

    /**
     * One batch with mixed words to read.
     *
     * @param step how many updates were made before
     * @param drawn whether words are drawn from the model's distribution; else the most probable are taken
     * @return another batch that shares all but the target's words with the given one
     */
    public MultiDataSet mix(MultiDataSet batch, int step, boolean drawn) {
        double truth = share.at(step);
        Preconditions.checkState(truth >= 0 && truth <= 1,
                "the schedule gave %s as probability of the true word at step %s, expected 0 to 1", truth, String.valueOf(step));
        return truth == 1 ? batch : mixed(batch, truth, new Random(seed * 1_000_003 + step), drawn);
    }

    private MultiDataSet mixed(MultiDataSet batch, double truth, Random random, boolean drawn) {
        var words = batch.getFeatures(1).dup();
        var masks = batch.getFeaturesMaskArrays();
        DecoderState state = decoder.start(batch.getFeatures(), masks);
        for (int t = 0; t + 1 < words.size(1); t++) {
            var step = decoder.step(state, words.getColumn(t).toIntVector());
            state = step.state();
            for (int row = 0; row < words.size(0); row++) {
                boolean real = masks == null || masks[1] == null || masks[1].getDouble(row, t + 1) != 0;
                if (real && random.nextDouble() >= truth) {
                    words.putScalar(row, t + 1, choose(step.logProbabilities().getRow(row), random, drawn));
                }
            }
        }
        return new org.nd4j.linalg.dataset.MultiDataSet(new INDArray[] {batch.getFeatures(0), words}, batch.getLabels(), masks,
            batch.getLabelsMaskArrays());
    }

    private static int choose(INDArray logProbabilities, Random random, boolean drawn) {
        double left = random.nextDouble();
        double[] logs = logProbabilities.toDoubleVector();
        int best = 0;
        for (int id = 0; id < logs.length; id++) {
            best = logs[id] > logs[best] ? id : best;
            left -= Math.exp(logs[id]);
            if (drawn && left < 0) {
                return id;
            }
        }
        return best;
    }
}
