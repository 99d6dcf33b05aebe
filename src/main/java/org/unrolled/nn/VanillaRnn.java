package org.unrolled.nn;

import java.util.Objects;
import org.unrolled.nn.backend.Cell;

/**
 * The simple recurrent network (Elman 1990): h = φ(x W + h' R + b), where h' is the output of the step before and φ is
 * tanh or a rectifier. With a rectifier, recurrent weights that begin as the identity keep gradients alive (Le, Jaitly
 * and Hinton 2015): {@code weightInitRecurrent(WeightInit.IDENTITY)}.
 */
public final class VanillaRnn extends RecurrentConfiguration {
    /** The function φ. */
    public enum Nonlinearity {
        /** Hyperbolic tangent. */
        TANH,
        /** max(0, x). */
        RELU
    }

    /** As the builder says. */
    record Settings(double recurrentDropOut, boolean tokenInput, boolean inputGradient, Nonlinearity nonlinearity)
        implements RecurrentSettings {
        private static final Settings DEFAULTS = new Settings(1, false, true, Nonlinearity.TANH);
    }

    private VanillaRnn() {
        super(Settings.DEFAULTS);
    }

    private VanillaRnn(Builder builder) {
        super(builder);
    }

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Cell cell() {
        return new Cell(((Settings) settings()).nonlinearity == Nonlinearity.RELU ? Cell.Kind.RELU : Cell.Kind.TANH,
            (int) getNIn(), (int) getNOut());
    }

    /** Settings of a plain recurrent layer. */
    @SuppressWarnings("unchecked")
    public static final class Builder extends RecurrentConfiguration.Builder<Builder> {
        private Builder() {
            super(Settings.DEFAULTS);
        }

        /** The function φ; tanh unless set. */
        public Builder nonlinearity(Nonlinearity nonlinearity) {
            return set("nonlinearity", Objects.requireNonNull(nonlinearity));
        }

        @Override
        public VanillaRnn build() {
            return new VanillaRnn(this);
        }
    }
}
