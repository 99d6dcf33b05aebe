package org.unrolled.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
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
public final class AttentiveDecoder extends TrainedVertex<AttentiveDecoder.Settings> {
    /** Key of F, shape [outputSize, gates · hidden]. */
    public static final String FEED = "F";

    /**
     * @param cell      the layer that goes from state to state
     * @param attention what its states are looked up in
     */
    record Settings(RecurrentConfiguration cell, Attention attention) {
    }

    private AttentiveDecoder() {
        super(new Settings(null, null), 2, 3);
    }

    /**
     * @param cell      an {@link Lstm}, {@link Gru} or {@link VanillaRnn} with nIn, the size of a token's vector, and nOut
     * @param attention its query has the cell's nOut
     */
    public AttentiveDecoder(RecurrentConfiguration cell, Attention attention) {
        this();
        new RecurrentDecoder(cell);
        if (attention.shape().query() != cell.getNOut()) {
            throw new IllegalArgumentException("the attention takes queries of " + attention.shape().query() + " numbers, the"
                + " cell's state has " + cell.getNOut() + ": both have to be of one size");
        }
        settings(new Settings(cell, attention));
    }

    @Override
    public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder defaults) {
        settings().cell.beginAs(defaults);
        settings().attention.applyGlobalConfigToLayer(defaults);
    }

    @Override
    public List<Parameter> parameters() {
        var c = settings().cell.cell();
        var list = new ArrayList<>(settings().cell.parameters());
        list.add(new Parameter(FEED, false, 'f', settings().attention.shape().outputSize(), (long) c.gates() * c.hiddenSize()));
        list.addAll(settings().attention.parameters());
        return list;
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        var cell = settings().cell;
        cell.initializeParameters(table);
        var feed = table.get(FEED);
        cell.getWeightInitFn().init(settings().attention.shape().outputSize(), cell.getNOut(), feed.shape(), 'f',
            Orthogonal.flat(feed));
        settings().attention.initializeParameters(table);
    }

    @Override
    TrainedGraphVertex vertex(Place place) {
        return new AttentiveDecoderVertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        requireSize(inputs[0], settings().cell.getNIn(), "tokens' vectors");
        requireSize(inputs[1], settings().attention.shape().memory(), "a memory");
        if (inputs.length > 2 && inputs[2] instanceof InputType.InputTypeFeedForward state) {
            settings().cell.requireState(state.getSize(), getName());
        }
        return sequence(settings().attention.shape().outputSize(), inputs[0]);
    }

    @Override
    Settings copiedSettings() {
        return new Settings((RecurrentConfiguration) settings().cell.clone(), (Attention) settings().attention.clone());
    }

    @Override
    public String toString() {
        return "AttentiveDecoder(" + settings().cell + ", " + settings().attention + ")";
    }
}
