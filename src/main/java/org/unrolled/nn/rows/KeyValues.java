package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Keys and values that sequences look at in one step of decoding, position by position. */
public interface KeyValues {
    /** Number of positions. */
    int positions();

    /** Keys and values side by side, shape [any, 2 · size], c order, among which those of a position are. */
    INDArray rows(int position);

    /** The row of a sequence in {@link #rows}; negative if the sequence doesn't see this position. */
    int row(int sequence, int position);
}
