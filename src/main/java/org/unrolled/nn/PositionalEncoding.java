package org.unrolled.nn;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.unrolled.nn.rows.Dropout;
import org.unrolled.nn.rows.Parameters;
import org.unrolled.nn.rows.Positions;
import org.unrolled.nn.rows.RowPart;

/**
 * Tells a Transformer where a step stands (Vaswani et al. 2017, section 3.5): y = √size · x + p(t) with
 * <pre>
 *   p(t)[2i] = sin(t / 10000^(2i / size))      p(t)[2i + 1] = cos(t / 10000^(2i / size))
 * </pre>
 * and the factor √size of their section 3.4, which keeps the vectors of an embedding from drowning in the sinusoids. As a vertex
 * of a graph: input and output [batch, size, time], no parameters, sequences of any length. Dropout works on the sum.
 */
public final class PositionalEncoding extends RowVertex<PositionalEncoding.Settings> {
    /** As the builder says. */
    record Settings(boolean scaled, double dropOut) {
    }

    private PositionalEncoding() {
        super(new Settings(true, 1));
    }

    /** A new builder: scales by √size, no dropout. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    RowPart part(Parameters parameters) {
        return new Positions(parameters.backend(), settings().scaled, true, settings().dropOut);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        if (!(inputs[0] instanceof InputType.InputTypeRecurrent)) {
            throw new IllegalArgumentException("positions belong to the steps of a sequence [batch, size, time], given "
                + inputs[0]);
        }
        return inputs[0];
    }

    @Override
    public String toString() {
        return "PositionalEncoding(" + (settings().scaled ? "√size · x + p" : "x + p") + ")";
    }

    /** Settings of a positional encoding; none has to be set. */
    public static final class Builder extends SettingsBuilder<PositionalEncoding, Settings, Builder> {
        private Builder() {
            super(new PositionalEncoding());
        }

        /** Whether x is multiplied by √size; true unless set. */
        public Builder scaled(boolean wanted) {
            return set("scaled", wanted);
        }

        /** Probability of keeping a number in training; 1 unless set. */
        public Builder dropOut(double keep) {
            return set("dropOut", Dropout.checked(keep));
        }
    }
}
