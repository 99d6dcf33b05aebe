package org.unrolled.nn.backend;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a recurrent layer computed in its last pass, for plots and for finding out what it learned. All arrays are copies
 * of shape [batch, hidden, time], outside any workspace.
 *
 * @param hidden          h after each step (held where masked)
 * @param cellState       c after each step; null for cells without
 * @param gates           activations of the gates by name, see {@link Cell.Kind#gates()}; the candidate is among them
 * @param hiddenGradients dL/dh of each step, through the output and through all later steps; null if the backward pass
 *                        has not run or was not asked to record them
 */
public record RecurrentTrace(INDArray hidden, INDArray cellState, Map<String, INDArray> gates,
                             INDArray hiddenGradients) {
}
