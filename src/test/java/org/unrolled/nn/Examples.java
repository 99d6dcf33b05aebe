package org.unrolled.nn;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Small networks and batches that the tests of this package share. */
final class Examples {
    /** One builder a cell and form. */
    enum Kind {
        TANH(VanillaRnn::builder),
        RELU(() -> VanillaRnn.builder().nonlinearity(VanillaRnn.Nonlinearity.RELU)),
        LSTM(Lstm::builder),
        PEEPHOLES(() -> Lstm.builder().peepholes(true)),
        GRU_BEFORE(Gru::builder),
        GRU_AFTER(() -> Gru.builder().resetAfter(true));

        private final Supplier<RecurrentConfiguration.Builder<?>> builder;

        Kind(Supplier<RecurrentConfiguration.Builder<?>> builder) {
            this.builder = builder;
        }

        RecurrentConfiguration.Builder<?> builder() {
            return builder.get();
        }

        Layer layer(int nIn, int nOut) {
            return builder().nIn(nIn).nOut(nOut).build();
        }
    }

    private Examples() {
    }

    static MultiLayerNetwork network(DataType type, IUpdater updater, int nOut, List<Layer> layers) {
        var list = new NeuralNetConfiguration.Builder().seed(11).dataType(type).updater(updater).list();
        layers.forEach(list::layer);
        var last = layers.get(layers.size() - 1);
        long nIn = last instanceof RecurrentConfiguration r ? r.getNOut()
            : ((Bidirectional) last).getNOut();
        list.layer(output((int) nIn, nOut));
        var network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    static RnnOutputLayer output(int nIn, int nOut) {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT).nIn(nIn).nOut(nOut).activation(Activation.SOFTMAX)
            .dataFormat(RNNFormat.NCW).build();
    }

    /** A network for gradient checks: double precision, no updater, biases that are not zero. */
    static MultiLayerNetwork checkable(int nOut, Layer... layers) {
        var network = network(DataType.DOUBLE, new NoOp(), nOut, List.of(layers));
        network.params().addi(Nd4j.randn(DataType.DOUBLE, network.params().shape()).muli(0.1));
        return network;
    }

    static INDArray input(DataType type, int batch, int features, int time) {
        return Nd4j.randn(type, batch, features, time);
    }

    static INDArray tokens(DataType type, int batch, int vocabulary, int time) {
        return Transforms.floor(Nd4j.rand(type, batch, 1, time).muli(vocabulary));
    }

    static INDArray oneHot(INDArray tokens, int vocabulary) {
        var result = Nd4j.zeros(tokens.dataType(), tokens.size(0), vocabulary, tokens.size(2));
        for (int b = 0; b < tokens.size(0); b++) {
            for (int t = 0; t < tokens.size(2); t++) {
                result.putScalar(new int[] {b, tokens.getInt(b, 0, t), t}, 1);
            }
        }
        return result;
    }

    static INDArray labels(DataType type, int batch, int classes, int time) {
        return oneHot(tokens(type, batch, classes, time), classes);
    }

    /** Sequence b has time - b % time real steps, then padding. */
    static INDArray mask(DataType type, int batch, int time) {
        var mask = Nd4j.ones(type, batch, time);
        for (int b = 0; b < batch; b++) {
            for (int t = time - b % time; t < time; t++) {
                mask.putScalar(b, t, 0);
            }
        }
        return mask;
    }
}
