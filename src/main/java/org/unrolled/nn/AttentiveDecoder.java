package org.unrolled.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A recurrent decoder with attention and input feeding (Luong, Pham and Manning 2015, section 3.3), as a vertex of a
 * {@link ComputationGraph}: each step's cell also gets what the attention gave one step before, so that the decoder knows
 * what has been looked at already.
 *
 * <pre>
 * h_t = cell(x_t W + y_{t-1} F, h_{t-1})      y_0 = 0
 * y_t = attention(h_t, memory)                see {@link Attention}
 * </pre>
 *
 * <p>Inputs: the tokens' vectors [batch, nIn, target time], the memory [batch, memory, source time] and, optionally, the
 * initial state as for {@link RecurrentDecoder}. Output: y of all steps, [batch, outputSize, target time]. It stands in for
 * a RecurrentDecoder and an Attention after it. Masks: that of the memory as in Attention; where that of the tokens is 0
 * the state is held, and the output is zeros, also as it is fed to the next step.
 *
 * <p>{@code new AttentiveDecoder(Lstm.builder().nIn(256).nOut(512).build(),
 * Attention.builder().query(512).memory(512).score(AttentionScore.GENERAL).build())}. The cell's settings count as in
 * RecurrentDecoder; the attention's {@code dropOut} falls on y, and the same numbers are fed back and go out. Parameters:
 * the cell's, F [outputSize, gates · hidden] (in Luong's notation, [x; y] multiplies one matrix; its rows for y are F), and
 * the attention's. As each step waits for the one before, it takes longer than the two vertices one after the other.
 */
public final class AttentiveDecoder extends TrainedVertex {
    /** Key of F, shape [outputSize, gates · hidden]. */
    public static final String FEED = "F";

    private RecurrentConfiguration cell;
    private Attention attention;

    /** For JSON. */
    public AttentiveDecoder() {
    }

    /**
     * @param cell      an {@link Lstm}, {@link Gru} or {@link VanillaRnn} with nIn, the size of a token's vector, and nOut
     * @param attention its query has the cell's nOut
     */
    public AttentiveDecoder(RecurrentConfiguration cell, Attention attention) {
        new RecurrentDecoder(cell);
        if (attention.getQuery() != cell.getNOut()) {
            throw new IllegalArgumentException("the attention takes queries of " + attention.getQuery() + " numbers, the"
                + " cell's state has " + cell.getNOut() + ": both have to be of one size");
        }
        this.cell = cell;
        this.attention = attention;
    }

    @Override
    public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder defaults) {
        decoder().applyGlobalConfigToLayer(defaults);
        attention.applyGlobalConfigToLayer(defaults);
    }

    /** The decoder without attention; it shares the cell's configuration. */
    private RecurrentDecoder decoder() {
        var decoder = new RecurrentDecoder(cell);
        decoder.setName(getName());
        return decoder;
    }

    @Override
    protected List<Parameter> parameters() {
        var c = cell.cell();
        var list = new ArrayList<>(decoder().parameters());
        list.add(new Parameter(FEED, false, 'f', attention.getOutputSize(), (long) c.gates() * c.hiddenSize()));
        list.addAll(attention.parameters());
        return list;
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        RecurrentParameters.initialize(cell, table);
        var feed = table.get(FEED);
        cell.getWeightInitFn().init(attention.getOutputSize(), cell.getNOut(), feed.shape(), 'f', Orthogonal.flat(feed));
        attention.initializeParameters(table);
    }

    @Override
    protected GraphVertex instantiate(ComputationGraph graph, String name, int index, INDArray flat,
                                      Map<String, INDArray> table, DataType type) {
        return new AttentiveDecoderVertex(this, graph, name, index, flat, table, type);
    }

    @Override
    public int minVertexInputs() {
        return 2;
    }

    @Override
    public int maxVertexInputs() {
        return 3;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        Attention.requireSize(this, "tokens' vectors", cell.getNIn(), inputs[0]);
        Attention.requireSize(this, "a memory", attention.getMemory(), inputs[1]);
        if (inputs.length > 2 && inputs[2] instanceof InputType.InputTypeFeedForward state) {
            requireState(state.getSize());
        }
        return InputType.recurrent(attention.getOutputSize(), Attention.time(inputs[0]), RNNFormat.NCW);
    }

    /** @throws IllegalArgumentException unless an initial state may have this size */
    void requireState(long size) {
        decoder().requireState(size);
    }

    /** The cell's configuration. */
    public RecurrentConfiguration getCell() {
        return cell;
    }

    public void setCell(RecurrentConfiguration cell) {
        this.cell = cell;
    }

    /** The attention's configuration. */
    public Attention getAttention() {
        return attention;
    }

    public void setAttention(Attention attention) {
        this.attention = attention;
    }

    @Override
    protected AttentiveDecoder copy() {
        var copy = new AttentiveDecoder();
        copy.cell = (RecurrentConfiguration) cell.clone();
        copy.attention = attention.copy();
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof AttentiveDecoder that && Objects.equals(cell, that.cell)
            && Objects.equals(attention, that.attention);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), cell, attention);
    }

    @Override
    public String toString() {
        return "AttentiveDecoder(" + cell + ", " + attention + ")";
    }
}
