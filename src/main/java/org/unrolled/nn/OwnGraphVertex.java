package org.unrolled.nn;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.LayerBackend;

/** What all vertices of this package have in common at work: none of them wraps a layer. */
abstract class OwnGraphVertex extends BaseGraphVertex {
    OwnGraphVertex(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, null, null, type);
    }

    /** What computes. */
    final LayerBackend backend() {
        return Backends.choose(dataType);
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
}
