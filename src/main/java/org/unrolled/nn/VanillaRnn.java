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

    private Nonlinearity nonlinearity = Nonlinearity.TANH;

    /** For JSON; use {@link #builder()}. */
    public VanillaRnn() {
    }

    private VanillaRnn(Builder builder) {
        super(builder);
        this.nonlinearity = builder.nonlinearity;
        initializeConstraints(builder);
    }

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Cell cell() {
        return new Cell(nonlinearity == Nonlinearity.RELU ? Cell.Kind.RELU : Cell.Kind.TANH, (int) getNIn(),
            (int) getNOut());
    }

    /** The function φ. */
    public Nonlinearity getNonlinearity() {
        return nonlinearity;
    }

    public void setNonlinearity(Nonlinearity nonlinearity) {
        this.nonlinearity = nonlinearity;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VanillaRnn o && super.equals(other) && nonlinearity == o.nonlinearity;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), nonlinearity);
    }

    /** Settings of a plain recurrent layer. */
    @SuppressWarnings("unchecked")
    public static final class Builder extends RecurrentConfiguration.Builder<Builder> {
        private Nonlinearity nonlinearity = Nonlinearity.TANH;

        /** The function φ; tanh unless set. */
        public Builder nonlinearity(Nonlinearity nonlinearity) {
            this.nonlinearity = Objects.requireNonNull(nonlinearity);
            return this;
        }

        @Override
        public VanillaRnn build() {
            requireNoActivation("VanillaRnn");
            return new VanillaRnn(this);
        }
    }
}
