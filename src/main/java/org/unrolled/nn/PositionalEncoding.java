package org.unrolled.nn;

import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tells a Transformer where a step stands (Vaswani et al. 2017, section 3.5): y = √size · x + p(t) with
 * <pre>
 *   p(t)[2i] = sin(t / 10000^(2i / size))      p(t)[2i + 1] = cos(t / 10000^(2i / size))
 * </pre>
 * and the factor √size of their section 3.4, which keeps the vectors of an embedding from drowning in the sinusoids. As a vertex
 * of a graph: input and output [batch, size, time], no parameters, sequences of any length. Dropout works on the sum.
 */
public final class PositionalEncoding extends PlainVertex {
    private boolean scaled = true;
    private double dropOut = 1;

    /** Scales by √size, no dropout. */
    public PositionalEncoding() {
    }

    /** A copy that adds the sinusoids to x as it is. */
    public PositionalEncoding unscaled() {
        var copy = clone();
        copy.scaled = false;
        return copy;
    }

    /** A copy that in training keeps each number with this probability. */
    public PositionalEncoding dropOut(double keep) {
        var copy = clone();
        copy.dropOut = RowVertex.requireKeep(keep);
        return copy;
    }

    @Override
    public PositionalEncoding clone() {
        var copy = new PositionalEncoding();
        copy.scaled = scaled;
        copy.dropOut = dropOut;
        return copy;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(ComputationGraph graph, String name, int index,
                                                                      INDArray params, boolean initialize, DataType type) {
        return new PositionalEncodingVertex(this, graph, name, index, type);
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
    int inputs() {
        return 1;
    }

    /** Whether x is multiplied by √size. */
    public boolean isScaled() {
        return scaled;
    }

    /** For JSON. */
    public void setScaled(boolean scaled) {
        this.scaled = scaled;
    }

    /** Probability of keeping a number in training. */
    public double getDropOut() {
        return dropOut;
    }

    /** For JSON. */
    public void setDropOut(double dropOut) {
        this.dropOut = dropOut;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PositionalEncoding that && scaled == that.scaled && dropOut == that.dropOut;
    }

    @Override
    public int hashCode() {
        return Objects.hash(scaled, dropOut);
    }

    @Override
    public String toString() {
        return "PositionalEncoding(" + (scaled ? "√size · x + p" : "x + p") + ")";
    }
}
