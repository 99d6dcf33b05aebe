package org.unrolled.nn.backend;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A recurrent decoder with attention and input feeding (Luong, Pham and Manning 2015, section 3.3): what goes into step t
 * is x_t W + y_{t-1} F, where y is the output of the attention after the state of each step, y_{-1} = 0.
 */
public interface InputFeeding {
    /**
     * Forward pass over all steps.
     *
     * @param in      vectors of the tokens, mask, initial state and recurrent dropout; dense and forwards. Where the mask
     *                is 0 the state is held, and output and what is fed to the next step are zeros
     * @param source  the memory and its mask
     * @param dropout factors on the output, and so on what is fed back, shape of {@code out}, time-major; or null
     * @param out     y of all steps, shape [batch, outputSize, time], overwritten
     * @param keep    whether {@link #backward} will be asked for
     * @throws NotFiniteException       if NaN or infinity came up
     * @throws IllegalArgumentException if all of an example's memory is masked
     */
    void forward(FeedingWeights weights, Sequence in, Source source, INDArray dropout, INDArray out, boolean keep);

    /**
     * Backward pass through the last {@link #forward}, whose arrays must be unchanged.
     *
     * @param given     dL/d(out)
     * @param gradients overwritten
     * @param input     gradient of the tokens' vectors, overwritten
     * @param memory    gradient of the memory, overwritten
     * @return gradients of the initial states, each null where the forward pass was given null
     */
    Recurrence.State backward(INDArray given, FeedingWeights gradients, INDArray input, INDArray memory);

    /** Weights of the last pass, see {@link ScoredAttention#weights}. */
    INDArray attention();

    /**
     * One step, outside training.
     *
     * @param x        vectors of the tokens, shape [sequences, inputSize]
     * @param before   the state before this step
     * @param fed      output of the step before, shape [sequences, outputSize]
     * @param prepared what {@link ScoredAttention#prepare} gave
     * @param rows     which row of it each sequence attends to
     */
    FedStep step(FeedingWeights weights, INDArray x, Recurrence.State before, INDArray fed, List<INDArray> prepared, int[] rows);

    /**
     * The weights, or their gradients.
     *
     * @param cell      the cell's, for the tokens' vectors and the state
     * @param feed      F, shape [outputSize, gates · hiddenSize], f order
     * @param attention the attention's
     */
    record FeedingWeights(CellWeights cell, INDArray feed, AttentionWeights attention) {
    }

    /**
     * What is attended to.
     *
     * @param memory shape [batch, memory, memory time], any strides
     * @param mask   shape [batch, memory time], or null
     */
    record Source(INDArray memory, INDArray mask) {
    }

    /**
     * What a step gives, outside any workspace.
     *
     * @param state   after the step
     * @param output  y, shape [sequences, outputSize]
     * @param weights of the attention, shape [sequences, memory time]
     */
    record FedStep(Recurrence.State state, INDArray output, INDArray weights) {
    }
}
