package org.unrolled.bench;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.Gru;
import org.unrolled.nn.Lstm;
import org.unrolled.nn.RecurrentConfiguration;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.TokenEmbedding;
import org.unrolled.nn.VanillaRnn;

/** The benchmark's model from our layers: integer labels; integer ids in where there is an embedding, else one-hot. */
final class OurNetwork implements Candidate {

    private final MultiLayerNetwork network;
    private final DataSet data;

    OurNetwork(Task task) {
        var list = new NeuralNetConfiguration.Builder().seed(1).updater(new FusedAdam(1e-3)).list();
        if (task.embedding()) {
            list.layer(TokenEmbedding.builder().nIn(task.vocabulary()).nOut(task.hidden()).build());
        }
        list.layer(recurrent(task));
        list.layer(SoftmaxOutput.builder().nIn(task.outputs()).nOut(task.vocabulary()).build());
        list.setInputType(InputType.recurrent(task.embedding() ? 1 : task.vocabulary(), task.time(), RNNFormat.NCW));
        network = new MultiLayerNetwork(list.build());
        network.init();
        data = new DataSet(task.embedding() ? task.ids(0) : task.oneHot(0), task.ids(1));
    }

    private static Layer recurrent(Task task) {
        RecurrentConfiguration cell = switch (task.cell()) {
            case "rnn" -> VanillaRnn.builder().nIn(task.inputs()).nOut(task.hidden()).build();
            case "gru" -> Gru.builder().nIn(task.inputs()).nOut(task.hidden()).resetAfter(true).build();
            case "lstm", "bilstm" -> Lstm.builder().nIn(task.inputs()).nOut(task.hidden()).build();
            default -> throw new IllegalArgumentException("there is no cell " + task.cell());
        };
        return task.cell().equals("bilstm") ? new BidirectionalRecurrent(cell) : cell;
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
