package org.unrolled.decode;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.arrays.Detached;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.nn.RecurrentConfiguration;
import org.unrolled.nn.TokenEmbedding;

/** A network that reads with states of its own, so that sampling in the middle of training leaves the training alone. */
final class NetworkModel implements TokenModel {
    /** Long texts are read in pieces of so many tokens: the network gives probabilities for each, one after the other. */
    private static final int PIECE = 256;

    private final Model owner;
    private final UnaryOperator<INDArray> network;
    private final List<RecurrentLayer> recurrent;
    private final boolean takesIds;
    private final int vocabularySize;
    private List<Map<String, INDArray>> states;

    /**
     * @param owner   of the layers: only one thread at a time puts its states into them
     * @param network its rnnTimeStep: [1, 1 or vocabulary, time] to [1, vocabulary, time]
     */
    NetworkModel(Model owner, Layer[] layers, UnaryOperator<INDArray> network) {
        this.owner = owner;
        this.network = network;
        var all = Stream.of(layers).map(NetworkModel::unwrapped).toList();
        if (all.stream().anyMatch(BidirectionalLayer.class::isInstance)) {
            throw new IllegalArgumentException("the network has a bidirectional layer, which needs the whole text before it"
                + " can say what comes next: generate with layers that read forwards only");
        }
        recurrent = all.stream().filter(RecurrentLayer.class::isInstance).map(RecurrentLayer.class::cast).toList();
        var first = all.get(0).conf().getLayer();
        var last = all.get(all.size() - 1).conf().getLayer();
        takesIds = first instanceof TokenEmbedding || first instanceof EmbeddingSequenceLayer
            || first instanceof RecurrentConfiguration cell && cell.takesTokens();
        vocabularySize = (int) size(last, false);
        if (size(first, true) != vocabularySize) {
            throw new IllegalArgumentException("the network reads " + size(first, true) + " different tokens and predicts "
                + vocabularySize + ": expected as many of both");
        }
        forget();
    }

    private static Layer unwrapped(Layer layer) {
        return layer instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : layer;
    }

    private static long size(org.deeplearning4j.nn.conf.layers.Layer layer, boolean input) {
        if (layer instanceof FeedForwardLayer sized) {
            return input ? sized.getNIn() : sized.getNOut();
        }
        throw new IllegalArgumentException("the network's " + (input ? "first" : "last") + " layer is a "
            + layer.getClass().getSimpleName() + ", expected " + (input ? "a TokenEmbedding or a recurrent layer"
            : "a SoftmaxOutput or DL4J's RnnOutputLayer"));
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public void forget() {
        states = recurrent.stream().map(layer -> Map.<String, INDArray>of()).toList();
    }

    @Override
    public double[] read(int... ids) {
        for (int id : ids) {
            if (id < 0 || id >= vocabularySize) {
                throw new IllegalArgumentException("token " + id + " is none of the model's: expected 0 to "
                    + (vocabularySize - 1));
            }
        }
        if (ids.length == 0) {
            throw new IllegalArgumentException("no tokens to read: give at least one");
        }
        for (int from = 0; from < ids.length - PIECE; from += PIECE) {
            Interrupted.check();
            step(Arrays.copyOfRange(ids, from, from + PIECE));
        }
        return logarithms(step(Arrays.copyOfRange(ids, (ids.length - 1) / PIECE * PIECE, ids.length)));
    }

    /** Probabilities after these ids. */
    private double[] step(int[] ids) {
        synchronized (owner) {
            var all = Detached.get(() -> withOwnStates(input(ids)));
            return all.get(NDArrayIndex.point(0), NDArrayIndex.all(), NDArrayIndex.point(ids.length - 1)).toDoubleVector();
        }
    }

    private INDArray withOwnStates(INDArray input) {
        var before = recurrent.stream().map(RecurrentLayer::rnnGetPreviousState).toList();
        set(states);
        try {
            var output = network.apply(input);
            states = recurrent.stream().map(RecurrentLayer::rnnGetPreviousState).toList();
            return output;
        } finally {
            set(before);
        }
    }

    private void set(List<Map<String, INDArray>> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            recurrent.get(i).rnnSetPreviousState(wanted.get(i));
        }
    }

    private INDArray input(int[] ids) {
        if (takesIds) {
            return Nd4j.createFromArray(Arrays.stream(ids).asDoubleStream().toArray()).reshape(1, 1, ids.length);
        }
        var oneHot = Nd4j.zeros(1, vocabularySize, ids.length);
        for (int t = 0; t < ids.length; t++) {
            oneHot.putScalar(0, ids[t], t, 1);
        }
        return oneHot;
    }

    private static double[] logarithms(double[] probabilities) {
        for (double p : probabilities) {
            if (!(p >= 0 && p <= 1.001)) {
                throw new IllegalStateException("the network gives " + p + " where a probability is expected: end it in a"
                    + " softmax (SoftmaxOutput), and look whether its training has diverged");
            }
        }
        return Arrays.stream(probabilities).map(Math::log).toArray();
    }
}
