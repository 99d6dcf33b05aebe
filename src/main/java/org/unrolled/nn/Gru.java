package org.unrolled.nn;

import org.unrolled.nn.backend.Cell;

/**
 * Gated recurrent unit (Cho et al. 2014), which DL4J lacks. With σ the logistic function, ∘ the product element by
 * element and h' the output of the step before:
 *
 * <pre>
 * r =    σ(x Wr + h' Rr + br)               reset gate
 * u =    σ(x Wu + h' Ru + bu)               update gate
 * a = tanh(x Wa + (r ∘ h') Ra + ba)         candidate, resetAfter = false (Cho et al. 2014)
 * a = tanh(x Wa + ba + r ∘ (h' Ra + ca))    candidate, resetAfter = true (cuDNN, PyTorch)
 * h = u ∘ h' + (1 - u) ∘ a
 * </pre>
 *
 * <p>The columns of W, RW and b stand in the order r, u, a, each nOut wide; it is PyTorch's order (r, z, n), blocks
 * transposed. With {@code resetAfter(true)} b holds the input biases br, bu, ba and then the recurrent biases cr, cu,
 * ca, of which cr and cu simply add to br and bu.
 */
public final class Gru extends RecurrentConfiguration {
    /** As the builder says. */
    record Settings(double recurrentDropOut, boolean tokenInput, boolean inputGradient, boolean resetAfter)
        implements RecurrentSettings {
        private static final Settings DEFAULTS = new Settings(1, false, true, false);
    }

    private Gru() {
        super(Settings.DEFAULTS);
    }

    private Gru(Builder builder) {
        super(builder);
    }

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Cell cell() {
        return new Cell(((Settings) settings()).resetAfter ? Cell.Kind.GRU_RESET_AFTER : Cell.Kind.GRU_RESET_BEFORE,
            (int) getNIn(), (int) getNOut());
    }

    /** Settings of a GRU layer. */
    @SuppressWarnings("unchecked")
    public static final class Builder extends RecurrentConfiguration.Builder<Builder> {
        private Builder() {
            super(Settings.DEFAULTS);
        }

        /** Whether the reset gate is applied after the recurrent product; false unless set. */
        public Builder resetAfter(boolean after) {
            return set("resetAfter", after);
        }

        @Override
        public Gru build() {
            return new Gru(this);
        }
    }
}
