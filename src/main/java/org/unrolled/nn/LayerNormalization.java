package org.unrolled.nn;

import java.util.List;
import org.nd4j.common.base.Preconditions;
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
public final class LayerNormalization extends RowVertex<LayerNormalization.Settings> {
    /**
     * @param size    features of a step
     * @param epsilon what is added to the variance
     */
    record Settings(int size, double epsilon) {
    }

    private LayerNormalization() {
        super(new Settings(0, 1e-5));
    }

    /** @param size features of a step */
    public LayerNormalization(int size) {
        this();
        Preconditions.checkArgument(size > 0, "layer normalisation needs the number of features, given %s", size);
        settings(new Settings(size, settings().epsilon));
    }

    @Override
    public List<Parameter> parameters() {
        return norm("", size());
    }

    @Override
    RowPart part(Parameters parameters) {
        return new Normalisation(parameters, "", settings().epsilon);
    }

    @Override
    int size() {
        return settings().size;
    }

    @Override
    public String toString() {
        return "LayerNormalization(" + size() + ")";
    }
}
