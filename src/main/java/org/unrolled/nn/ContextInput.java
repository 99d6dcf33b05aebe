package org.unrolled.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Puts one vector a sequence beside the input of each of its steps: the context c that the decoder of Cho et al. (2014,
 * section 2.2) reads at every step, y[b, :, t] = [x[b, :, t], c[b, :]].
 *
 * <p>Inputs: a sequence [batch, size, time] and the context [batch, contextSize]. Output [batch, size + contextSize, time].
 * The context's gradient is the sum over the steps. It can stand in the chain that {@link TokenDecoder} walks.
 */
public final class ContextInput extends TrainedVertex<ContextInput.Settings> {
    /** There are none. */
    record Settings() {
    }

    /** It has no settings. */
    public ContextInput() {
        super(new Settings(), 2, 2);
    }

    @Override
    TrainedGraphVertex vertex(VertexPlace place) {
        return new ContextInputVertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        if (inputs.length == 2 && inputs[0] instanceof InputType.InputTypeRecurrent sequence
            && inputs[1] instanceof InputType.InputTypeFeedForward context) {
            return InputType.recurrent(sequence.getSize() + context.getSize(), sequence.getTimeSeriesLength(), RNNFormat.NCW);
        }
        throw new IllegalArgumentException("a ContextInput takes a sequence [batch, size, time] and a context [batch, size],"
            + " given " + Arrays.toString(inputs));
    }

    @Override
    public String toString() {
        return "ContextInput";
    }
}
