package org.unrolled.nn;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.arrays.Detached;

/**
 * The final state of an encoder as one row a sequence, for a dense "bridge" or straight into a {@link RecurrentDecoder};
 * gradients flow back into the encoder.
 *
 * <p>Input: the output of a recurrent layer, [batch, size, time]. Output: h after the last step that the mask leaves
 * in, [batch, size]. Of a bidirectional encoder that concatenates, with {@link Builder#bidirectional}, the first half of the
 * features is taken from the last step, where the forward direction ends, and the second half from the first, where the
 * backward direction ends. With {@link Builder#cellStateOf} the cell state of that {@link Lstm} layer follows: [h, c], or
 * [h forward, h backward, c forward, c backward]. The layer has to be the one whose output is the input.
 */
public final class FinalState extends TrainedVertex<FinalState.Settings> {
    /** As the builder says. */
    record Settings(boolean bidirectional, String cellStateOf) {
    }

    private FinalState() {
        super(new Settings(false, null), 1, 1);
    }

    /** A new builder: h of a one-way encoder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    TrainedGraphVertex vertex(Place place) {
        return new FinalStateVertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        if (!(inputs[0] instanceof InputType.InputTypeRecurrent sequence)) {
            throw new IllegalArgumentException("the final state is that of a sequence [batch, size, time], given "
                + inputs[0]);
        }
        return InputType.feedForward(sequence.getSize() * (settings().cellStateOf == null ? 1 : 2));
    }

    @Override
    public String toString() {
        return "FinalState(bidirectional=" + settings().bidirectional + ", cellStateOf=" + settings().cellStateOf + ")";
    }

    /** Settings of a final state; none has to be set. */
    public static final class Builder extends SettingsBuilder<FinalState, Settings, Builder> {
        private Builder() {
            super(new FinalState());
        }

        /** Whether the encoder's output is both directions side by side; false unless set. */
        public Builder bidirectional(boolean both) {
            return set("bidirectional", both);
        }

        /** Also gives the cell state of the LSTM layer of this name. */
        public Builder cellStateOf(String layer) {
            return set("cellStateOf", layer);
        }
    }

    /** What runs it. */
    private static final class FinalStateVertex extends TrainedGraphVertex {
        private final transient Settings settings;
        private final transient EndStates states;

        FinalStateVertex(FinalState settings, Place place) {
            super(settings, place);
            this.settings = settings.settings();
            states = new EndStates(backend, this.settings.bidirectional);
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            var sequence = inputs[0];
            int batch = (int) sequence.size(0);
            long size = sequence.size(1);
            var out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType,
                new long[] {batch, settings.cellStateOf == null ? size : 2 * size}, 'c');
            states.forward(sequence, mask(0), workspaces, out);
            if (settings.cellStateOf != null) {
                var cellState = encoder().finalCellState();
                if (cellState == null || cellState.size(0) != batch || cellState.size(1) != size) {
                    throw new IllegalStateException(message("has no cell state of [" + batch + ", " + size
                        + "]: only LSTM layers have one, and it has to be the layer whose output comes in"));
                }
                out.get(all(), interval(size, 2 * size)).assign(cellState);
            }
            return out;
        }

        private CarriesCellState encoder() {
            if (graph.getLayer(settings.cellStateOf) instanceof CarriesCellState layer) {
                return layer;
            }
            throw new IllegalStateException(message("is no recurrent layer of this library in this graph"));
        }

        private String message(String what) {
            return "vertex " + vertexName + ": cell state wanted of layer \"" + settings.cellStateOf
                + "\", which " + what;
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
            long size = inputs[0].size(1);
            var dx = gradientOf(inputs[0], workspaces);
            states.backward(epsilon, workspaces, dx);
            if (settings.cellStateOf != null) {
                encoder().finalCellStateGradient(Detached.get(() -> epsilon.get(all(), interval(size, 2 * size)).dup('c')));
            }
            return new Pair<>(null, new INDArray[] {dx});
        }

        @Override
        public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] maskArrays, MaskState state, int minibatchSize) {
            super.feedForwardMaskArrays(maskArrays, state, minibatchSize);
            return new Pair<>(null, MaskState.Passthrough);
        }
    }
}
