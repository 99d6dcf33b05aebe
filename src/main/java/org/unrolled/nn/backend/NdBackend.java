package org.unrolled.nn.backend;

import org.nd4j.linalg.api.buffer.DataType;

/** Plain ND4J operations: slow and simple; runs wherever ND4J runs, and is the oracle for the other backends. */
final class NdBackend implements CellBackend {
    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public boolean supports(DataType type) {
        return type.isFPType();
    }

    @Override
    public Recurrence create(Cell cell, DataType type, String layer) {
        return new NdRecurrence(cell, type, layer);
    }
}
