package org.unrolled.model;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.arrays.FeatureScaling;
import org.unrolled.nn.ContextInput;
import org.unrolled.nn.Pooling;
import org.unrolled.nn.Records;
import org.unrolled.nn.RecurrentDecoder;
import org.unrolled.nn.StepLinear;

/**
 * One vector is all that the decoder learns of the picture, as in "Show and Tell" (Vinyals, Toshev, Bengio and Erhan 2015).
 * <pre>
 * picture → whole → imageBottleneck → firstState        [batch, bottleneck], [batch, hiddenSize], an LSTM's [batch, 2 hiddenSize]
 * target → targetEmbedding → decoder (begins with firstState) → logitBottleneck → output
 * </pre>
 * Or the bottleneck stands beside each embedded word, h = tanh(W_xh x + W_hh h + W_ih v), and the decoder begins with zeros (Mao et al.
 * 2015; {@code NeuralTalk}, Karpathy and Fei-Fei 2015, has the picture so at the first step).
 *
 * @param features   {@link CaptionModel#features}; the others likewise
 * @param bottleneck numbers that the picture's vector is squeezed to
 * @param image      where the decoder is given that vector
 */
public record ShowTell(int features, int vocabulary, FeatureScaling scaling, Pooling whole, int embedding, int bottleneck, int hiddenSize, RecurrentCell cell,
                       ImageInput image, boolean tied, double dropout, double labelSmoothing, long seed)
    implements CaptionModel<ShowTell> {
    /** Where the decoder is given the picture. */
    public enum ImageInput {
        /** Once: its first state is made of it. */
        FIRST_STATE,
        /** At every step, beside the word; the first state is zeros. */
        EVERY_STEP,
        /** Both. */
        BOTH
    }

    /** @throws IllegalArgumentException naming the setting that makes no model */
    public ShowTell {
        CaptionGraph.require(features, vocabulary, embedding, hiddenSize, dropout, labelSmoothing);
        CaptionGraph.requireUnordered(whole);
        CaptionGraph.requireScaling(scaling, features);
        CaptionGraph.require(bottleneck >= 1, "a bottleneck of " + bottleneck + " numbers", "at least 1");
    }

    /** An LSTM of 256 units whose first state is made of the picture by way of 128 numbers; words of 128 numbers, tied to the softmax. */
    public static ShowTell of(int features, int vocabulary) {
        return new ShowTell(features, vocabulary, null, new Pooling.Mean(), 128, 128, 256, RecurrentCell.LSTM, ImageInput.FIRST_STATE, true,
            0.2, 0, 1);
    }

    /** The same with another size of the picture's vector. */
    public ShowTell withBottleneck(int numbers) {
        return Records.with(this, "bottleneck", numbers);
    }

    /** The same with the picture given elsewhere. */
    public ShowTell withImage(ImageInput where) {
        return Records.with(this, "image", where);
    }

    @Override
    public ComputationGraph build(IUpdater updater) {
        var graph = new CaptionGraph(this, updater);
        var seen = graph.add("imageBottleneck", CaptionGraph.dense(bottleneck, Activation.RELU, dropout), CaptionGraph.WHOLE);
        var words = TARGET_EMBEDDING;
        int size = embedding;
        if (image != ImageInput.FIRST_STATE) {
            words = graph.add("besideImage", new ContextInput(), words, seen);
            size += bottleneck;
        }
        var decoder = new RecurrentDecoder(cell.layer(size, hiddenSize, 0));
        var told = image == ImageInput.EVERY_STEP ? graph.add("decoder", decoder, words)
            : graph.add("decoder", decoder, words, graph.firstState(seen));
        var squeezed = StepLinear.builder().nIn(hiddenSize).nOut(embedding).build();
        return graph.ending(graph.add("logitBottleneck", squeezed, told));
    }
}
