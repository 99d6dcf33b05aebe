package org.unrolled.model;

import org.unrolled.nn.Records;

/**
 * A translation model of recurrent layers: a bidirectional encoder, and a decoder that begins where the encoder ended. Dropout
 * works on the connections that aren't recurrent (Zaremba, Sutskever and Vinyals 2014).
 *
 * @param <M> the model itself
 */
public sealed interface RecurrentTranslation<M extends RecurrentTranslation<M>> extends TranslationModel<M>
    permits ContextTranslation, AttentionTranslation {
    /** Units of the decoder's layers, and of both directions of the encoder's together; even. */
    int hiddenSize();

    /** The recurrent cell. */
    RecurrentCell cell();

    /**
     * Whether a dense layer with tanh makes the decoder's first state of the encoder's final one; without it the decoder takes
     * that state as it is.
     */
    boolean bridge();

    /** Whether the decoder reads, beside each word, what it knows of the source. */
    boolean inputFeeding();

    /** The same with another number of units. */
    default M withHiddenSize(int units) {
        return with("hiddenSize", units);
    }

    /** The same with another cell. */
    default M withCell(RecurrentCell other) {
        return with("cell", other);
    }

    /** The same with or without a dense layer between encoder and decoder. */
    default M withBridge(boolean wanted) {
        return with("bridge", wanted);
    }

    /** The same with or without input feeding. */
    default M withInputFeeding(boolean wanted) {
        return with("inputFeeding", wanted);
    }

    @SuppressWarnings("unchecked")
    private M with(String setting, Object value) {
        return (M) Records.with((Record) this, setting, value);
    }
}
