package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A part that attends. */
public sealed interface AttendingPart extends RowPart permits SelfAttention, CrossAttention {
    @Override
    default boolean attends() {
        return true;
    }

    /** Weights of the last pass, [batch, heads, query time, key time], in a new array; null before any pass. */
    INDArray lastWeights();
}
