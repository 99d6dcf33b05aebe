package org.unrolled.model;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.Records;

/**
 * A model that reads one sequence, or sees a picture, and writes another, symbol by symbol: what all kinds have. It is a record of its settings and builds
 * its graph, whose parts are called alike, so that what decodes one decodes the other.
 *
 * @param <M> the model itself: a setting is changed by {@code with...}, which gives another of the same kind
 */
public sealed interface EncoderDecoderModel<M extends EncoderDecoderModel<M>> permits TranslationModel, SpellingModel, CaptionModel {
    /** Name of the graph's input of target ids, START first. */
    String TARGET = "target";
    /** Name of the target's embedding. */
    String TARGET_EMBEDDING = "targetEmbedding";
    /** Name of the softmax. */
    String OUTPUT = "output";

    /** Numbers that a symbol's vector has; a Transformer has this size throughout. */
    int embedding();

    /** Probability of <b>dropping</b> a unit in training, from 0 to below 1. */
    double dropout();

    /** Share of the target spread over all symbols, from 0 to below 1. */
    double labelSmoothing();

    /** Of the first weights. */
    long seed();

    /** The network, with Adam at a learning rate of 0.001. */
    default ComputationGraph build() {
        return build(new FusedAdam(1e-3));
    }

    /** The network with another updater. */
    ComputationGraph build(IUpdater updater);

    /** The same with vectors of another size. */
    default M withEmbedding(int numbers) {
        return with("embedding", numbers);
    }

    /** The same with another dropout. */
    default M withDropout(double probability) {
        return with("dropout", probability);
    }

    /** The same with another label smoothing. */
    default M withLabelSmoothing(double share) {
        return with("labelSmoothing", share);
    }

    /** The same with another seed. */
    default M withSeed(long other) {
        return with("seed", other);
    }

    @SuppressWarnings("unchecked")
    private M with(String setting, Object value) {
        return (M) Records.with((Record) this, setting, value);
    }
}
