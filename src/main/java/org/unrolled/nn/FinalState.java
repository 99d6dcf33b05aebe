package org.unrolled.nn;

import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The final state of an encoder as one row a sequence, for a dense "bridge" or straight into a {@link RecurrentDecoder};
 * gradients flow back into the encoder.
 *
 * <p>Input: the output of a recurrent layer, [batch, size, time]. Output: h after the last step that the mask leaves
 * in, [batch, size]. Of a bidirectional encoder that concatenates, with {@link #bidirectional()}, the first half of the
 * features is taken from the last step, where the forward direction ends, and the second half from the first, where the
 * backward direction ends. With {@link #withCellStateOf} the cell state of that {@link Lstm} layer follows: [h, c], or
 * [h forward, h backward, c forward, c backward]. The layer has to be the one whose output is the input.
 */
public final class FinalState extends PlainVertex {
    private boolean bidirectional;
    private String cellStateOf;

    /** h of a one-way encoder. */
    public FinalState() {
    }

    /** A copy for an encoder whose output is both directions side by side. */
    public FinalState bidirectional() {
        var copy = clone();
        copy.bidirectional = true;
        return copy;
    }

    /** A copy that also gives the cell state of the LSTM layer of this name. */
    public FinalState withCellStateOf(String layer) {
        var copy = clone();
        copy.cellStateOf = layer;
        return copy;
    }

    @Override
    public FinalState clone() {
        var copy = new FinalState();
        copy.bidirectional = bidirectional;
        copy.cellStateOf = cellStateOf;
        return copy;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(ComputationGraph graph, String name, int index,
                                                                      INDArray params, boolean initialize, DataType type) {
        return new FinalStateVertex(this, graph, name, index, type);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        if (!(inputs[0] instanceof InputType.InputTypeRecurrent sequence)) {
            throw new IllegalArgumentException("the final state is that of a sequence [batch, size, time], given "
                + inputs[0]);
        }
        return InputType.feedForward(sequence.getSize() * (cellStateOf == null ? 1 : 2));
    }

    @Override
    int inputs() {
        return 1;
    }

    /** Whether the second half of the features ends at the first step. */
    public boolean isBidirectional() {
        return bidirectional;
    }

    /** For JSON. */
    public void setBidirectional(boolean bidirectional) {
        this.bidirectional = bidirectional;
    }

    /** Name of the layer whose cell state is given too, or null. */
    public String getCellStateOf() {
        return cellStateOf;
    }

    /** For JSON. */
    public void setCellStateOf(String cellStateOf) {
        this.cellStateOf = cellStateOf;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FinalState that && bidirectional == that.bidirectional
            && Objects.equals(cellStateOf, that.cellStateOf);
    }

    @Override
    public int hashCode() {
        return Objects.hash(bidirectional, cellStateOf);
    }

    @Override
    public String toString() {
        return "FinalState(bidirectional=" + bidirectional + ", cellStateOf=" + cellStateOf + ")";
    }
}
