package org.unrolled.nn;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A recurrent layer that begins from a state given to it (Cho et al. 2014; Sutskever, Vinyals and Le 2014), as a vertex of
 * a {@link ComputationGraph}: the decoder of an encoder-decoder network.
 *
 * <p>Inputs: the vectors of the tokens, [batch, nIn, time], and the initial state, [batch, nOut] for h alone (an LSTM's c
 * is then zeros) or [batch, 2 · nOut] for h and c side by side; without a second input it begins from zeros. Output: h of
 * all steps, [batch, nOut, time]. Gradients go to the parameters, the vectors and the initial state. A mask of the tokens
 * holds the state where it is 0, as in the layers.
 *
 * <p>The cell is any of the layers' configurations: {@code new RecurrentDecoder(Lstm.builder().nIn(256).nOut(512).build())};
 * equations and parameters are theirs. Of its settings sizes, weight initialisation, dropout and recurrent dropout count;
 * updater, regularisation and clipping come from the graph or from {@code setUpdater}. Several layers: one vertex after
 * the other, each with its own initial state.
 */
public final class RecurrentDecoder extends TrainedVertex<RecurrentDecoder.Settings> {
    /** @param cell the layer that goes from state to state */
    record Settings(RecurrentConfiguration cell) {
    }

    private RecurrentDecoder() {
        super(new Settings(null), 1, 2);
    }

    /** @param cell an {@link Lstm}, {@link Gru} or {@link VanillaRnn} with nIn and nOut */
    public RecurrentDecoder(RecurrentConfiguration cell) {
        this();
        Preconditions.checkArgument(cell.getNIn() > 0 && cell.getNOut() > 0,
                "a decoder needs nIn, the size of a token's vector, and nOut, the size of its state; given nIn = %s, nOut = "
                        + "%s", cell.getNIn(), cell.getNOut());
        Preconditions.checkArgument(!cell.recurrent().tokenInput() && cell.getWeightNoise() == null,
                "a decoder takes vectors (put a TokenEmbedding before it) and no weight noise; given %s", cell);
        settings(new Settings(cell));
    }

    @Override
    public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder defaults) {
        settings().cell.beginAs(defaults);
    }

    @Override
    public List<Parameter> parameters() {
        return settings().cell.parameters();
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        settings().cell.initializeParameters(table);
    }

    @Override
    TrainedGraphVertex vertex(Place place) {
        return new RecurrentDecoderVertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        requireSize(inputs[0], settings().cell.getNIn(), "vectors");
        if (inputs.length > 1 && inputs[1] instanceof InputType.InputTypeFeedForward state) {
            settings().cell.requireState(state.getSize(), getName());
        }
        return sequence(settings().cell.getNOut(), inputs[0]);
    }

    @Override
    Settings copiedSettings() {
        return new Settings((RecurrentConfiguration) settings().cell.clone());
    }

    @Override
    public String toString() {
        return "RecurrentDecoder(" + settings().cell + ")";
    }
}
