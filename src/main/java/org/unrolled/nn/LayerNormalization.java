package org.unrolled.nn;

import java.util.List;
import org.unrolled.nn.rows.Normalisation;
import org.unrolled.nn.rows.Parameters;
import org.unrolled.nn.rows.RowPart;

/**
 * Layer normalisation of each step of a sequence (Ba, Kiros and Hinton 2016), as a vertex of a graph:
 * y = g ∘ (x - mean) / √(variance + ε) + b, mean and variance over the features of the step.
 *
 * <p>Input and output: [batch, size, time]. Parameters: g and b of {@code size} numbers, at first ones and zeros. A stack of
 * pre-norm Transformer blocks needs one at its end.
 */
public final class LayerNormalization extends RowVertex {
    private int size;
    private double epsilon = 1e-5;

    /** For JSON. */
    public LayerNormalization() {
    }

    /** @param size features of a step */
    public LayerNormalization(int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("layer normalisation needs the number of features, given " + size);
        }
        this.size = size;
    }

    @Override
    protected List<Parameter> parameters() {
        return norm("", size);
    }

    @Override
    RowPart part(Parameters parameters) {
        return new Normalisation(parameters, "", epsilon);
    }

    @Override
    int size() {
        return size;
    }

    @Override
    int memorySize() {
        return 0;
    }

    @Override
    boolean stepwise() {
        return true;
    }

    /** Features of a step. */
    public int getSize() {
        return size;
    }

    /** For JSON. */
    public void setSize(int size) {
        this.size = size;
    }

    /** What is added to the variance. */
    public double getEpsilon() {
        return epsilon;
    }

    /** Sets what is added to the variance; 1e-5 if not set. */
    public void setEpsilon(double epsilon) {
        this.epsilon = epsilon;
    }

    @Override
    protected LayerNormalization copy() {
        var copy = new LayerNormalization();
        copy.size = size;
        copy.epsilon = epsilon;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof LayerNormalization that && size == that.size
            && epsilon == that.epsilon;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + size;
    }

    @Override
    public String toString() {
        return "LayerNormalization(" + size + ")";
    }
}
