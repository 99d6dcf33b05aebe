package org.unrolled.decode;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.DecoderState;
import org.unrolled.nn.TokenDecoder;

/**
 * Anything that writes many sequences at once, token by token: a decoder with its encoded sources, a language model, a
 * table in a notebook. Searches ({@link Search}) are loops around {@link #step}. <pre>{@code
 * // A model whose next token depends on the last one only: its state is just how many sequences there are.
 * record Chain(double[][] logs) implements StepModel<Integer> {
 *     public int vocabularySize() { return logs.length; }
 *     public int sequences(Integer state) { return state; }
 *     public Integer select(Integer state, int... rows) { return rows.length; }
 *     public Step<Integer> step(Integer state, int... tokens) {
 *         return Step.of(state, Arrays.stream(tokens).mapToObj(token -> logs[token]).toArray(double[][]::new));
 *     }
 * }
 * }</pre>
 *
 * @param <S> where a number of sequences stand; a step leaves the state that it is given as it is
 */
public interface StepModel<S> {
    /** How many different tokens there are. */
    int vocabularySize();

    /** Number of sequences in a state. */
    int sequences(S state);

    /**
     * Goes on by one token a sequence.
     *
     * @param tokens as many as the state has sequences
     */
    Step<S> step(S state, int... tokens);

    /** The states of the given sequences in that order; some may be left out, some repeated. */
    S select(S state, int... rows);

    /**
     * What a step gives.
     *
     * @param state            where the sequences stand now
     * @param logProbabilities (nats) of the next token, shape [sequences, vocabularySize]; minus infinity for what can't come
     * @param attention        where each sequence looked in its source to say so, shape [sequences, source]; null if the
     *                         model has no such thing
     */
    record Step<S>(S state, INDArray logProbabilities, INDArray attention) {
        /** A step of a model without attention. @param logProbabilities shape [sequences, vocabularySize] */
        public static <S> Step<S> of(S state, double[][] logProbabilities) {
            return new Step<>(state, Nd4j.createFromArray(logProbabilities), null);
        }

        /** A step of a model with attention. @param attention shape [sequences, source] */
        public static <S> Step<S> of(S state, double[][] logProbabilities, double[][] attention) {
            return new Step<>(state, Nd4j.createFromArray(logProbabilities), Nd4j.createFromArray(attention));
        }
    }

    /**
     * The decoding half of an encoder-decoder graph. Its states are those of {@link TokenDecoder#start}, which encodes the
     * sources.
     */
    static StepModel<DecoderState> of(TokenDecoder decoder) {
        return new DecoderSteps(decoder);
    }
}
