package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What the parts need in one step of decoding, and what they leave. */
public interface StepPass {
    /** What computes. */
    RowBackend backend();

    /**
     * Adds this step's keys and values to those of the steps before.
     *
     * @param projected keys and values side by side in the columns from {@code offset} on, one row a sequence; kept as it is
     * @return all that the sequences may look at now
     */
    KeyValues append(INDArray projected, int offset);

    /** Keys and values of the memory. */
    KeyValues memory();

    /** Takes the weights that the step gave the memory, [sequences, memory time]. */
    void attended(INDArray weights);
}
