package org.unrolled.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer at work whose final cell state others may read, and send a gradient to. */
interface CarriesCellState {
    /** c after the last step of the last pass, shape [batch, hidden], directions side by side; null without. */
    INDArray finalCellState();

    /** Gradient of the final cell state, for the next backward pass only; added to what it was given before. */
    void finalCellStateGradient(INDArray gradient);
}
