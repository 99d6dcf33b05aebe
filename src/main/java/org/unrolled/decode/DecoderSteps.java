package org.unrolled.decode;

import org.unrolled.nn.DecoderState;
import org.unrolled.nn.TokenDecoder;

/** The steps of a network. */
record DecoderSteps(TokenDecoder decoder) implements StepModel<DecoderState> {
    @Override
    public int vocabularySize() {
        return decoder.vocabularySize();
    }

    @Override
    public int sequences(DecoderState state) {
        return state.sequences();
    }

    @Override
    public Step<DecoderState> step(DecoderState state, int... tokens) {
        var step = decoder.step(state, tokens);
        return new Step<>(step.state(), step.logProbabilities(), step.attention());
    }

    @Override
    public DecoderState select(DecoderState state, int... rows) {
        return state.select(rows);
    }
}
