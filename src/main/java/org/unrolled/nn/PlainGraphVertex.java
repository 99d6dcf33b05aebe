package org.unrolled.nn;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex without parameters at work: what {@link PlainVertex} configures. The mask of its first input goes on. */
abstract class PlainGraphVertex extends OwnGraphVertex {
    private final transient PlainVertex<?> configuration;

    PlainGraphVertex(PlainVertex<?> configuration, ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, type);
        this.configuration = configuration;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] maskArrays, MaskState state, int minibatchSize) {
        return new Pair<>(maskArrays == null ? null : maskArrays[0], MaskState.Passthrough);
    }

    @Override
    public final void setBackpropGradientsViewArray(INDArray view) {
        if (view != null) {
            throw new IllegalArgumentException("vertex " + vertexName + " has no parameters");
        }
    }

    @Override
    public final String toString() {
        return configuration + " \"" + vertexName + "\"";
    }
}
