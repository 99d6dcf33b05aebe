package org.unrolled.nn;

import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * The final state of an encoder as one row a sequence, for a dense "bridge" or straight into a {@link RecurrentDecoder};
 * gradients flow back into the encoder.
 *
 * <p>Input: the output of a recurrent layer, [batch, size, time]. Output: h after the last step that the mask leaves
 * in, [batch, size]. Of a bidirectional encoder that concatenates, with {@link Builder#bidirectional}, the first half of the
 * features is taken from the last step, where the forward direction ends, and the second half from the first, where the
 * backward direction ends. With {@link Builder#cellStateOf} the cell state of that {@link Lstm} layer follows: [h, c], or
 * [h forward, h backward, c forward, c backward]. The layer has to be the one whose output is the input.
 */
public final class FinalState extends TrainedVertex<FinalState.Settings> {
    /**
     * @param bidirectional whether the second half of the features ends at the first step
     * @param cellStateOf   name of the layer whose cell state is given too, or null
     */
    record Settings(boolean bidirectional, String cellStateOf) {
    }

    private FinalState() {
        super(new Settings(false, null), 1, 1);
    }

    /** A new builder: h of a one-way encoder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    TrainedGraphVertex vertex(VertexPlace place) {
        return new FinalStateVertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        if (!(inputs[0] instanceof InputType.InputTypeRecurrent sequence)) {
            throw new IllegalArgumentException("the final state is that of a sequence [batch, size, time], given "
                + inputs[0]);
        }
        return InputType.feedForward(sequence.getSize() * (settings().cellStateOf == null ? 1 : 2));
    }

    @Override
    public String toString() {
        return "FinalState(bidirectional=" + settings().bidirectional + ", cellStateOf=" + settings().cellStateOf + ")";
    }

    /** Settings of a final state; none has to be set. */
    public static final class Builder extends SettingsBuilder<FinalState, Settings, Builder> {
        private Builder() {
            super(new FinalState());
        }

        /** Whether the encoder's output is both directions side by side; false unless set. */
        public Builder bidirectional(boolean both) {
            return set("bidirectional", both);
        }

        /** Also gives the cell state of the LSTM layer of this name. */
        public Builder cellStateOf(String layer) {
            return set("cellStateOf", layer);
        }
    }
}
