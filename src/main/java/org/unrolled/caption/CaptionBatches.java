package org.unrolled.caption;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.FeatureScaling;
import org.unrolled.arrays.OnDemand;
import org.unrolled.text.EncodedPairs;
import org.unrolled.text.Padding;
import org.unrolled.text.TextCodec;
import org.unrolled.vision.GridEncoder;

/**
 * Pictures and their captions as batches for a {@link org.unrolled.model.CaptionModel}: each caption is an example, so that a picture
 * with five captions comes five times an epoch.
 *
 * <p>Each batch is a {@link MultiDataSet} with two features and one label:
 * <pre>
 * features 0: the picture's grid        [batch, features, places]
 * features 1: START w1 w2 ...           [batch, time], what the decoder reads
 * labels   0: w1 w2 ... END             [batch, time], what it has to say
 * </pre>
 * The ids have masks [batch, time] that are 1 for a real token. Captions of similar length share a batch; which of equal length come
 * together, and the order of the batches, is drawn anew for each epoch.
 */
public final class CaptionBatches {
    /** A caption of a picture. @param ids START, the words, END */
    private record Example(int picture, int[] ids) {
    }

    private final List<float[]> grids;
    private final int features;
    private final List<Example> examples;
    private final int batchSize;
    private final long seed;

    private CaptionBatches(List<float[]> grids, int features, List<Example> examples, int batchSize, long seed) {
        this.grids = grids;
        this.features = features;
        this.examples = examples;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /**
     * Batches of all captions.
     *
     * @param grids     of each picture [features x places], features first, as encoders give them; may be a list that makes its elements
     *                  when they are asked for
     * @param features  numbers of a place
     * @param captions  of each picture; a picture may have none
     * @param codec     cuts captions; its vocabulary has START and END
     * @param batchSize captions a batch; the last in order of length may have fewer
     * @throws IllegalArgumentException if there are not as many lists of captions as grids, no caption at all, a grid that is no multiple
     *                                  of the features, or an empty caption
     */
    public static CaptionBatches of(List<float[]> grids, int features, List<List<String>> captions, TextCodec codec, int batchSize,
            long seed) {
        Preconditions.checkArgument(grids.size() == captions.size() && batchSize >= 1, "grids of %s pictures, captions of %s, %s a batch: "
                + "expected as many of both, and at least 1 a batch", grids.size(), captions.size(), batchSize);
        Preconditions.checkArgument(grids.isEmpty() || features >= 1 && grids.get(0).length % features == 0, "a picture's grid has %s "
                + "numbers: expected a multiple of the %s features of a place", grids.isEmpty() ? 0 : grids.get(0).length, features);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < captions.size(); i++) {
            for (var caption : captions.get(i)) {
                var tokens = codec.tokenizer().tokens(caption);
                Preconditions.checkArgument(!tokens.isEmpty(), "picture %s has the caption '%s', in which there is no word: take it out", i,
                        caption);
                examples.add(new Example(i, EncodedPairs.target(codec.vocabulary(), tokens)));
            }
        }
        Preconditions.checkArgument(!examples.isEmpty(), "%s pictures without any caption: expected at least one", grids.size());
        return new CaptionBatches(grids, features, List.copyOf(examples), batchSize, seed);
    }

    /**
     * The mean over the places of each grid, as a grid of one place: all that a {@link org.unrolled.model.ShowTell} with a
     * {@link org.unrolled.nn.Pooling.Mean} sees, in a fraction of the numbers. What it has learned from means, it can be asked of grids.
     *
     * @param grids    [features x places] each, features first
     * @param features numbers of a place
     */
    public static List<float[]> means(List<float[]> grids, int features) {
        return grids.stream().map(grid -> GridEncoder.mean(grid, features)).toList();
    }

    /** Mean and deviation of each feature over all places of all pictures, for {@link org.unrolled.model.CaptionModel#withScaling}. */
    public FeatureScaling scaling() {
        return FeatureScaling.of(OnDemand.list(grids.size(), i -> {
            var grid = grids.get(i);
            var places = new float[grid.length / features][features];
            for (int p = 0; p < places.length; p++) {
                for (int c = 0; c < features; c++) {
                    places[p][c] = grid[c * places.length + p];
                }
            }
            return places;
        }));
    }

    /** How many captions there are. */
    public int captions() {
        return examples.size();
    }

    /** How many batches an epoch has. */
    public int batches() {
        return (examples.size() + batchSize - 1) / batchSize;
    }

    /** All batches of an epoch, from 0, each made when it is asked for. The same seed and epoch give the same batches. */
    public List<MultiDataSet> epoch(int epoch) {
        return batches(Padding.groups(examples.size(), this::length, batchSize, Long.MAX_VALUE, Padding.random(seed, epoch)));
    }

    /** All captions by length, as for a validation. */
    public List<MultiDataSet> whole() {
        return batches(Padding.groups(IntStream.range(0, examples.size()).boxed().toList(), this::length, batchSize, Long.MAX_VALUE));
    }

    private int length(int example) {
        return examples.get(example).ids.length;
    }

    private List<MultiDataSet> batches(List<List<Integer>> groups) {
        return OnDemand.list(groups.size(), index -> batch(groups.get(index).stream().map(examples::get).toList()));
    }

    private MultiDataSet batch(List<Example> rows) {
        return batch(rows.stream().map(row -> grids.get(row.picture)).toList(), features, rows.stream().map(Example::ids).toList());
    }

    /**
     * Captions with their pictures as the class's description has them.
     *
     * @param grids one for each caption
     * @param ids   START, the words, END
     */
    static MultiDataSet batch(List<float[]> grids, int features, List<int[]> ids) {
        var read = Padding.rows(ids, 0, 1);
        var said = Padding.rows(ids, 1, 0);
        return new MultiDataSet(new INDArray[] {grids(grids, features), read[0]}, new INDArray[] {said[0]},
            new INDArray[] {null, read[1]}, new INDArray[] {said[1]});
    }

    /** Grids as a graph reads them, [pictures, features, places]. @param grids [features x places] each, features first */
    static INDArray grids(List<float[]> grids, int features) {
        int numbers = grids.get(0).length;
        var all = new float[grids.size() * numbers];
        for (int i = 0; i < grids.size(); i++) {
            int own = grids.get(i).length;
            Preconditions.checkArgument(own == numbers && own % features == 0, "a grid of %s numbers beside one of %s: expected as many in "
                    + "each, a multiple of the %s features of a place", own, numbers, features);
            System.arraycopy(grids.get(i), 0, all, i * numbers, numbers);
        }
        return Nd4j.create(all, new long[] {grids.size(), features, numbers / features}, 'c');
    }

    @Override
    public String toString() {
        return examples.size() + " captions in batches of up to " + batchSize;
    }
}
