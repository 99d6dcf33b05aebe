package org.unrolled.model;

import org.unrolled.nn.Records;

/**
 * A model that hears frames and writes symbols one after the other, each knowing those before it: encoder, attention, decoder, softmax.
 *
 * <pre>{@code
 * var graph = SpellingModel.listenAttendSpell(frontEnd.bands(), alphabet.size()).withHiddenSize(128).build();
 * Trainer.of(graph).epochs(10).clipNorm(1)
 *     .multiBatches(SpeechBatches.of(examples, 16, 1).withDecoder(alphabet)::epoch).run();
 * }</pre>
 *
 * A model is a record of its settings and builds its graph. Inputs are {@link #FRAMES} [batch, bands, time] and
 * {@link #TARGET}, ids [batch, time] that begin with START; outputs {@link #OUTPUT}, a softmax over the
 * alphabet and START and END, and with a {@link #ctcWeight} above 0 {@link #CTC}, a {@link org.unrolled.nn.CtcOutput} over the alphabet on what the
 * encoder makes. Parts have the names of a {@link TranslationModel}, so that what decodes one decodes the other.
 *
 * @param <M> the model itself: a setting is changed by {@code with...}, which gives another of the same kind
 */
public sealed interface SpellingModel<M extends SpellingModel<M>> extends EncoderDecoderModel<M>
    permits ListenAttendSpell, SpeechTransformer {
    /** Name of the input of frames. */
    String FRAMES = CtcModel.FRAMES;
    /** Name of the output of connectionist temporal classification. */
    String CTC = "ctc";
    /** Numbers of a frame. */
    int bands();

    /** Symbols of the alphabet, the blank included. */
    int symbols();

    /**
     * λ of the loss λ · CTC + (1 - λ) · cross-entropy, from 0 (no CTC) to below 1 (Kim, Hori and Watanabe 2017): the encoder learns to
     * put symbols in the order in which they are heard.
     */
    double ctcWeight();

    /** How many frames a step of the encoder's output stands for. */
    int framesPerStep();

    /** Listen, attend and spell with sizes for a laptop: see {@link ListenAttendSpell#of}. */
    static ListenAttendSpell listenAttendSpell(int bands, int symbols) {
        return ListenAttendSpell.of(bands, symbols);
    }

    /** A Transformer with sizes for a laptop: see {@link SpeechTransformer#of}. */
    static SpeechTransformer transformer(int bands, int symbols) {
        return SpeechTransformer.of(bands, symbols);
    }

    /** The same for frames of another size. */
    default M withBands(int numbers) {
        return with("bands", numbers);
    }

    /** The same for another alphabet. */
    default M withSymbols(int number) {
        return with("symbols", number);
    }

    /** The same with another share of CTC in the loss. */
    default M withCtcWeight(double share) {
        return with("ctcWeight", share);
    }

    @SuppressWarnings("unchecked")
    private M with(String setting, Object value) {
        return (M) Records.with((Record) this, setting, value);
    }
}
