package org.unrolled.nn.rows;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.LayerBackend;

/**
 * Inverted dropout (Srivastava et al. 2014): one random mask a pass. The one convention for dropout in layers and vertices is
 * DL4J's: {@code dropOut} is the probability of <b>keeping</b> a number in training, 1 for no dropout. (Models have
 * {@code dropout}, the probability of dropping one.)
 */
public final class Dropout {
    private final LayerBackend backend;
    private final double keep;
    private final RowBuffer buffer = new RowBuffer();
    private INDArray mask;

    /** @param keep probability of keeping an activation; 1 for no dropout */
    public Dropout(LayerBackend backend, double keep) {
        this.backend = backend;
        this.keep = keep;
    }

    /** @throws IllegalArgumentException unless {@code keep} is above 0 and at most 1 */
    public static double checked(double keep) {
        if (!(keep > 0 && keep <= 1)) {
            throw new IllegalArgumentException("dropout needs the probability of keeping an activation, above 0 and at most"
                + " 1; given " + keep);
        }
        return keep;
    }

    /** Draws the mask of this pass, [rows, size]; null outside training and without dropout. */
    public INDArray draw(boolean training, DataType type, long rows, long size) {
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
