package org.unrolled.bench;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.model.CaptionModel;
import org.unrolled.nn.FusedAdam;

/**
 * A captioning model in place of a layer: a picture's vector makes an LSTM's first state, an embedding of 256 numbers a word is the
 * softmax's weight matrix, too. No dropout.
 */
final class OurDecoder implements Candidate {
    private static final int IMAGE = 1280;
    private static final int SQUEEZED = 256;

    private final ComputationGraph graph;
    private final MultiDataSet data;

    OurDecoder(Task task) {
        graph = CaptionModel.showTell(IMAGE, task.vocabulary()).withBottleneck(SQUEEZED).withEmbedding(SQUEEZED)
            .withHiddenSize(task.hidden()).withDropout(0).build(new FusedAdam(1e-3));
        var picture = Nd4j.rand(DataType.FLOAT, task.batch(), IMAGE, 1);
        data = new MultiDataSet(new INDArray[] {picture, task.ids(0)}, new INDArray[] {task.ids(1)});
    }

    @Override
    public void train() {
        graph.fit(data);
    }

    @Override
    public float forward() {
        try (var probabilities = graph.output(data.getFeatures())[0]) {
            return probabilities.getFloat(0, 0, 0);
        }
    }
}
