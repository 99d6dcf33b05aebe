package org.unrolled.model;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.arrays.FeatureScaling;
import org.unrolled.nn.Pooling;
import org.unrolled.nn.ScaledFeatures;
import org.unrolled.nn.SequencePooling;

/** The graph of a {@link CaptionModel} while it grows: begins with the embedding of the words and the grid's one vector. */
final class CaptionGraph extends EncoderDecoderGraph {
    static final String WHAT = "caption";
    /** Name of the vector that the whole grid becomes. */
    static final String WHOLE = "whole";
    /** Name of the decoder's first state. */
    static final String FIRST_STATE = "firstState";

    private final CaptionModel<?> model;
    private final String seen;

    CaptionGraph(CaptionModel<?> model, IUpdater updater) {
        super(CaptionModel.PICTURE, InputType.recurrent(model.features()), model.seed(), updater);
        this.model = model;
        embedding(EncoderDecoderModel.TARGET_EMBEDDING, model.vocabulary(), model.embedding(), model.dropout(), EncoderDecoderModel.TARGET);
        seen = model.scaling() == null ? CaptionModel.PICTURE : add("scaled", new ScaledFeatures(model.scaling()), CaptionModel.PICTURE);
        add(WHOLE, SequencePooling.builder().pooling(model.whole()).size(model.features()).build(), seen);
    }

    /** Name of the grid as the model sees it. */
    String seen() {
        return seen;
    }

    /** @param dropout of what it reads */
    static DenseLayer dense(int units, Activation activation, double dropout) {
        return new DenseLayer.Builder().nOut(units).activation(activation).dropOut(DropProbability.dropout(dropout)).build();
    }

    /** Adds the decoder's first state, made of a vector: h, and with an LSTM c beside it. @return its name */
    String firstState(String from) {
        int size = model.cell() == RecurrentCell.LSTM ? 2 * model.hiddenSize() : model.hiddenSize();
        add(FIRST_STATE, dense(size, Activation.TANH, model.dropout()), from);
        return FIRST_STATE;
    }

    /** The network, with the softmax on top of this part. */
    ComputationGraph ending(String below) {
        return ending(softmax(model.vocabulary(), model.labelSmoothing(), model.tied()), below, model.dropout());
    }

    /** @throws IllegalArgumentException unless places in any order give the same */
    static void requireUnordered(Pooling whole) {
        require(whole instanceof Pooling.Mean || whole instanceof Pooling.Max, "a grid that becomes one vector by " + whole,
            "Pooling.Mean or Pooling.Max");
    }

    /** @throws IllegalArgumentException if it is a scaling of other features */
    static void requireScaling(FeatureScaling scaling, int features) {
        require(scaling == null || scaling.mean().length == features, "a scaling of " + (scaling == null ? 0 : scaling.mean().length)
            + " features for " + features, "as many");
    }

    /** Settings that every such model has. @throws IllegalArgumentException naming the one that makes no model */
    static void require(int features, int vocabulary, int embedding, int hiddenSize, double dropout, double labelSmoothing) {
        require(features >= 1 && vocabulary >= 2, features + " features and a vocabulary of " + vocabulary + " symbols",
            "at least 1 feature and 2 symbols");
        require(hiddenSize >= 1, "a hidden size of " + hiddenSize, "at least 1");
        require(WHAT, embedding, 1, dropout, labelSmoothing);
    }

    static void require(boolean fits, String given, String expected) {
        require(WHAT, fits, given, expected);
    }
}
