package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Where parts find their parameters, and where the gradients of these go. */
public interface Parameters {
    /** A parameter by name. */
    INDArray value(String key);

    /** The array that the gradient of a parameter is written to. */
    INDArray gradient(String key);
}
