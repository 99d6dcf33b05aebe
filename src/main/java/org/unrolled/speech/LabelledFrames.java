package org.unrolled.speech;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.audio.Sound;
import org.unrolled.concurrent.Workers;

/**
 * What a recogniser is trained with: features of an utterance and the labels of its transcript.
 *
 * @param name   of the utterance
 * @param frames features, [time][bands]; not copied
 * @param labels numbers of {@link Alphabet} from 1; not copied
 */
public record LabelledFrames(String name, float[][] frames, int[] labels) {
    /** @throws IllegalArgumentException if there is no frame, no label, a label below 1, or frames differ in their number of bands */
    public LabelledFrames {
        Preconditions.checkArgument(frames.length > 0,
                "utterance %s has no frame: it is shorter than a window of its features; leave it out", name);
        Preconditions.checkArgument(labels.length > 0, "utterance %s has an empty transcript: leave it out", name);
        for (int label : labels) {
            Preconditions.checkArgument(label >= 1, "utterance %s has the label %s, expected numbers from 1: 0 is the blank", name, label);
        }
        for (var frame : frames) {
            Preconditions.checkArgument(frame.length == frames[0].length && frame.length > 0,
                    "utterance %s has frames of %s and of %s bands, expected as many in each, at least 1", name, frames[0].length,
                    frame.length);
        }
    }

    /**
     * Features and labels of utterances, on all processors; each sound is asked for once and not kept.
     *
     * @param features makes frames [time][bands] of a sound, whatever thread calls
     * @throws IllegalArgumentException if a transcript has a symbol that the alphabet hasn't, naming utterance and symbol
     */
    public static List<LabelledFrames> of(List<Utterance> utterances, Function<Sound, float[][]> features, Alphabet alphabet) {
        var all = new LabelledFrames[utterances.size()];
        Workers.run(all.length, i -> {
            var utterance = utterances.get(i);
            all[i] = new LabelledFrames(utterance.name(), features.apply(utterance.sound()), alphabet.encode(utterance));
        });
        return List.of(all);
    }

    /**
     * The fewest steps in which a path of connectionist temporal classification can say the labels: one for each, and a blank
     * between two alike (Graves et al. 2006, section 3.1).
     */
    public int needed() {
        return labels.length + (int) IntStream.range(1, labels.length).filter(i -> labels[i] == labels[i - 1]).count();
    }

    /** Whether a network that makes one step of so many frames can say its labels. */
    public boolean isLongEnough(int framesPerStep) {
        Preconditions.checkArgument(framesPerStep >= 1, "framesPerStep is %s, expected at least 1", framesPerStep);
        return frames.length / framesPerStep >= needed();
    }

    /**
     * The same labels with other features.
     *
     * @throws IllegalArgumentException if these are too few for the labels, or have another number of bands
     */
    LabelledFrames with(float[][] other, int framesPerStep) {
        var changed = new LabelledFrames(name, other, labels);
        Preconditions.checkArgument(other[0].length == frames[0].length, "utterance %s had %s bands and has %s now, expected as many", name,
                frames[0].length, other[0].length);
        changed.requireLongEnough(framesPerStep);
        return changed;
    }

    void requireLongEnough(int framesPerStep) {
        Preconditions.checkArgument(isLongEnough(framesPerStep), "utterance %s has %s frames, a step of the network for each %s: %s steps, "
                + "and its %s labels need at least %s. Leave it out (LabelledFrames.isLongEnough tells), or take shorter steps", name,
                frames.length, framesPerStep, frames.length / framesPerStep, labels.length, needed());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelledFrames that && name.equals(that.name) && Arrays.deepEquals(frames, that.frames)
                && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name + ": " + frames.length + " frames of " + frames[0].length + " bands, " + labels.length + " labels";
    }
}
