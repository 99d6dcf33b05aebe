package org.unrolled.text;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.OnDemand;

/**
 * Sentences with their classes as batches for a classifier.
 *
 * <p>Each batch is a {@link MultiDataSet}: features are ids [batch, time] with a mask [batch, time] that is 1 for a word and 0 where
 * a short sentence is filled up with id 0. Labels are class numbers [batch, 1], with a mask [batch, 1] if there are class weights;
 * or where a sentence has several labels 0 or 1 for each class, [batch, classes].
 *
 * <p>Sentences of similar length share a batch, so that little is filled up; which of equal length come together, and the order of
 * the batches, is drawn anew for each epoch. A batch has fewer sentences where they are very long, so that one line of 10,000 words
 * doesn't make all of its batch that long.
 */
public final class SentenceBatches {
    /** Steps of a batch, filled-up ones included, unless one sentence alone has more. */
    private static final int MOST_STEPS = 1 << 14;

    private final List<int[]> sentences;
    private final float[][] labels;
    private final int batchSize;
    private final long seed;
    private final double[] classWeights;
    private final double wordDropout;
    private final int dropped;

    private SentenceBatches(List<int[]> sentences, float[][] labels, int batchSize, long seed, double[] classWeights,
            double wordDropout, int dropped) {
        this.sentences = sentences;
        this.labels = labels;
        this.batchSize = batchSize;
        this.seed = seed;
        this.classWeights = classWeights;
        this.wordDropout = wordDropout;
        this.dropped = dropped;
    }

    /**
     * Batches of sentences with one label each.
     *
     * @param sentences ids of each, at least one
     * @param labels    class of each, from 0
     * @throws IllegalArgumentException naming the first sentence that is empty or has no class
     */
    public static SentenceBatches of(List<int[]> sentences, int[] labels, int batchSize, long seed) {
        for (int i = 0; i < labels.length; i++) {
            Preconditions.checkArgument(labels[i] >= 0, "sentence %s has class %s, expected a number from 0", i, labels[i]);
        }
        return checked(sentences, IntStream.of(labels).mapToObj(label -> new float[] {label}).toArray(float[][]::new), batchSize, seed);
    }

    /**
     * Batches of sentences with any number of labels each.
     *
     * @param labels for each sentence its classes, each from 0 to {@code classes - 1}
     */
    public static SentenceBatches ofSeveral(List<int[]> sentences, List<int[]> labels, int classes, int batchSize, long seed) {
        var each = new float[labels.size()][classes];
        for (int i = 0; i < each.length; i++) {
            for (int label : labels.get(i)) {
                Preconditions.checkArgument(label >= 0 && label < classes, "sentence %s has class %s, expected 0 to %s", i, label,
                        classes - 1);
                each[i][label] = 1;
            }
        }
        return checked(sentences, each, batchSize, seed);
    }

    private static SentenceBatches checked(List<int[]> sentences, float[][] labels, int batchSize, long seed) {
        Preconditions.checkArgument(batchSize >= 1, "batchSize is %s, expected at least 1", batchSize);
        Preconditions.checkArgument(!sentences.isEmpty() && sentences.size() == labels.length,
                "there are %s sentences and %s labels, expected at least one and as many of each", sentences.size(), labels.length);
        for (int i = 0; i < labels.length; i++) {
            Preconditions.checkArgument(sentences.get(i).length > 0, "sentence %s is empty, expected at least one word: leave it out", i);
        }
        return new SentenceBatches(List.copyOf(sentences), labels, batchSize, seed, null, 0, 0);
    }

    /**
     * The same where the loss of a sentence counts as much as its class weighs; the mean loss stays one, Σ w loss / Σ w.
     *
     * @param weights of each class, above 0
     * @throws IllegalArgumentException if a class has no weight, or the sentences have several labels each
     */
    public SentenceBatches withClassWeights(double... weights) {
        for (int i = 0; i < labels.length; i++) {
            Preconditions.checkArgument(labels[i].length == 1 && labels[i][0] < weights.length,
                    "%s class weights, sentence %s is of class %s: give a weight for each class, and one class for each sentence",
                    weights.length, i, String.valueOf(labels[i][0]));
        }
        Preconditions.checkArgument(IntStream.range(0, weights.length).allMatch(i -> weights[i] > 0),
                "class weights have to be numbers above 0, one is %s", String.valueOf(Nd4j.createFromArray(weights).minNumber()));
        return new SentenceBatches(sentences, labels, batchSize, seed, weights.clone(), wordDropout, dropped);
    }

    /**
     * The same where in each epoch other words, drawn with this probability, are replaced (Iyyer et al. 2015, section 3.1, leave
     * them out): no prediction may hang on one word.
     *
     * @param probability from 0 to below 1
     * @param replacement id that stands in their place, such as that of {@link Vocabulary#UNKNOWN}, which so learns a vector
     */
    public SentenceBatches withWordDropout(double probability, int replacement) {
        Preconditions.checkArgument(probability >= 0 && probability < 1,
                "word dropout of %s: expected a probability from 0 to below 1", probability);
        return new SentenceBatches(sentences, labels, batchSize, seed, classWeights, probability, replacement);
    }

    /**
     * All batches of an epoch, from 0, each made when it is asked for; every sentence comes once. The same seed and epoch give the
     * same batches.
     */
    public List<MultiDataSet> epoch(int epoch) {
        var random = Padding.random(seed, epoch);
        var groups = Padding.groups(sentences.size(), i -> sentences.get(i).length, batchSize, MOST_STEPS, random);
        long words = random.nextLong();
        return batches(groups, wordDropout, words);
    }

    /** All sentences by length, no word replaced, as for a validation. */
    public List<MultiDataSet> whole() {
        return batches(groups(sentences, batchSize), 0, 0);
    }

    /** How many sentences there are. */
    public int size() {
        return sentences.size();
    }

    /** Sentences that can share a batch: their places in a list, by length. */
    public static List<List<Integer>> groups(List<int[]> sentences, int batchSize) {
        return Padding.groups(IntStream.range(0, sentences.size()).boxed().toList(), i -> sentences.get(i).length, batchSize, MOST_STEPS);
    }

    private List<MultiDataSet> batches(List<List<Integer>> groups, double drop, long words) {
        return OnDemand.list(groups.size(), index -> batch(groups.get(index), drop, new Random(words + index * 0x9E3779B97F4A7C15L)));
    }

    private MultiDataSet batch(List<Integer> places, double drop, Random random) {
        var read = Padding.rows(places.stream().map(i -> dropping(sentences.get(i), drop, random)).toList(), 0, 0);
        var said = Nd4j.create(places.stream().map(i -> labels[i]).toArray(float[][]::new));
        var weights = classWeights == null ? null : Nd4j.create(places.stream()
                .map(i -> new float[] {(float) classWeights[(int) labels[i][0]]}).toArray(float[][]::new));
        return new MultiDataSet(new INDArray[] {read[0]}, new INDArray[] {said}, new INDArray[] {read[1]}, new INDArray[] {weights});
    }

    private int[] dropping(int[] ids, double drop, Random random) {
        return drop == 0 ? ids : IntStream.of(ids).map(id -> random.nextDouble() < drop ? dropped : id).toArray();
    }

    /** Ids of sentences, filled up with 0, and the mask, both [sentences, time]. */
    public static INDArray[] padded(List<int[]> sentences) {
        return Padding.rows(sentences, 0, 0);
    }

    @Override
    public String toString() {
        return sentences.size() + " sentences in batches of up to " + batchSize;
    }
}
