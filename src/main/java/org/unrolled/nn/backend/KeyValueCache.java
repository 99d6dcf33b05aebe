package org.unrolled.nn.backend;

import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keys and values that sequences look at in one step of decoding, position by position.
 *
 * @param positions number of positions
 * @param arrays    for a position an array in c order with keys and values side by side among its columns
 * @param offset    first of the 2 · size columns of keys and values
 * @param rows      for a sequence and a position the row in the position's array; negative if the sequence doesn't see it
 */
public record KeyValueCache(int positions, IntFunction<INDArray> arrays, int offset, IntBinaryOperator rows) {
    /** The array of a position. */
    public INDArray rows(int position) {
        return arrays.apply(position);
    }

    /** The row of a sequence in it, or a negative number. */
    public int row(int sequence, int position) {
        return rows.applyAsInt(sequence, position);
    }
}
