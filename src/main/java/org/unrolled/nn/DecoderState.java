package org.unrolled.nn;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.kernel.Detached;

/**
 * Where a decoder stands in a number of sequences at once. Each part has one row a sequence; the first is h, of shape
 * [sequences, hidden]. Further parts depend on the decoder: c for LSTM; later the context that is fed back, or the encoded
 * source with its mask.
 */
public record DecoderState(List<INDArray> parts) {
    /** A state of these parts. */
    public static DecoderState of(INDArray... parts) {
        return new DecoderState(List.of(parts));
    }

    /** Number of sequences. */
    public int sequences() {
        return (int) parts.get(0).size(0);
    }

    /** h, shape [sequences, hidden]. */
    public INDArray hidden() {
        return parts.get(0);
    }

    /** The states of the given sequences in that order, repetitions allowed: what beam search needs after each step. */
    public DecoderState select(int... rows) {
        return Detached.get(() -> new DecoderState(parts.stream().map(part -> {
            long[] shape = part.shape();
            var picked = part.reshape(shape[0], part.length() / shape[0]).getRows(rows).dup('c');
            long[] wanted = Arrays.copyOf(shape, shape.length);
            wanted[0] = rows.length;
            return picked.reshape('c', wanted);
        }).toList()));
    }
}
