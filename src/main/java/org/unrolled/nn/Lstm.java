package org.unrolled.nn;

import org.unrolled.nn.backend.Cell;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gate (Gers, Schmidhuber and Cummins 2000). With
 * σ the logistic function, ∘ the product element by element and ' the step before:
 *
 * <pre>
 * a = tanh(x Wa + h' Ra + ba)      candidate
 * f =    σ(x Wf + h' Rf + bf)      forget gate
 * o =    σ(x Wo + h' Ro + bo)      output gate
 * i =    σ(x Wi + h' Ri + bi)      input gate
 * c = f ∘ c' + i ∘ a               cell state
 * h = o ∘ tanh(c)                  output
 * </pre>
 *
 * <p>The columns of W, RW and b stand in the order a, f, o, i, each nOut wide, as in DL4J's own LSTM, so that its weights
 * can be copied over (PyTorch's order is i, f, g = a, o, each block transposed, and its two biases add up to b). With
 * {@code peepholes(true)} f and i also see c', and o sees c, each unit its own (Gers, Schraudolph and Schmidhuber 2002,
 * eq. 1 to 3): f adds pf ∘ c', o adds po ∘ c, i adds pi ∘ c'; RW then has the three columns pf, po, pi more, as in
 * DL4J's GravesLSTM.
 *
 * <p>The forget gate's bias begins with 1, so that the cell remembers at first (Jozefowicz, Zaremba and Sutskever 2015).
 */
public final class Lstm extends RecurrentConfiguration {
    /** As the builder says. */
    record Settings(double recurrentDropOut, boolean tokenInput, boolean inputGradient, double forgetGateBias, boolean peepholes)
        implements RecurrentSettings {
        private static final Settings DEFAULTS = new Settings(1, false, true, 1, false);
    }

    private Lstm() {
        super(Settings.DEFAULTS);
    }

    private Lstm(Builder builder) {
        super(builder);
    }

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Cell cell() {
        return new Cell(((Settings) settings()).peepholes ? Cell.Kind.LSTM_PEEPHOLE : Cell.Kind.LSTM, (int) getNIn(),
            (int) getNOut());
    }

    @Override
    double initialBias(int index) {
        return index / getNOut() == 1 ? ((Settings) settings()).forgetGateBias : super.initialBias(index);
    }

    /** Settings of an LSTM layer. */
    @SuppressWarnings("unchecked")
    public static final class Builder extends RecurrentConfiguration.Builder<Builder> {
        private Builder() {
            super(Settings.DEFAULTS);
        }

        /** What the forget gate's bias begins with; 1 unless set. */
        public Builder forgetGateBias(double bias) {
            return set("forgetGateBias", bias);
        }

        /** Whether the gates see the cell state; false unless set. */
        public Builder peepholes(boolean peepholes) {
            return set("peepholes", peepholes);
        }

        @Override
        public Lstm build() {
            return new Lstm(this);
        }
    }
}
