package org.unrolled.train;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.model.CharacterModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.Lstm;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.TokenEmbedding;

/** Small networks and texts for the tests of this package. */
final class TrainingExamples {
    static final int VOCABULARY = 6;

    private TrainingExamples() {
    }

    /** A text that can be learnt: each id follows from the one before, with a few surprises. */
    static int[] text(int length) {
        var random = new Random(5);
        int[] ids = new int[length];
        for (int i = 1; i < length; i++) {
            ids[i] = random.nextInt(8) == 0 ? random.nextInt(VOCABULARY) : (ids[i - 1] * 2 + 1) % VOCABULARY;
        }
        return ids;
    }

    /** Consecutive windows of the text, ids of shape [rows, window]. */
    static List<DataSet> windows(int rows, int window, int count) {
        int[] ids = text(rows * window * count + 1);
        int stretch = window * count;
        return IntStream.range(0, count).mapToObj(w -> {
            var features = new float[rows][window];
            var labels = new float[rows][window];
            for (int r = 0; r < rows; r++) {
                for (int t = 0; t < window; t++) {
                    features[r][t] = ids[r * stretch + w * window + t];
                    labels[r][t] = ids[r * stretch + w * window + t + 1];
                }
            }
            return new DataSet(Nd4j.create(features), Nd4j.create(labels));
        }).toList();
    }

    /** A character model with dropout, so that its training needs random numbers. */
    static MultiLayerNetwork model() {
        return new CharacterModel(RecurrentCell.LSTM, VOCABULARY, 4, 8, 2, 0.3, 3).build(new FusedAdam(0.02));
    }

    /** A network of doubles with one recurrent layer. */
    static MultiLayerNetwork exact(IUpdater updater) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(4).dataType(DataType.DOUBLE)
            .updater(updater).list()
            .layer(TokenEmbedding.builder().nIn(VOCABULARY).nOut(3).build())
            .layer(Lstm.builder().nOut(5).build())
            .layer(SoftmaxOutput.builder().nOut(VOCABULARY).build())
            .setInputType(InputType.recurrent(1)).build());
        network.init();
        return network;
    }
}
