package org.unrolled.nn;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.LayerBackend;
import org.unrolled.nn.rows.Dropout;

/** A vertex at work: what {@link TrainedVertex} configures. It wraps no layer. Subclasses compute. */
public abstract class TrainedGraphVertex extends BaseGraphVertex {
    /** What computes. */
    final transient LayerBackend backend;
    private final transient TrainedVertex<?> configuration;
    private final transient INDArray flat;
    private final transient Map<String, INDArray> table;
    private transient INDArray flatGradients;
    private transient Map<String, INDArray> gradients;
    private transient INDArray[] masks;

    TrainedGraphVertex(TrainedVertex<?> configuration, TrainedVertex.Place place) {
        super(place.graph(), place.name(), place.index(), null, null, place.type());
        this.configuration = configuration;
        this.backend = Backends.choose(place.type());
        this.flat = place.flat();
        this.table = place.table();
    }

    /** As in the interface: DL4J's own base class leaves the dots out, which would be a warning in every subclass. */
    @Override
    @SuppressWarnings("overrides")
    public final void setInputs(INDArray... inputs) {
        super.setInputs(inputs);
    }

    @Override
    public final boolean hasLayer() {
        return false;
    }

    @Override
    public final Layer getLayer() {
        return null;
    }

    /** A parameter by name, or null. */
    protected final INDArray parameter(String key) {
        return table.get(key);
    }

    /** Where the gradient of a parameter goes, or null. */
    protected final INDArray gradient(String key) {
        return gradients == null ? null : gradients.get(key);
    }

    /** The gradients of all parameters, as {@code doBackward} returns them: null if there are none. */
    protected final Gradient gradients() {
        if (gradients == null) {
            return null;
        }
        var result = new DefaultGradient();
        gradients.forEach((key, view) -> result.gradientForVariable().put(key, view));
        return result;
    }

    /** The mask that came with an input in this pass, or null. */
    protected final INDArray mask(int input) {
        // A graph without masks tells its layers so, but not its vertices: an old mask would stay.
        return graph.getInputMaskArrays() == null || masks == null || input >= masks.length ? null : masks[input];
    }

    /** @throws IllegalArgumentException unless {@code array} has this shape; -1 stands for any size */
    protected final void require(INDArray array, String what, long... shape) {
        boolean fits = array.rank() == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] < 0 || shape[i] == array.size(i);
        }
        if (!fits) {
            throw new IllegalArgumentException("vertex " + vertexName + ": " + what + " has shape "
                + Arrays.toString(array.shape()) + ", expected "
                + Arrays.toString(shape).replace("-1", "any") + " (batch first)");
        }
    }

    /** A new array, time-major, for the gradient of an input [batch, size, time]. */
    final INDArray gradientOf(INDArray input, LayerWorkspaceMgr workspaces) {
        return TimeMajor.like(workspaces, ArrayType.ACTIVATION_GRAD, dataType, input);
    }

    /** Dropout's factors on an output [batch, size, time], time-major; null without dropout. Valid until the next pass. */
    final INDArray factors(Dropout dropout, boolean training, long batch, long size, long time) {
        var rows = dropout.draw(training, dataType, time * batch, size);
        return rows == null ? null : TimeMajor.sequence(rows.reshape('c', time, batch, size));
    }

    /** @throws IllegalStateException unless a forward pass has run */
    final void requireRun(boolean ran) {
        Preconditions.checkState(ran, "vertex %s has not run over whole sequences yet: fit, score or output first", vertexName);
    }

    /** @throws IllegalArgumentException unless a mask is null or [batch, time] */
    protected final void requireMask(INDArray mask, String what, long batch, long time) {
        if (mask != null) {
            require(mask, what, batch, time);
        }
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] maskArrays, MaskState state, int minibatchSize) {
        masks = maskArrays == null ? null : maskArrays.clone();
        return new Pair<>(maskArrays == null ? null : maskArrays[0], MaskState.Passthrough);
    }

    @Override
    public final TrainingConfig getConfig() {
        return configuration;
    }

    @Override
    public final INDArray params() {
        return flat;
    }

    @Override
    public final Map<String, INDArray> paramTable(boolean backpropOnly) {
        return table;
    }

    @Override
    public final INDArray getGradientsViewArray() {
        return flatGradients;
    }

    @Override
    public final void setBackpropGradientsViewArray(INDArray view) {
        flatGradients = view;
        gradients = configuration.views(view);
    }

    @Override
    public String toString() {
        return configuration + " \"" + vertexName + "\"";
    }
}
