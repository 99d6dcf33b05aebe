package org.unrolled.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Sequences of different lengths as batches. Short ones are filled up with id 0 at their ends, and masks say which steps are
 * real. Sequences of similar length share a batch, so that little is filled up; which of equal length come together, and the
 * order of the batches, is drawn anew for each epoch.
 *
 * <p>Each batch is a {@link DataSet}: features ids [batch, time], labels ids [batch, time], both masks [batch, time] with 1
 * for a real step and 0 for a filled-up one. Time is the length of the batch's longest sequence; the last batch in order of
 * length may have fewer sequences.
 *
 * @param inputs ids, one array a sequence
 * @param labels ids, as many as the sequence has steps
 */
public record PaddedBatches(List<int[]> inputs, List<int[]> labels, int batchSize, long seed) {
    /** @throws IllegalArgumentException naming the first sequence that is empty, has a negative id, or whose labels don't fit */
    public PaddedBatches {
        Preconditions.checkArgument(batchSize >= 1, "batchSize is %s, expected at least 1", batchSize);
        Preconditions.checkArgument(!inputs.isEmpty() && inputs.size() == labels.size(), "there are %s input sequences and "
                + "%s label sequences, expected at least one and as many of each", inputs.size(), labels.size());
        for (int i = 0; i < inputs.size(); i++) {
            Preconditions.checkArgument(inputs.get(i).length != 0,
                    "sequence %s is empty, expected at least one step: leave it out", i);
            Preconditions.checkArgument(inputs.get(i).length == labels.get(i).length, "sequence %s has %s inputs and %s "
                    + "labels, expected one label a step", i, inputs.get(i).length, labels.get(i).length);
            requireIds(inputs.get(i), "input", i);
            requireIds(labels.get(i), "label", i);
        }
        inputs = List.copyOf(inputs);
        labels = List.copyOf(labels);
    }

    /** Batches of inputs with one label a step. */
    public static PaddedBatches of(List<int[]> inputs, List<int[]> labels, int batchSize, long seed) {
        return new PaddedBatches(inputs, labels, batchSize, seed);
    }

    /**
     * Batches in which each step's label is the symbol that follows, so each sequence needs two symbols: inputs are all but the
     * last, labels all but the first.
     */
    public static PaddedBatches nextSymbol(List<int[]> sequences, int batchSize, long seed) {
        for (int i = 0; i < sequences.size(); i++) {
            Preconditions.checkArgument(sequences.get(i).length >= 2, "sequence %s has %s symbols, expected at least two: "
                    + "one to read and one to predict", i, sequences.get(i).length);
        }
        return of(sequences.stream().map(ids -> Arrays.copyOf(ids, ids.length - 1)).toList(),
                sequences.stream().map(ids -> Arrays.copyOfRange(ids, 1, ids.length)).toList(), batchSize, seed);
    }

    /** How many batches an epoch has. */
    public int batches() {
        return (inputs.size() + batchSize - 1) / batchSize;
    }

    /** How many real steps an epoch has. */
    public long steps() {
        return inputs.stream().mapToLong(ids -> ids.length).sum();
    }

    /** The share of steps in an epoch that are filled up, 0 to below 1. */
    public double paddedShare() {
        return Padding.share(sequences(0), List.of(inputs));
    }

    /** All batches of an epoch, from 0; every sequence comes once. The same seed and epoch give the same batches. */
    public Iterable<DataSet> epoch(int epoch) {
        var batches = sequences(epoch);
        return () -> batches.stream().map(this::dataSet).iterator();
    }

    /**
     * For each batch of {@link #epoch} the places, row by row, of its sequences in the lists that were given: for what else is
     * known of a sequence, such as its class.
     */
    public List<List<Integer>> sequences(int epoch) {
        return Padding.groups(inputs.size(), batchSize, Comparator.comparingInt(i -> inputs.get(i).length),
                Padding.random(seed, epoch));
    }

    @Override
    public String toString() {
        return batches() + " batches of up to " + batchSize + " sequences";
    }

    private DataSet dataSet(List<Integer> batch) {
        var read = Padding.rows(batch.stream().map(inputs::get).toList(), 0, 0);
        var said = Padding.rows(batch.stream().map(labels::get).toList(), 0, 0);
        return new DataSet(read[0], said[0], read[1], said[1]);
    }

    private static void requireIds(int[] ids, String what, int sequence) {
        for (int t = 0; t < ids.length; t++) {
            Preconditions.checkArgument(ids[t] >= 0,
                    "sequence %s has the %s %s at step %s, expected ids from 0", sequence, what, ids[t], t);
        }
    }
}
