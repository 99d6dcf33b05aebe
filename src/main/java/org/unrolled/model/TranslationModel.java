package org.unrolled.model;

import org.unrolled.nn.Records;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.text.EncodedPairs;

/**
 * A model that reads a sentence and writes its translation (or an answer, or a headline): encoder, decoder, softmax.
 *
 * <pre>{@code
 * var graph = TranslationModel.attention(pairs).withHiddenSize(256).withDropout(0.3).build();
 * Trainer.of(graph).epochs(10).multiBatches(PairBatches.of(pairs, 64, 1)::epoch).clipNorm(1).run();
 * }</pre>
 *
 * A model is a record of its settings and builds its graph, which has the inputs {@link #SOURCE} and {@link #TARGET}, ids
 * [batch, time] as {@link org.unrolled.text.PairBatches} makes them, and the output {@link #OUTPUT}.
 *
 * @param <M> the model itself: a setting is changed by {@code with...}, which gives another of the same kind
 */
public sealed interface TranslationModel<M extends TranslationModel<M>> extends EncoderDecoderModel<M>
    permits RecurrentTranslation, TransformerTranslation {
    /** Name of the graph's input of source ids. */
    String SOURCE = "source";
    /** Name of the source's embedding. */
    String SOURCE_EMBEDDING = "sourceEmbedding";

    /** What the decoder knows of the source. */
    enum Kind {
        /** One vector: {@link ContextTranslation}. */
        CONTEXT,
        /** All states of a recurrent encoder, by attention: {@link AttentionTranslation}. */
        ATTENTION,
        /** All states of an encoder without recurrence: {@link TransformerTranslation}. */
        TRANSFORMER
    }

    /** Which of the models this is. */
    Kind kind();

    /** Symbols of the source, at least 2. */
    int sourceVocabulary();

    /** Symbols of the target, at least 2. */
    int targetVocabulary();

    /** Layers of the encoder and of the decoder. */
    int layers();

    /** Whether the target's embedding is the softmax's weight matrix, too (Press and Wolf 2017). */
    boolean tied();

    /** A context-vector model for these pairs' vocabularies: LSTM, one layer, 256 units, untied. */
    static ContextTranslation context(EncodedPairs pairs) {
        return context(pairs.sourceVocabulary().size(), pairs.targetVocabulary().size());
    }

    /** The same for vocabularies of these sizes. */
    static ContextTranslation context(int source, int target) {
        return new ContextTranslation(source, target, 128, 256, 1, RecurrentCell.LSTM, true, false, false, 0.1, 0, 1);
    }

    /** A model with attention for these pairs' vocabularies: LSTM, one layer, 256 units, general score, untied. */
    static AttentionTranslation attention(EncodedPairs pairs) {
        return attention(pairs.sourceVocabulary().size(), pairs.targetVocabulary().size());
    }

    /** The same for vocabularies of these sizes. */
    static AttentionTranslation attention(int source, int target) {
        return new AttentionTranslation(source, target, 128, 256, 1, RecurrentCell.LSTM, AttentionScore.GENERAL, true, false, false,
            0.1, 0, 1);
    }

    /** A Transformer for these pairs' vocabularies: 128 numbers, two blocks, four heads, 256 inner units, tied. */
    static TransformerTranslation transformer(EncodedPairs pairs) {
        return transformer(pairs.sourceVocabulary().size(), pairs.targetVocabulary().size());
    }

    /** The same for vocabularies of these sizes. */
    static TransformerTranslation transformer(int source, int target) {
        return new TransformerTranslation(source, target, 128, 2, 4, 256, true, 0.1, 0, 1);
    }

    /** A model of this kind for these pairs' vocabularies, with sizes that a laptop trains in minutes. */
    static TranslationModel<?> of(Kind kind, EncodedPairs pairs) {
        return switch (kind) {
            case CONTEXT -> context(pairs);
            case ATTENTION -> attention(pairs);
            case TRANSFORMER -> transformer(pairs);
        };
    }

    /** The same for other vocabularies. */
    @SuppressWarnings("unchecked")
    default M withVocabularies(int source, int target) {
        return (M) Records.with(Records.with((Record) this, "sourceVocabulary", source), "targetVocabulary", target);
    }

    /** The same with another number of layers. */
    default M withLayers(int number) {
        return with("layers", number);
    }

    /** The same with or without tied weights. */
    default M withTied(boolean wanted) {
        return with("tied", wanted);
    }

    @SuppressWarnings("unchecked")
    private M with(String setting, Object value) {
        return (M) Records.with((Record) this, setting, value);
    }
}
