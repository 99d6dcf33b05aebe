package org.unrolled.speech;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.OnDemand;
import org.unrolled.text.Padding;
import org.unrolled.text.Vocabulary;

/**
 * Utterances as batches for a recogniser that is trained by connectionist temporal classification.
 *
 * <p>Each batch is a {@link MultiDataSet}: features are frames [batch, bands, time] with a mask [batch, time] that is 1 for a frame
 * and 0 where a short utterance is filled up with zeros; labels are numbers [batch, labels], from 1 and filled up with 0, with a mask
 * [batch, labels].
 *
 * <p>Utterances of similar length share a batch, so that little is filled up; which of equal length come together, and the order of
 * the batches, is drawn anew for each epoch. A batch has fewer utterances where they are long.
 */
public final class SpeechBatches {
    /** Changes features for one epoch, as by masking some of them; its draws come from the generator that it is handed. */
    @FunctionalInterface
    public interface Transformation {
        /** @param frames [time][bands], not to be written to @return [time][bands], time may differ */
        float[][] apply(float[][] frames, Random random);
    }

    private static final int MOST_FRAMES = 1 << 15;

    private final List<LabelledFrames> utterances;
    private final int batchSize;
    private final long seed;
    private final int framesPerStep;
    private final int mostFrames;
    private final Transformation transformation;
    private final Written written;

    /** What a decoder reads first and says last, and whether labels for connectionist temporal classification stand beside. */
    private record Written(int start, int end, boolean besideCtc) {
        private int[] of(int[] labels) {
            return IntStream.concat(IntStream.concat(IntStream.of(start), Arrays.stream(labels)), IntStream.of(end)).toArray();
        }
    }

    private SpeechBatches(List<LabelledFrames> utterances, int batchSize, long seed, int framesPerStep, int mostFrames,
            Transformation transformation, Written written) {
        this.utterances = utterances;
        this.batchSize = batchSize;
        this.seed = seed;
        this.framesPerStep = framesPerStep;
        this.mostFrames = mostFrames;
        this.transformation = transformation;
        this.written = written;
    }

    /**
     * Batches for a network that makes a step of each frame, of at most {@value #MOST_FRAMES} frames, filled-up ones included.
     *
     * @param utterances at least one, all with as many bands
     * @throws IllegalArgumentException naming the first utterance with fewer frames than its labels need, or with other bands
     */
    public static SpeechBatches of(List<LabelledFrames> utterances, int batchSize, long seed) {
        Preconditions.checkArgument(batchSize >= 1 && !utterances.isEmpty(), "%s utterances in batches of %s: expected at least 1 of each",
                utterances.size(), batchSize);
        int bands = utterances.get(0).frames()[0].length;
        for (var each : utterances) {
            Preconditions.checkArgument(each.frames()[0].length == bands,
                    "utterance %s has %s bands, the first has %s: expected as many in each", each.name(), each.frames()[0].length, bands);
        }
        return new SpeechBatches(List.copyOf(utterances), batchSize, seed, 1, MOST_FRAMES, (frames, random) -> frames, null)
            .withFramesPerStep(1);
    }

    /**
     * The same for a network that makes one step of so many frames, as by a convolution with a stride.
     *
     * @throws IllegalArgumentException naming the first utterance that is then too short for its labels
     */
    public SpeechBatches withFramesPerStep(int frames) {
        utterances.forEach(each -> each.requireLongEnough(frames));
        return new SpeechBatches(utterances, batchSize, seed, frames, mostFrames, transformation, written);
    }

    /** The same with at most so many frames in a batch, filled-up ones included; an utterance alone may have more. */
    public SpeechBatches withMostFrames(int frames) {
        Preconditions.checkArgument(frames >= 1, "%s frames at most in a batch: expected at least 1", frames);
        return new SpeechBatches(utterances, batchSize, seed, framesPerStep, frames, transformation, written);
    }

    /**
     * The same for a model that writes symbol by symbol ({@code SpellingModel}): each batch has the features frames and what the decoder
     * reads, START and then the labels [batch, labels + 1], and as labels what it should say, the labels and then END, alike.
     *
     * @param alphabet  its {@link Alphabet#spelling} numbers what is written
     * @param besideCtc whether labels for connectionist temporal classification come as a second array of labels
     */
    public SpeechBatches withDecoder(Alphabet alphabet, boolean besideCtc) {
        var spelling = alphabet.spelling();
        return new SpeechBatches(utterances, batchSize, seed, framesPerStep, mostFrames, transformation,
            new Written(spelling.id(Vocabulary.START), spelling.id(Vocabulary.END), besideCtc));
    }

    /** The same with features that are changed anew in each epoch, not in {@link #whole}. */
    public SpeechBatches withTransformation(Transformation each) {
        return new SpeechBatches(utterances, batchSize, seed, framesPerStep, mostFrames, each, written);
    }

    /**
     * All batches of an epoch, from 0, each made when it is asked for; every utterance comes once. The same seed and epoch give the
     * same batches.
     */
    public List<MultiDataSet> epoch(int epoch) {
        var random = Padding.random(seed, epoch);
        var groups = Padding.groups(utterances.size(), this::frames, batchSize, mostFrames, random);
        return batches(groups, transformation, random.nextLong());
    }

    /** All utterances by length with their features unchanged, as for a validation. */
    public List<MultiDataSet> whole() {
        return batches(order(), (frames, random) -> frames, 0);
    }

    /** For each batch of {@link #whole} the places, row by row, of its utterances in the list that was given. */
    public List<List<Integer>> order() {
        return Padding.groups(IntStream.range(0, utterances.size()).boxed().toList(), this::frames, batchSize, mostFrames);
    }

    /** How many utterances there are. */
    public int size() {
        return utterances.size();
    }

    private int frames(int utterance) {
        return utterances.get(utterance).frames().length;
    }

    private List<MultiDataSet> batches(List<List<Integer>> groups, Transformation change, long draws) {
        return OnDemand.list(groups.size(), index -> {
            var random = Padding.random(draws, index);
            return batch(groups.get(index).stream().map(utterances::get)
                    .map(each -> each.with(change.apply(each.frames(), random), framesPerStep)).toList());
        });
    }

    private MultiDataSet batch(List<LabelledFrames> rows) {
        var read = padded(rows.stream().map(LabelledFrames::frames).toList());
        var labels = Padding.rows(rows.stream().map(LabelledFrames::labels).toList(), 0, 0);
        if (written == null) {
            return batch(new INDArray[][] {read}, labels);
        }
        var texts = rows.stream().map(each -> written.of(each.labels())).toList();
        var said = Padding.rows(texts, 1, 0);
        var features = new INDArray[][] {read, Padding.rows(texts, 0, 1)};
        return written.besideCtc ? batch(features, said, labels) : batch(features, said);
    }

    /** @param features arrays, each with its mask @param labels likewise */
    private static MultiDataSet batch(INDArray[][] features, INDArray[]... labels) {
        return new MultiDataSet(every(features, 0), every(labels, 0), every(features, 1), every(labels, 1));
    }

    private static INDArray[] every(INDArray[][] pairs, int place) {
        return Arrays.stream(pairs).map(pair -> pair[place]).toArray(INDArray[]::new);
    }

    /** Frames of utterances [utterances, bands, time], filled up with zeros, and the mask [utterances, time]. @param frames [time][bands] each */
    public static INDArray[] padded(List<float[][]> frames) {
        int bands = frames.get(0)[0].length;
        int time = frames.stream().mapToInt(each -> each.length).max().orElseThrow();
        var features = new float[frames.size() * bands * time];
        var mask = new float[frames.size()][time];
        for (int row = 0; row < mask.length; row++) {
            var own = frames.get(row);
            for (int t = 0; t < own.length; t++) {
                mask[row][t] = 1;
                for (int band = 0; band < bands; band++) {
                    features[(row * bands + band) * time + t] = own[t][band];
                }
            }
        }
        return new INDArray[] {Nd4j.create(features, new long[] {frames.size(), bands, time}, 'c'), Nd4j.create(mask)};
    }

    @Override
    public String toString() {
        return utterances.size() + " utterances in batches of up to " + batchSize;
    }
}
