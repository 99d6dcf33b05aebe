package org.unrolled.bench;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The benchmark's model from DL4J's own layers, which want one-hot labels. */
final class StockNetwork implements Candidate {

    private final MultiLayerNetwork network;
    private final DataSet data;

    StockNetwork(Task task) {
        var list = new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3)).list();
        if (task.embedding()) {
            list.layer(new EmbeddingSequenceLayer.Builder().nIn(task.vocabulary()).nOut(task.hidden()).build());
        }
        list.layer(recurrent(task));
        list.layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT).activation(Activation.SOFTMAX)
                .nIn(task.outputs()).nOut(task.vocabulary()).dataFormat(RNNFormat.NCW).build());
        if (!task.embedding()) {
            // With an input type, DL4J's embedding would take the one feature of an id for the size of the vocabulary.
            list.setInputType(InputType.recurrent(task.vocabulary(), task.time(), RNNFormat.NCW));
        }
        network = new MultiLayerNetwork(list.build());
        network.init();
        data = new DataSet(task.embedding() ? task.ids(0).reshape(task.batch(), 1, task.time()) : task.oneHot(0), task.oneHot(1));
    }

    private static Layer recurrent(Task task) {
        BaseLayer cell = switch (task.cell()) {
            case "rnn" -> new SimpleRnn.Builder().nIn(task.inputs()).nOut(task.hidden()).activation(Activation.TANH)
                    .dataFormat(RNNFormat.NCW).build();
            case "lstm", "bilstm" -> new LSTM.Builder().nIn(task.inputs()).nOut(task.hidden()).activation(Activation.TANH)
                    .dataFormat(RNNFormat.NCW).build();
            default -> throw new IllegalArgumentException("DL4J has no layer for the cell " + task.cell());
        };
        return task.cell().equals("bilstm") ? new Bidirectional(Bidirectional.Mode.CONCAT, cell) : cell;
    }

    @Override
    public void train() {
        network.fit(data);
    }

    @Override
    public float forward() {
        try (var probabilities = network.output(data.getFeatures())) {
            return probabilities.getFloat(0, 0, 0);
        }
    }
}
