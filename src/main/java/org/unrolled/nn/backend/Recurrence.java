package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The computation of one cell over whole sequences. An object belongs to one layer: it keeps its buffers from batch to
 * batch, and between {@link #forward} and {@link #backward} what the backward pass needs. Not for use by several threads
 * at once; different objects are independent.
 */
public interface Recurrence {
    /**
     * Forward pass over all steps.
     *
     * @param weights the cell's weights
     * @param in      the batch
     * @param out     h of all steps, shape [batch, hidden, time], overwritten; fast if its memory is time-major, as
     *                {@code Nd4j.create(type, new long[] {time, batch, hidden}, 'c').permute(1, 2, 0)}, or some of the
     *                features of such an array
     * @param keep    whether {@link #backward} or {@link #trace} will be asked for
     * @throws NotFiniteException if NaN or infinity came up
     */
    default void forward(CellWeights weights, Sequence in, INDArray out, boolean keep) {
        forwardPass(weights, in, out, keep).run();
    }

    /** {@link #forward} in pieces: nothing of it has run. */
    DividedPass<Void> forwardPass(CellWeights weights, Sequence in, INDArray out, boolean keep);

    /** h after the last step of the last {@link #forward}, shape [batch, hidden]; a new array outside any workspace. */
    INDArray lastHidden();

    /** c after the last step, shape [batch, hidden]; a new array outside any workspace; null for cells without. */
    INDArray lastCellState();

    /**
     * Backward pass through the last {@link #forward}; the weights and the input of that pass must be unchanged.
     *
     * @param given         gradients that come in
     * @param gradients     gradients of the weights, overwritten
     * @param inputGradient gradient of the input, shape [batch, features, time], overwritten; fast if time-major; or
     *                      null if nobody needs it (always for token ids)
     * @return gradients of the initial states, each null where the forward pass was given null
     */
    default State backward(Given given, CellWeights gradients, INDArray inputGradient) {
        return backwardPass(given, gradients, inputGradient).run();
    }

    /** {@link #backward} in pieces: nothing of it has run. */
    DividedPass<State> backwardPass(Given given, CellWeights gradients, INDArray inputGradient);

    /**
     * What the last pass computed, step by step. Costs nothing before it is called, except that
     * {@code recordGradients} must have been set for the gradients.
     */
    RecurrentTrace trace();

    /** Whether {@link #backward} keeps dL/dh of each step for {@link #trace}. Off at first. */
    void recordGradients(boolean record);

    /**
     * Gradients that come into a backward pass.
     *
     * @param out       dL/d(out), shape [batch, hidden, time], any strides; or null for zeros
     * @param hidden    dL/dh after the last step, beyond what {@code out} says, shape [batch, hidden], or null
     * @param cellState dL/dc after the last step, shape [batch, hidden], or null
     */
    record Given(INDArray out, INDArray hidden, INDArray cellState) {
    }

    /**
     * Hidden and cell state, or their gradients, each of shape [batch, hidden], outside any workspace.
     *
     * @param cellState null for cells without
     */
    record State(INDArray hidden, INDArray cellState) {
    }
}
