package org.unrolled.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Repeats each step of a sequence for as long as it lasts: between letters and the frames in which they are spoken (Ren et al. 2019,
 * "FastSpeech", section 3.2).
 *
 * <p>Inputs: steps [batch, size, steps], and for each frame the number of its step, from 0, as whole numbers [batch, 1, time] or
 * [batch, time]; a negative number gives zeros. Output [batch, size, time]: y[b, :, t] = x[b, :, places[b, t]], with the mask of the
 * places; where that is 0 there are zeros. Steps get the sum of their frames' gradients, places none: they are not learned here.
 */
public final class LengthRegulator extends TrainedVertex<LengthRegulator.Settings> {
    /** There is nothing to set. */
    record Settings() {
    }

    /** Repeats steps. */
    public LengthRegulator() {
        super(new Settings(), 2, 2);
    }

    @Override
    TrainedGraphVertex vertex(Place place) {
        return new LengthRegulatorVertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        if (inputs.length == 2 && inputs[0] instanceof InputType.InputTypeRecurrent steps
                && inputs[1] instanceof InputType.InputTypeRecurrent places) {
            return InputType.recurrent(steps.getSize(), places.getTimeSeriesLength(), RNNFormat.NCW);
        }
        throw new IllegalArgumentException("a LengthRegulator takes steps [batch, size, steps] and the places of frames [batch, 1, time], "
            + "given " + Arrays.toString(inputs));
    }

    @Override
    public String toString() {
        return "LengthRegulator()";
    }

    /** What runs it. */
    private static final class LengthRegulatorVertex extends TrainedGraphVertex {
        /** For each frame, time-major, the time-major row of its step, or -1. */
        private transient int[] sources;

        LengthRegulatorVertex(LengthRegulator configuration, Place place) {
            super(configuration, place);
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            var steps = inputs[0];
            var places = inputs[1];
            require(steps, "its sequence", -1, -1, -1);
            int batch = (int) steps.size(0);
            int time = (int) places.size(places.rank() - 1);
            if (places.rank() == 2) {
                require(places, "the places of its frames", batch, -1);
            } else {
                require(places, "the places of its frames", batch, 1, -1);
            }
            requireMask(mask(1), "the mask of its frames", batch, time);
            sources = sources(places.reshape(batch, time), mask(1), (int) steps.size(2));
            var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch, steps.size(1), time);
            backend.gather(TimeMajor.rows(steps, dataType), sources, TimeMajor.rows(out, dataType));
            return out;
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
            var dSteps = gradientOf(inputs[0], workspaces);
            backend.scatter(TimeMajor.rows(epsilon, dataType), sources, false, TimeMajor.rows(dSteps, dataType));
            var dPlaces = workspaces.create(ArrayType.ACTIVATION_GRAD, dataType, inputs[1].shape(), 'c');
            return new Pair<>(null, new INDArray[] {dSteps, dPlaces});
        }

        /** @param places [batch, time] @param steps how many the sequence has */
        private int[] sources(INDArray places, INDArray mask, int steps) {
            int batch = (int) places.size(0);
            int time = (int) places.size(1);
            var found = new int[time * batch];
            for (int t = 0; t < time; t++) {
                for (int b = 0; b < batch; b++) {
                    double place = mask == null || mask.getDouble(b, t) != 0 ? places.getDouble(b, t) : -1;
                    if (!(place < steps) || place != Math.rint(place)) {
                        throw new IllegalArgumentException("vertex " + vertexName + ": frame " + t + " of example " + b + " is at step "
                            + place + ", expected a whole number below " + steps + ", the steps of its sequence");
                    }
                    found[t * batch + b] = place < 0 ? -1 : (int) place * batch + b;
                }
            }
            return found;
        }

        @Override
        public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] maskArrays, MaskState state, int minibatchSize) {
            super.feedForwardMaskArrays(maskArrays, state, minibatchSize);
            return new Pair<>(maskArrays == null ? null : maskArrays[1], MaskState.Active);
        }
    }
}
