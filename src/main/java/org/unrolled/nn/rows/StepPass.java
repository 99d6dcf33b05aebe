package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What the parts need in one step of decoding, and what they leave. */
public interface StepPass {
    /** What computes. */
    RowBackend backend();

    /**
     * Adds this step's keys and values to those of the steps before.
     *
     * @param keysAndValues shape [sequences, 2 · size]
     * @return all that the sequences may look at now
     */
    KeyValues append(INDArray keysAndValues);

    /** Keys and values of the memory. */
    KeyValues memory();

    /** Takes the weights that the step gave the memory, [sequences, memory time]. */
    void attended(INDArray weights);
}
