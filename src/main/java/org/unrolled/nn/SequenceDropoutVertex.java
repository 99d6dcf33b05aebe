package org.unrolled.nn;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What runs a {@link SequenceDropout}. */
final class SequenceDropoutVertex extends BaseGraphVertex {
    private final transient FusedDropout dropout;
    private boolean dropped;

    SequenceDropoutVertex(FusedDropout dropout, ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, null, null, type);
        this.dropout = dropout;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        dropped = training && dropout.getKeep() < 1;
        var out = copy(inputs[0], ArrayType.ACTIVATIONS, workspaces);
        if (dropped) {
            dropout.applyDropout(out, out, graph.getConfiguration().getIterationCount(),
                graph.getConfiguration().getEpochCount(), workspaces);
        }
        return TimeMajor.sequence(out);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var dx = copy(epsilon, ArrayType.ACTIVATION_GRAD, workspaces);
        if (dropped) {
            dropout.backprop(dx, dx, graph.getConfiguration().getIterationCount(), graph.getConfiguration().getEpochCount());
        }
        return new Pair<>(null, new INDArray[] {TimeMajor.sequence(dx)});
    }

    private INDArray copy(INDArray sequence, ArrayType kind, LayerWorkspaceMgr workspaces) {
        return TimeMajor.create(workspaces, kind, dataType, sequence.size(0), sequence.size(1), sequence.size(2))
            .assign(sequence.permute(2, 0, 1));
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] maskArrays, MaskState state, int minibatchSize) {
        return new Pair<>(maskArrays == null ? null : maskArrays[0], MaskState.Passthrough);
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray view) {
        if (view != null) {
            throw new IllegalArgumentException("vertex " + vertexName + " has no parameters");
        }
    }

    /** As in the interface: DL4J's own base class leaves the dots out. */
    @Override
    @SuppressWarnings("overrides")
    public void setInputs(INDArray... inputs) {
        super.setInputs(inputs);
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public Layer getLayer() {
        return null;
    }

    @Override
    public String toString() {
        return "SequenceDropout(keep " + dropout.getKeep() + ") \"" + vertexName + "\"";
    }
}
