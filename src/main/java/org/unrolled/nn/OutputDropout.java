package org.unrolled.nn;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.LayerBackend;

/** Inverted dropout on a vertex's output, as factors that its kernel multiplies by; see {@link FusedDropout}. */
final class OutputDropout {
    private final double keep;
    private INDArray factors;

    /** @param keep probability of keeping a number; 1 for no dropout */
    OutputDropout(double keep) {
        this.keep = keep;
    }

    /** Factors of a pass, shape [batch, size, time] and time-major; null without dropout. Valid until the next pass. */
    INDArray factors(LayerBackend backend, boolean training, DataType type, long batch, long size, long time) {
        if (!training || keep == 1) {
            return null;
        }
        if (factors == null || factors.dataType() != type || factors.size(0) != time || factors.size(1) != batch) {
            factors = Detached.get(() -> Nd4j.createUninitialized(type, new long[] {time, batch, size}, 'c'));
        }
        backend.dropoutMask(keep, factors);
        return TimeMajor.sequence(factors);
    }
}
