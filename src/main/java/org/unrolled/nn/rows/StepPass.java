package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.KeyValueCache;

/** What the parts need in one step of decoding, and what they leave. */
public interface StepPass {
    /**
     * Adds this step's keys and values to those of the steps before.
     *
     * @param projected keys and values side by side in the columns from {@code offset} on, one row a sequence; kept as it is
     * @return all that the sequences may look at now
     */
    KeyValueCache append(INDArray projected, int offset);

    /** Number of this step, from 0; for a part that counts and remembers nothing else. */
    int position();

    /** Keys and values of the memory. */
    KeyValueCache memory();

    /** Takes the weights that the step gave the memory, [sequences, memory time]. */
    void attended(INDArray weights);
}
