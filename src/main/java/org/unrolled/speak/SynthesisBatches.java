package org.unrolled.speak;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.arrays.FeatureScaling;
import org.unrolled.arrays.OnDemand;
import org.unrolled.model.SpeechSynthesisModel;
import org.unrolled.speech.SpeechBatches;
import org.unrolled.text.Padding;

/**
 * Batches of utterances of similar length for a {@link SpeechSynthesisModel}, drawn anew for each epoch. <pre>{@code
 * var batches = SynthesisBatches.of(utterances, voices, scaling, 16, 1);
 * Trainer.of(graph).epochs(20).multiBatches(batches::epoch).run();
 * }</pre>
 *
 * <p>Labels are the logarithms of 1 + the frames of each letter, and scaled frames; both with masks.
 */
public final class SynthesisBatches {
    private final List<TimedSpeech> utterances;
    private final List<String> voices;
    private final FeatureScaling scaling;
    private final int batchSize;
    private final long seed;

    private SynthesisBatches(List<TimedSpeech> utterances, List<String> voices, FeatureScaling scaling, int batchSize, long seed) {
        this.utterances = utterances;
        this.voices = voices;
        this.scaling = scaling;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /**
     * Batches.
     *
     * @param voices  in the order of their numbers
     * @param scaling of the frames, the same that the synthesiser takes back
     * @throws IllegalArgumentException naming the first utterance of another voice or without a frame
     */
    public static SynthesisBatches of(List<TimedSpeech> utterances, List<String> voices, FeatureScaling scaling, int batchSize, long seed) {
        Preconditions.checkArgument(batchSize >= 1 && !utterances.isEmpty(), "%s utterances in batches of %s: expected at least 1 of each",
                utterances.size(), batchSize);
        for (var each : utterances) {
            Preconditions.checkArgument(voices.contains(each.voice()), "utterance %s is by %s, expected one of the voices %s", each.name(),
                    each.voice(), voices);
            Preconditions.checkArgument(each.frames().length > 0, "utterance %s has no frame: leave it out", each.name());
        }
        return new SynthesisBatches(List.copyOf(utterances), List.copyOf(voices), scaling, batchSize, seed);
    }

    /** All batches of an epoch, from 0, each made when it is asked for; every utterance comes once. */
    public List<MultiDataSet> epoch(int epoch) {
        var random = Padding.random(seed, epoch);
        var groups = Padding.groups(utterances.size(), i -> utterances.get(i).frames().length, batchSize, Long.MAX_VALUE, random);
        return OnDemand.list(groups.size(), index -> batch(groups.get(index).stream().map(utterances::get).toList()));
    }

    private MultiDataSet batch(List<TimedSpeech> rows) {
        var read = inputs(rows.stream().map(TimedSpeech::letters).toList(), rows.stream().map(TimedSpeech::durations).toList(),
            rows.stream().map(row -> voices.indexOf(row.voice())).toList());
        var said = SpeechBatches.padded(rows.stream().map(row -> scaling.apply(row.frames())).toList());
        var letters = read.masks()[0];
        var durations = new float[rows.size()][1][(int) letters.size(1)];
        for (int row = 0; row < durations.length; row++) {
            int[] own = rows.get(row).durations();
            for (int i = 0; i < own.length; i++) {
                durations[row][0][i] = (float) Math.log1p(own[i]);
            }
        }
        return new MultiDataSet(read.arrays(), new INDArray[] {Nd4j.create(durations), said[0]}, read.masks(),
            new INDArray[] {letters, said[1]});
    }

    /** What a network reads, in the order of the graph's inputs. */
    record Inputs(INDArray[] arrays, INDArray[] masks) {
    }

    /** Letters of several texts, the number of each text's voice, and for how many frames its letters last. */
    static Inputs inputs(List<int[]> letters, List<int[]> durations, List<Integer> voices) {
        var read = Padding.rows(letters, 0, 0);
        var speakers = read[1].dup();
        var frames = new ArrayList<float[][]>();
        for (int row = 0; row < letters.size(); row++) {
            speakers.getRow(row).muli(voices.get(row));
            frames.add(positions(durations.get(row)));
        }
        var placed = SpeechBatches.padded(frames);
        var places = placed[0].get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1),
            NDArrayIndex.all()).dup('c');
        var positions = placed[0].get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3),
            NDArrayIndex.all()).dup('c');
        return new Inputs(new INDArray[] {read[0], speakers, places, positions},
            new INDArray[] {read[1], read[1], placed[1], placed[1]});
    }

    /** Of each frame the place of its letter, the share of the letter that is over, and the logarithm of the letter's frames. */
    private static float[][] positions(int[] durations) {
        var frames = new ArrayList<float[]>();
        for (int i = 0; i < durations.length; i++) {
            for (int frame = 0; frame < durations[i]; frame++) {
                frames.add(new float[] {i, (frame + 0.5f) / durations[i], (float) Math.log(durations[i])});
            }
        }
        return frames.toArray(float[][]::new);
    }

    @Override
    public String toString() {
        return utterances.size() + " utterances by " + voices.size() + " voices in batches of up to " + batchSize;
    }
}
