package org.unrolled.train;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;

/**
 * All that a training needs to go on as if it had never stopped. The schedule and early stopping are functions of the step
 * and of past validations, so these are their state.
 *
 * @param model      names, shapes and types of the network's parameters
 * @param updaters   the updaters' kinds and over how many parameters; null in a file that doesn't say
 * @param vocabulary what the caller gave as the vocabulary's fingerprint; empty if nothing
 * @param seed       seed of the steps
 * @param position   how far the training is
 * @param scores     values of the validations until now
 * @param parameters all parameters, flat
 * @param updater    the updater's state, flat; null if it has none
 * @param best       parameters of the best validation; null if they aren't kept
 * @param carried    recurrent state in the midst of an epoch, a map for each recurrent layer; empty without
 */
record Checkpoint(List<String> model, List<String> updaters, String vocabulary, long seed, Position position,
                  List<Score> scores, INDArray parameters, INDArray updater, INDArray best,
                  List<Map<String, INDArray>> carried) {
    private static final String MAGIC = "unrolled checkpoint 2";
    /** Of the files without the updaters' kinds, and with hash codes for vocabularies. */
    private static final String FIRST = "unrolled checkpoint 1";
    private static final String WEAK = " with the hash";

    /**
     * How far a training is.
     *
     * @param step       updates made
     * @param epoch      epochs completed
     * @param batch      batches of the running epoch that are done
     * @param lossSum    sum of the losses of this epoch, or of the last one at its end
     * @param lossCount  how many these are
     * @param seconds    time in steps
     * @param iterations DL4J's count of updates
     * @param epochCount DL4J's count of epochs
     */
    record Position(int step, int epoch, int batch, double lossSum, int lossCount, double seconds, int iterations,
                    int epochCount) {
    }

    /** What a validation gave after so many steps. */
    record Score(int step, double value) {
    }

    /** Writes all, a checksum last. */
    void write(OutputStream out) throws IOException {
        var checked = new CheckedOutputStream(out, new CRC32C());
        var data = new DataOutputStream(checked);
        data.writeUTF(MAGIC);
        write(model, data);
        write(updaters, data);
        data.writeUTF(vocabulary);
        data.writeLong(seed);
        data.writeInt(position.step);
        data.writeInt(position.epoch);
        data.writeInt(position.batch);
        data.writeDouble(position.lossSum);
        data.writeInt(position.lossCount);
        data.writeDouble(position.seconds);
        data.writeInt(position.iterations);
        data.writeInt(position.epochCount);
        data.writeInt(scores.size());
        for (var score : scores) {
            data.writeInt(score.step);
            data.writeDouble(score.value);
        }
        write(parameters, data);
        write(updater, data);
        write(best, data);
        data.writeInt(carried.size());
        for (var layer : carried) {
            data.writeInt(layer.size());
            for (var entry : new TreeMap<>(layer).entrySet()) {
                data.writeUTF(entry.getKey());
                write(entry.getValue(), data);
            }
        }
        data.writeLong(checked.getChecksum().getValue());
        data.flush();
    }

    private static void write(List<String> lines, DataOutputStream data) throws IOException {
        data.writeInt(lines.size());
        for (var line : lines) {
            data.writeUTF(line);
        }
    }

    private static void write(INDArray array, DataOutputStream data) throws IOException {
        data.writeBoolean(array != null);
        if (array != null) {
            Nd4j.write(array, data);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws CheckpointException if the file is no checkpoint, is cut short or altered
     * @throws IOException         if it can't be read
     */
    static Checkpoint read(Path file) throws IOException {
        long size = Files.size(file);
        verify(file, size);
        try (var data = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            boolean first = data.readUTF().equals(FIRST);
            var model = lines(data);
            var updaters = first ? null : lines(data);
            var vocabulary = data.readUTF();
            long seed = data.readLong();
            var position = new Position(data.readInt(), data.readInt(), data.readInt(), data.readDouble(), data.readInt(),
                data.readDouble(), data.readInt(), data.readInt());
            var scores = new ArrayList<Score>();
            for (int i = data.readInt(); i > 0; i--) {
                scores.add(new Score(data.readInt(), data.readDouble()));
            }
            return new Checkpoint(model, updaters, vocabulary, seed, position, scores, array(data), array(data), array(data),
                carried(data));
        }
    }

    private static List<String> lines(DataInputStream data) throws IOException {
        var lines = new ArrayList<String>();
        for (int i = data.readInt(); i > 0; i--) {
            lines.add(data.readUTF());
        }
        return lines;
    }

    /** Holds all bytes against the checksum first, so that no damaged length is ever believed. */
    private static void verify(Path file, long size) throws IOException {
        try (var checked = new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32C());
             var data = new DataInputStream(checked)) {
            byte[] magic = data.readNBytes(MAGIC.length() + 2);
            if (magic.length < 2 || !List.of(MAGIC, FIRST).contains(new String(magic, 2, magic.length - 2,
                StandardCharsets.UTF_8))) {
                throw new CheckpointException(file + " is not a checkpoint: it doesn't begin with '" + MAGIC + "'");
            }
            long left = size - magic.length - Long.BYTES;
            while (left > 0) {
                long skipped = checked.skip(left);
                if (skipped <= 0) {
                    break;
                }
                left -= skipped;
            }
            long expected = checked.getChecksum().getValue();
            if (left != 0 || size < magic.length + Long.BYTES || data.readLong() != expected) {
                throw new CheckpointException(file + " is cut short or damaged: its " + size
                    + " bytes don't match their checksum");
            }
        }
    }

    private static INDArray array(DataInputStream data) throws IOException {
        if (!data.readBoolean()) {
            return null;
        }
        var scope = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        try {
            return Nd4j.read(data);
        } finally {
            scope.close();
        }
    }

    private static List<Map<String, INDArray>> carried(DataInputStream data) throws IOException {
        var layers = new ArrayList<Map<String, INDArray>>();
        for (int i = data.readInt(); i > 0; i--) {
            var layer = new TreeMap<String, INDArray>();
            for (int j = data.readInt(); j > 0; j--) {
                layer.put(data.readUTF(), array(data));
            }
            layers.add(layer);
        }
        return layers;
    }

    /** What the learner is now. */
    static Checkpoint of(Learner learner, String vocabulary, long seed, Position position, List<Score> scores, INDArray best,
                         boolean carry) {
        return new Checkpoint(learner.shape(), learner.updaters(), vocabulary, seed, position, scores, learner.parameters(),
            learner.updaterState(), best, carry && position.batch > 0 ? learner.carriedState() : List.of());
    }

    /**
     * Puts parameters, updater and counts into the learner.
     *
     * @throws CheckpointException if they are those of another model, updater, vocabulary or seed
     */
    void restore(Learner learner, String vocabulary, long seed, Path file) {
        var shape = learner.shape();
        if (!shape.equals(model)) {
            int i = 0;
            while (i < Math.min(shape.size(), model.size()) && shape.get(i).equals(model.get(i))) {
                i++;
            }
            throw new CheckpointException(file + " belongs to another model: its parameter " + line(model, i)
                + " stands where the network has " + line(shape, i) + ". Build the network with the settings that it was"
                + " trained with, give another folder, or start over with resume(false)");
        }
        if (!vocabulary.equals(this.vocabulary) && !(updaters == null && this.vocabulary.contains(WEAK))) {
            throw new CheckpointException(file + " was written with another vocabulary: '" + this.vocabulary
                + "', this training has '" + vocabulary + "'. Load the vocabulary that was saved with it, give another folder,"
                + " or start over with resume(false)");
        }
        if (seed != this.seed) {
            throw new CheckpointException(file + " was written by a training with seed " + this.seed + ", this one has "
                + seed + ": give the same seed, another folder, or start over with resume(false)");
        }
        var state = learner.updaterState();
        if (updaters != null && !updaters.equals(learner.updaters()) || length(state) != length(updater)) {
            throw new CheckpointException(file + " was written with the updater " + (updaters == null ? "of an unknown kind"
                : String.join(", ", updaters)) + " and its state of " + length(updater) + " numbers, this network has "
                + String.join(", ", learner.updaters()) + " with " + length(state) + ": build the network with the updater"
                + " that it was trained with, give another folder, or start over with resume(false)");
        }
        Detached.run(() -> {
            learner.parameters().assign(parameters);
            if (state != null) {
                state.assign(updater);
            }
        });
        learner.counts(position.iterations, position.epochCount);
        learner.clearCarriedState();
        if (!carried.isEmpty()) {
            learner.carriedState(carried);
        }
    }

    /** What could not be compared, in words; empty if everything was. */
    String unchecked() {
        return updaters != null ? "" : "it is of an earlier version of this library, which kept neither the updater's kind nor"
            + " what is in the vocabulary: whether both are those that it was trained with was not checked";
    }

    private static String line(List<String> lines, int i) {
        return i < lines.size() ? lines.get(i) : "(none)";
    }

    private static long length(INDArray array) {
        return array == null ? 0 : array.length();
    }
}
