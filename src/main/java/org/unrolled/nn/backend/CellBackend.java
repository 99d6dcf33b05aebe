package org.unrolled.nn.backend;

import org.nd4j.linalg.api.buffer.DataType;

/** A way to compute cells. */
public interface CellBackend {
    /** Short name for reports and tests: {@code nd4j}, {@code cpu}. */
    String name();

    /** Whether this backend can compute in {@code type} with the ND4J backend that is active. */
    boolean supports(DataType type);

    /**
     * A computation of its own for one layer.
     *
     * @param type  data type of weights and activations
     * @param layer name of the layer, for messages
     */
    Recurrence create(Cell cell, DataType type, String layer);
}
