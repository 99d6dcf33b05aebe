package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A linear layer with softmax and cross-entropy over integer labels y: logits z = x Wᵀ + b and
 * <pre>
 *   p = softmax(z)      loss = -Σ q log p      q = (1 - ε) · onehot(y) + ε / classes
 * </pre>
 * with label smoothing ε (Szegedy et al. 2016, section 7). Belongs to one layer; not for several threads.
 */
public interface LinearSoftmax {
    /**
     * Losses and gradients.
     *
     * @param in        rows, labels and weights
     * @param smoothing ε of label smoothing
     * @param factors   factor of the gradient of each row
     * @param out       where gradients go
     * @return loss of each row, without its factor; NaN where logits are not finite
     */
    double[] gradients(Rows in, double smoothing, double[] factors, Gradients out);

    /**
     * Losses alone.
     *
     * @param best where the most probable class of each row goes, or null
     */
    double[] losses(Rows in, double smoothing, int[] best);

    /**
     * Probabilities of all classes, or their logarithms; labels are not looked at.
     *
     * @param out shape [rows, classes], c order, overwritten
     * @return the first row whose logits are not finite, or -1
     */
    int probabilities(Rows in, boolean logarithms, INDArray out);

    /**
     * What goes in.
     *
     * @param x       shape [rows, size], c order
     * @param weights shape [classes, size], c order
     * @param bias    length classes, or null
     * @param labels  one class a row
     */
    record Rows(INDArray x, INDArray weights, INDArray bias, int[] labels) {
    }

    /**
     * Where gradients go; each may be null, and is overwritten.
     *
     * @param x       shape [rows, size], c order
     * @param weights shape [classes, size], c order
     * @param add     whether the weights' gradient is added to what is there
     * @param bias    length classes
     */
    record Gradients(INDArray x, INDArray weights, boolean add, INDArray bias) {
    }
}
