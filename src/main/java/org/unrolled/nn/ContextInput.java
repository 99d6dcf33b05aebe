package org.unrolled.nn;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;

/**
 * Puts one vector a sequence beside the input of each of its steps: the context c that the decoder of Cho et al. (2014,
 * section 2.2) reads at every step, y[b, :, t] = [x[b, :, t], c[b, :]].
 *
 * <p>Inputs: a sequence [batch, size, time] and the context [batch, contextSize]. Output [batch, size + contextSize, time].
 * The context's gradient is the sum over the steps. It can stand in the chain that {@link TokenDecoder} walks.
 */
public final class ContextInput extends TrainedVertex<ContextInput.Settings> {
    /** There are none. */
    record Settings() {
    }

    /** It has no settings. */
    public ContextInput() {
        super(new Settings(), 2, 2);
    }

    @Override
    TrainedGraphVertex vertex(Place place) {
        return new ContextInputVertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        if (inputs.length == 2 && inputs[0] instanceof InputType.InputTypeRecurrent sequence
            && inputs[1] instanceof InputType.InputTypeFeedForward context) {
            return InputType.recurrent(sequence.getSize() + context.getSize(), sequence.getTimeSeriesLength(), RNNFormat.NCW);
        }
        throw new IllegalArgumentException("a ContextInput takes a sequence [batch, size, time] and a context [batch, size],"
            + " given " + Arrays.toString(inputs));
    }

    @Override
    public String toString() {
        return "ContextInput";
    }

    /** What runs it. */
    private static final class ContextInputVertex extends TrainedGraphVertex implements StepDecoder {
        ContextInputVertex(ContextInput settings, Place place) {
            super(settings, place);
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            var x = inputs[0];
            var context = inputs[1];
            if (x.rank() != 3 || context.rank() != 2 || context.size(0) != x.size(0)) {
                throw new IllegalArgumentException("vertex " + vertexName + ": a sequence of shape " + Arrays.toString(x.shape())
                    + " and a context of shape " + Arrays.toString(context.shape()) + ", expected [batch, size, time] and"
                    + " [batch, size] of the same batch");
            }
            long size = x.size(1);
            var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, x.size(0), size + context.size(1), x.size(2));
            out.get(all(), interval(0, size), all()).assign(x);
            var beside = out.permute(2, 0, 1).get(all(), all(), interval(size, out.size(1)));
            for (long t = 0; t < x.size(2); t++) {
                // get(point(t), ...) of a view that begins in the midst of its array gives an empty array.
                beside.tensorAlongDimension(t, 1, 2).assign(context);
            }
            return out;
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
            var x = inputs[0];
            long size = x.size(1);
            var dx = gradientOf(x, workspaces);
            dx.assign(epsilon.get(all(), interval(0, size), all()));
            var dContext = workspaces.leverageTo(ArrayType.ACTIVATION_GRAD,
                epsilon.get(all(), interval(size, epsilon.size(1)), all()).sum(2));
            return new Pair<>(null, new INDArray[] {dx, dContext});
        }

        @Override
        public DecoderState start(int sequences, INDArray[] inputs, INDArray[] masks) {
            Preconditions.checkArgument(inputs.length == 1 && inputs[0].rank() == 2 && inputs[0].size(0) == sequences,
                    "vertex %s needs one context [%s, size], given %s arrays", vertexName, sequences, inputs.length);
            return Detached.get(() -> DecoderState.of(inputs[0].castTo(dataType).dup('c')));
        }

        @Override
        public Step step(DecoderState state, INDArray inputs) {
            return Detached.get(() -> new Step(state, Nd4j.concat(1, inputs.castTo(dataType), state.hidden()), null));
        }
    }
}
