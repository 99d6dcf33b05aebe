package org.unrolled.nn.rows;

import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.LayerBackend;

/**
 * What parts are made of.
 *
 * @param backend   what computes
 * @param values    the parameters by name
 * @param gradients the arrays that their gradients are written to, by name
 */
public record Parameters(LayerBackend backend, Function<String, INDArray> values, Function<String, INDArray> gradients) {
    INDArray value(String key) {
        return values.apply(key);
    }

    INDArray gradient(String key) {
        return gradients.apply(key);
    }
}
