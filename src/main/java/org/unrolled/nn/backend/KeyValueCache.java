package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Keys and values that sequences look at in one step of decoding, position by position. */
public interface KeyValueCache {
    /** Number of positions. */
    int positions();

    /** An array in c order with keys and values side by side among its columns, and among its rows those of a position. */
    INDArray rows(int position);

    /** First of the 2 · size columns of keys and values. */
    int offset();

    /** The row of a sequence in {@link #rows}; negative if the sequence doesn't see this position. */
    int row(int sequence, int position);
}
