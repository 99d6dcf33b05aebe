package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.LayerBackend;

/** What computes, where parts find their parameters, and where the gradients of these go. */
public interface Parameters {
    /** What computes. */
    LayerBackend backend();

    /** A parameter by name. */
    INDArray value(String key);

    /** The array that the gradient of a parameter is written to. */
    INDArray gradient(String key);
}
