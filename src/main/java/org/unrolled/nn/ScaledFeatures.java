package org.unrolled.nn;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.arrays.FeatureScaling;

/**
 * Takes each feature's mean out and divides it by its deviation, both known before training: y[b, i, t] = (x[b, i, t] - mean[i]) /
 * deviation[i]. So a network can be given an encoder's features as they come, and its file says how they were scaled.
 *
 * <p>Input and output [batch, features, time].
 */
public final class ScaledFeatures extends TrainedVertex<ScaledFeatures.Settings> {
    /** Lists, which are equal if their numbers are, of what JSON makes of numbers. */
    record Settings(List<Double> mean, List<Double> deviation) {
    }

    private ScaledFeatures() {
        super(new Settings(List.of(), List.of()), 1, 1);
    }

    /** A vertex that scales as this does. @throws IllegalArgumentException if a deviation isn't above 0 */
    public ScaledFeatures(FeatureScaling scaling) {
        super(new Settings(list(scaling.mean()), list(scaling.deviation())), 1, 1);
        Preconditions.checkArgument(settings().deviation.stream().allMatch(each -> each > 0 && each < Double.POSITIVE_INFINITY),
                "deviations %s: expected each above 0", settings().deviation);
    }

    private static List<Double> list(float[] numbers) {
        var list = new Double[numbers.length];
        Arrays.setAll(list, i -> (double) numbers[i]);
        return List.of(list);
    }

    @Override
    TrainedGraphVertex vertex(Place place) {
        return new Vertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        requireSize(inputs[0], settings().mean.size(), "a sequence");
        return inputs[0];
    }

    @Override
    public String toString() {
        return "ScaledFeatures(" + settings().mean.size() + ")";
    }

    /** What runs it. */
    private static final class Vertex extends TrainedGraphVertex {
        private final transient INDArray mean;
        private final transient INDArray inverse;

        Vertex(ScaledFeatures configuration, Place place) {
            super(configuration, place);
            mean = Detached.get(() -> row(configuration.settings().mean));
            inverse = Detached.get(() -> row(configuration.settings().deviation).rdivi(1));
        }

        private INDArray row(List<Double> numbers) {
            return Nd4j.create(numbers.stream().mapToDouble(Double::doubleValue).toArray()).castTo(dataType);
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            require(inputs[0], "the sequence", -1, (int) mean.length(), -1);
            var out = TimeMajor.like(workspaces, ArrayType.ACTIVATIONS, dataType, inputs[0]);
            var rows = TimeMajor.rows(out, dataType);
            rows.assign(TimeMajor.rows(inputs[0], dataType)).subiRowVector(mean).muliRowVector(inverse);
            return out;
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
            var dx = gradientOf(inputs[0], workspaces);
            dx.assign(epsilon).muli(inverse.reshape(1, inverse.length(), 1));
            return new Pair<>(null, new INDArray[] {dx});
        }
    }
}
