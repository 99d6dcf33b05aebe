package org.unrolled.nn;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What runs a {@link SequenceDropout}. */
final class SequenceDropoutVertex extends PlainGraphVertex {
    private final transient FusedDropout dropout;
    private boolean dropped;

    SequenceDropoutVertex(SequenceDropout settings, ComputationGraph graph, String name, int index, DataType type) {
        super(settings, graph, name, index, type);
        this.dropout = new FusedDropout(settings.settings().keep());
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
}
