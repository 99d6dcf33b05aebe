package org.unrolled.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;

/**
 * Makes a sequence shorter: neighbouring steps become one, their features one below the other. Before an encoder it stacks frames of
 * sound; between recurrent layers it makes the pyramid of "Listen, Attend and Spell" (Chan et al. 2016, section 3.1). Where it takes
 * more steps than it goes on by, a {@link StepLinear} after it makes a convolution over time with a stride.
 *
 * <p>Input [batch, size, time], output [batch, width · size, ⌈time / factor⌉]: step t holds the steps factor · t to factor · t +
 * width - 1, zeros after the end and where the mask is 0. A step counts if the first of those that it is made of does, so that a
 * sequence of n steps has ⌈n / factor⌉; the mask that later parts of the graph see is cut accordingly.
 */
public final class FrameStacking extends TrainedVertex<FrameStacking.Settings> {
    /**
     * @param factor how many steps further the next one begins
     * @param width  how many steps become one; 0 for as many
     */
    record Settings(int factor, int width) {
        private int taken() {
            return width == 0 ? factor : width;
        }
    }

    private FrameStacking() {
        super(new Settings(1, 0), 1, 1);
    }

    private FrameStacking(Settings settings) {
        super(settings, 1, 1);
        Preconditions.checkArgument(settings.factor >= 1 && settings.taken() >= settings.factor,
                "%s steps to stack, the next %s further on: expected at least 1, and no step left out", settings.taken(), settings.factor);
    }

    /**
     * Stacks so many steps.
     *
     * @throws IllegalArgumentException if the factor is below 1
     */
    public FrameStacking(int factor) {
        this(new Settings(factor, 0));
    }

    /**
     * What a convolution over time looks at.
     *
     * @param width  how many steps become one
     * @param stride how many steps further the next one begins, at most the width
     */
    public static FrameStacking window(int width, int stride) {
        return new FrameStacking(new Settings(stride, width));
    }

    /** How many steps further the next one begins: by what factor a sequence becomes shorter. */
    public int factor() {
        return settings().factor;
    }

    /** How many steps are left of so many. */
    public static int steps(int time, int factor) {
        return (time + factor - 1) / factor;
    }

    @Override
    TrainedGraphVertex vertex(Place place) {
        return new FrameStackingVertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        if (inputs.length == 1 && inputs[0] instanceof InputType.InputTypeRecurrent sequence) {
            int factor = settings().factor;
            long time = sequence.getTimeSeriesLength();
            return InputType.recurrent(settings().taken() * sequence.getSize(), time <= 0 ? time : steps((int) time, factor), RNNFormat.NCW);
        }
        throw new IllegalArgumentException("frames of one sequence [batch, size, time] can be stacked, given " + Arrays.toString(inputs));
    }

    @Override
    public String toString() {
        return "FrameStacking(" + (settings().width == 0 ? "" : settings().width + " by ") + settings().factor + ")";
    }

    /** What runs it. */
    private static final class FrameStackingVertex extends TrainedGraphVertex {
        private final transient int factor;
        private final transient int width;
        /** For each place in the output, the time-major row of the input that stands there, or -1. */
        private transient int[] sources;

        FrameStackingVertex(FrameStacking configuration, Place place) {
            super(configuration, place);
            factor = configuration.settings().factor;
            width = configuration.settings().taken();
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            var sequence = inputs[0];
            require(sequence, "its input", -1, -1, -1);
            int batch = (int) sequence.size(0);
            int time = (int) sequence.size(2);
            requireMask(mask(0), "its mask", batch, time);
            sources = sources(mask(0), batch, time);
            var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch, width * sequence.size(1), steps(time, factor));
            backend.gather(TimeMajor.rows(sequence, dataType), sources, places(out, sequence.size(1)));
            return out;
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
            var dx = gradientOf(inputs[0], workspaces);
            backend.scatter(places(epsilon, inputs[0].size(1)), sources, false, TimeMajor.rows(dx, dataType));
            return new Pair<>(null, new INDArray[] {dx});
        }

        /** The rows of an output, or of its gradient, cut into the steps that they are made of. */
        private INDArray places(INDArray stacked, long size) {
            return TimeMajor.rows(stacked, dataType).reshape('c', sources.length, size);
        }

        private int[] sources(INDArray mask, int batch, int time) {
            int steps = steps(time, factor);
            var found = new int[steps * batch * width];
            int place = 0;
            for (int step = 0; step < steps; step++) {
                for (int b = 0; b < batch; b++) {
                    for (int t = step * factor; t < step * factor + width; t++) {
                        boolean counts = t < time && (mask == null || mask.getDouble(b, t) != 0);
                        found[place++] = counts ? t * batch + b : -1;
                    }
                }
            }
            return found;
        }

        @Override
        public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] maskArrays, MaskState state, int minibatchSize) {
            super.feedForwardMaskArrays(maskArrays, state, minibatchSize);
            if (maskArrays == null || maskArrays[0] == null) {
                return new Pair<>(null, state);
            }
            return new Pair<>(shortened(maskArrays[0]), state);
        }

        private INDArray shortened(INDArray mask) {
            return Detached.get(() -> {
                int steps = steps((int) mask.size(1), factor);
                var first = Nd4j.create(DataType.FLOAT, mask.size(0), steps);
                for (int b = 0; b < mask.size(0); b++) {
                    for (int t = 0; t < steps; t++) {
                        first.putScalar(b, t, mask.getDouble(b, (long) t * factor));
                    }
                }
                return first;
            });
        }
    }
}
