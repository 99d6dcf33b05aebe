package org.unrolled.nn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.Backends;

/**
 * Where a decoder stands in a number of sequences at once. Immutable; begin with {@link #empty} or {@link #of}.
 *
 * @param sequences number of sequences
 * @param parts     what changes from step to step, each of shape [sequences, ...]: h for a recurrent cell, c for an LSTM, the
 *                  vector that is fed back
 * @param shared    what every step reads and none changes, the encoded source above all
 * @param rows      which row of the shared arrays belongs to which sequence, so that the many hypotheses of a beam search share
 *                  one copy
 * @param history   what {@link #remembering} put aside
 * @param links     states of decoders that follow one another; empty for one decoder alone
 */
public record DecoderState(int sequences, List<INDArray> parts, List<INDArray> shared, int[] rows, List<INDArray> history,
                           List<DecoderState> links) {
    /**
     * A state of these parts.
     *
     * @param parts at least one, each of shape [sequences, ...]
     * @throws IllegalArgumentException if they disagree about the number of sequences
     */
    public static DecoderState of(INDArray... parts) {
        Preconditions.checkArgument(parts.length != 0, "a state without parts: use DecoderState.empty(sequences)");
        return empty((int) parts[0].size(0)).with(parts);
    }

    /** The state of something that remembers nothing from step to step. */
    public static DecoderState empty(int sequences) {
        return new DecoderState(sequences, List.of(), List.of(), IntStream.range(0, sequences).toArray(), List.of(),
            List.of());
    }

    /**
     * The state of decoders that follow one another.
     *
     * @param links their states in that order, at least one, all of as many sequences
     */
    public static DecoderState chain(List<DecoderState> links) {
        int sequences = links.get(0).sequences;
        if (links.stream().anyMatch(link -> link.sequences != sequences)) {
            throw new IllegalArgumentException("states of " + links.stream().map(DecoderState::sequences).toList()
                + " sequences make no chain: all need as many");
        }
        return new DecoderState(sequences, List.of(), List.of(), IntStream.range(0, sequences).toArray(), List.of(),
            List.copyOf(links));
    }

    /** The state after a step: new parts (none if nothing is remembered), what is shared as it was. */
    public DecoderState with(INDArray... newParts) {
        require("a part of a state of ", newParts);
        return new DecoderState(sequences, List.of(newParts), shared, rows, history, links);
    }

    private void require(String what, INDArray... arrays) {
        for (var array : arrays) {
            if (array.size(0) != sequences) {
                throw new IllegalArgumentException(what + sequences + " sequences has shape " + Arrays.toString(array.shape())
                    + ": expected " + sequences + " rows");
            }
        }
    }

    /**
     * The same state with arrays that all steps read and none changes.
     *
     * @param arrays each of shape [sequences, ...]; row i belongs to sequence i
     */
    public DecoderState sharing(INDArray... arrays) {
        require("an array shared by the steps of ", arrays);
        return new DecoderState(sequences, parts, List.of(arrays), IntStream.range(0, sequences).toArray(), history,
            links);
    }

    /**
     * The same state with arrays that earlier steps left for all later ones, such as keys and values: of any number of rows,
     * which the state's parts refer to by number. Selecting sequences leaves them as they are.
     */
    public DecoderState remembering(List<INDArray> arrays) {
        return new DecoderState(sequences, parts, shared, rows, List.copyOf(arrays), links);
    }

    /** The first part: h of a recurrent decoder, shape [sequences, hidden]. */
    public INDArray hidden() {
        return parts.get(0);
    }

    /**
     * The states of the given sequences in that order, repetitions allowed: what beam search needs after each step. Parts
     * are copied, shared arrays are not.
     */
    public DecoderState select(int... wanted) {
        for (int row : wanted) {
            if (row < 0 || row >= sequences) {
                throw new IllegalArgumentException("there is no sequence " + row + " in a state of " + sequences
                    + ": rows wanted were " + Arrays.toString(wanted));
            }
        }
        return Detached.get(() -> new DecoderState(wanted.length, parts.stream().map(part -> pick(part, wanted)).toList(),
            shared, Arrays.stream(wanted).map(row -> rows[row]).toArray(), history,
            links.stream().map(link -> link.select(wanted)).toList()));
    }

    /**
     * States of the same decoder as one, their sequences in that order.
     *
     * @param states at least one
     * @return null if one of several shares arrays, remembers some, or has links: their rows are numbered for that state alone; or if
     *         their parts differ in number
     */
    public static DecoderState join(List<DecoderState> states) {
        var first = states.get(0);
        if (states.size() == 1) {
            return first;
        }
        if (states.stream().anyMatch(state -> !(state.shared.isEmpty() && state.history.isEmpty() && state.links.isEmpty())
            || state.parts.size() != first.parts.size())) {
            return null;
        }
        return Detached.get(() -> empty(states.stream().mapToInt(DecoderState::sequences).sum()).with(IntStream.range(0, first.parts.size())
            .mapToObj(i -> Nd4j.concat(0, states.stream().map(state -> state.parts.get(i)).toArray(INDArray[]::new)))
            .toArray(INDArray[]::new)));
    }

    private static INDArray pick(INDArray part, int[] wanted) {
        long[] shape = part.shape().clone();
        long size = part.length() / shape[0];
        var table = (TimeMajor.contiguous(part) ? part : part.dup('c')).reshape('c', shape[0], size);
        shape[0] = wanted.length;
        if (part.dataType() == DataType.INT32) {
            int[] numbers = table.dup('c').data().asInt();
            int[] picked = new int[(int) (wanted.length * size)];
            for (int i = 0; i < wanted.length; i++) {
                System.arraycopy(numbers, (int) (wanted[i] * size), picked, (int) (i * size), (int) size);
            }
            return Nd4j.createFromArray(picked).reshape('c', shape);
        }
        var picked = Nd4j.createUninitialized(part.dataType(), shape, 'c');
        // ND4J's own getRows takes a hundred times as long.
        Backends.choose(part.dataType()).gather(table, wanted, picked.reshape('c', wanted.length, size));
        return picked;
    }

    @Override
    public String toString() {
        return "DecoderState(" + sequences + " sequences" + (links.isEmpty() ? "" : ", " + links.size() + " links") + ")";
    }
}
