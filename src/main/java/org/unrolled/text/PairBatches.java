package org.unrolled.text;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.unrolled.arrays.OnDemand;

/**
 * Pairs of sentences as batches for an encoder and a decoder that is taught with the true words.
 *
 * <p>Each batch is a {@link MultiDataSet} with two features and one label, all ids of shape [batch, time], each with a mask
 * [batch, time] that is 1 for a real token and 0 where a short sentence is filled up with id 0:
 * <pre>
 * features 0: w1 w2 ... END            the source
 * features 1: START v1 v2 ...          what the decoder reads
 * labels   0: v1 v2 ... END            what it has to say
 * </pre>
 *
 * <p>Pairs of similar length on both sides share a batch, so that little is filled up. Lengths are blurred by a token and ties
 * are drawn anew for each epoch, so are the order of the batches and the company that a pair is in.
 *
 * @param batchSize pairs a batch; the last in order of length may have fewer
 */
public record PairBatches(EncodedPairs pairs, int batchSize, long seed) {
    /** @throws IllegalArgumentException if batchSize is below 1, or a pair has no id to read, or not START and one to say */
    public PairBatches {
        Preconditions.checkArgument(batchSize >= 1, "batchSize is %s, expected at least 1", batchSize);
        for (int i = 0; i < pairs.size(); i++) {
            Preconditions.checkArgument(pairs.source().get(i).length >= 1 && pairs.target().get(i).length >= 2,
                    "pair %s has %s source ids and %s target ids, expected at least one to read, START and one to say", i,
                    pairs.source().get(i).length, pairs.target().get(i).length);
        }
    }

    /** Batches of these pairs. */
    public static PairBatches of(EncodedPairs pairs, int batchSize, long seed) {
        return new PairBatches(pairs, batchSize, seed);
    }

    /** How many batches an epoch has. */
    public int batches() {
        return (pairs.size() + batchSize - 1) / batchSize;
    }

    /**
     * All batches of an epoch, from 0, each made when it is asked for; every pair comes once. The same seed and epoch give the
     * same batches.
     */
    public List<MultiDataSet> epoch(int epoch) {
        var groups = pairs(epoch);
        return OnDemand.list(groups.size(), index -> batch(groups.get(index)));
    }

    /** All pairs in their own order, as for a validation. */
    public List<MultiDataSet> inOrder() {
        var order = IntStream.range(0, pairs.size()).boxed().toList();
        return Padding.cut(order, batchSize).stream().map(this::batch).toList();
    }

    /** Which pairs stand in the rows of each batch of {@link #epoch}: their places in the list that was given. */
    public List<List<Integer>> pairs(int epoch) {
        var random = Padding.random(seed, epoch);
        int[] targetLengths = blurred(pairs.target(), random);
        int[] sourceLengths = blurred(pairs.source(), random);
        return Padding.groups(pairs.size(), batchSize,
            Comparator.<Integer>comparingInt(i -> targetLengths[i]).thenComparingInt(i -> sourceLengths[i]), random);
    }

    private static int[] blurred(List<int[]> sentences, Random random) {
        return sentences.stream().mapToInt(ids -> ids.length + random.nextInt(2)).toArray();
    }

    /** The share of steps of both sides in an epoch that are filled up, 0 to below 1. */
    public double paddedShare(int epoch) {
        return Padding.share(pairs(epoch), List.of(pairs.source(), pairs.target()));
    }

    @Override
    public String toString() {
        return batches() + " batches of up to " + batchSize + " pairs";
    }

    private MultiDataSet batch(List<Integer> rows) {
        var targets = rows.stream().map(pairs.target()::get).toList();
        var read = padded(rows.stream().map(pairs.source()::get).toList());
        var begun = Padding.rows(targets, 0, 1);
        var said = Padding.rows(targets, 1, 0);
        return new MultiDataSet(new INDArray[] {read[0], begun[0]}, new INDArray[] {said[0]},
            new INDArray[] {read[1], begun[1]}, new INDArray[] {said[1]});
    }

    /** The source side of a batch alone, for an encoder: ids, filled up with 0, and the mask, both [sentences, time]. */
    public static INDArray[] padded(List<int[]> sentences) {
        return Padding.rows(sentences, 0, 0);
    }
}
