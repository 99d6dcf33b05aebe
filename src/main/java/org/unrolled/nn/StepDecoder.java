package org.unrolled.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A decoder that goes on by one token: state and vectors in, state and output out, for as many sequences at once as there
 * are rows. Implemented by the runtimes of decoder vertices, so that one decoding loop serves them all. Outside training:
 * no dropout, no masks, nothing kept for a backward pass. Not for use by several threads at once.
 */
public interface StepDecoder {
    /**
     * The state before the first token.
     *
     * @param inputs what the vertex gets in its graph beside the tokens, in that order; none for a state of zeros, which
     *               then needs {@code sequences}
     * @param sequences number of sequences
     */
    DecoderState start(int sequences, INDArray... inputs);

    /**
     * One step.
     *
     * @param state  where the sequences stand
     * @param inputs vectors of their next tokens, shape [sequences, size]
     */
    Step step(DecoderState state, INDArray inputs);

    /**
     * What a step gives.
     *
     * @param state  where the sequences stand now
     * @param output the vertex's output of this step, shape [sequences, hidden]
     */
    record Step(DecoderState state, INDArray output) {
    }
}
