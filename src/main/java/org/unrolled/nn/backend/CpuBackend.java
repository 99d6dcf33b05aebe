package org.unrolled.nn.backend;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Precision;

/** Fused kernels over native memory, for ND4J's CPU backend. */
final class CpuBackend implements CellBackend {
    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public boolean supports(DataType type) {
        return Precision.supports(type) && Nd4j.getEnvironment().isCPU();
    }

    @Override
    public Recurrence create(Cell cell, DataType type, String layer) {
        return Precision.of(type) == Precision.FLOAT ? new FusedRecurrence<>(cell, Lanes.FLOATS, layer)
            : new FusedRecurrence<>(cell, Lanes.DOUBLES, layer);
    }
}
