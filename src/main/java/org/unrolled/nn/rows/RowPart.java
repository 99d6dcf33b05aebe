package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A part of a network over rows [rows, size]. A part keeps what its way back needs, and its input, which therefore must not
 * change until then; its output it doesn't need again. Not for several threads at once.
 */
public interface RowPart {
    /**
     * The way forward.
     *
     * @param out overwritten
     */
    void forward(RowPass pass, INDArray x, INDArray out);

    /**
     * The way back of the last pass; the gradients of the parameters go where {@link Parameters} says.
     *
     * @param dx      gradient of the input, overwritten
     * @param dMemory gradient of the pass's memory, overwritten by parts that look at it
     */
    void backward(INDArray dOut, INDArray dx, INDArray dMemory);

    /** Whether it attends, so that each sentence needs a step to look at. */
    default boolean attends() {
        return false;
    }

    /** Weights of the last pass, [batch, heads, query time, key time], in a new array; null before any, and if it has none. */
    default INDArray lastWeights() {
        return null;
    }

    /**
     * One step of decoding: one row a sequence, no dropout, nothing kept.
     *
     * @return a new array
     */
    INDArray step(StepPass pass, INDArray x);
}
