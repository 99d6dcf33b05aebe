package org.unrolled.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A decoder that goes on by one token: state and vectors in, state and output out, for as many sequences at once as there
 * are rows. Implemented by the runtimes of the vertices between a target's embedding and its output, so that one decoding
 * loop serves them all ({@link TokenDecoder} runs several of them one after the other). Outside training: no dropout, no
 * mask of the target, nothing kept for a backward pass. Not for use by several threads at once.
 */
public interface StepDecoder {
    /**
     * The state before the first token.
     *
     * @param sequences number of sequences
     * @param inputs    what the vertex gets in its graph beside the tokens' vectors, in that order: memory, initial state;
     *                  empty if there is nothing
     * @param masks     masks of {@code inputs}, each [sequences, source time] or null; or null if there are none at all
     */
    DecoderState start(int sequences, INDArray[] inputs, INDArray[] masks);

    /**
     * One step.
     *
     * @param state  where the sequences stand
     * @param inputs vectors of their next tokens, shape [sequences, size]
     */
    Step step(DecoderState state, INDArray inputs);

    /**
     * What a step gives; arrays outside any workspace.
     *
     * @param state     where the sequences stand now
     * @param output    the vertex's output of this step, shape [sequences, size]
     * @param attention weights of the source's positions in this step, shape [sequences, source time], each row a
     *                  distribution with 0 where the source is masked; null if the vertex attends to nothing
     */
    record Step(DecoderState state, INDArray output, INDArray attention) {
    }
}
