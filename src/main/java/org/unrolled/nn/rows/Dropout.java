package org.unrolled.nn.rows;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.LayerBackend;

/** Inverted dropout (Srivastava et al. 2014): one random mask a pass. */
public final class Dropout {
    private final double keep;
    private final RowBuffer buffer = new RowBuffer();
    private INDArray mask;

    /** @param keep probability of keeping an activation; 1 for no dropout */
    public Dropout(double keep) {
        this.keep = keep;
    }

    /** Draws the mask of this pass, [rows, size]; null outside training and without dropout. */
    public INDArray draw(LayerBackend backend, boolean training, DataType type, long rows, long size) {
        mask = null;
        if (training && keep < 1) {
            mask = buffer.rows(type, rows, size);
            backend.dropoutMask(keep, mask);
        }
        return mask;
    }

    /** The mask of the last pass, or null. */
    public INDArray mask() {
        return mask;
    }
}
