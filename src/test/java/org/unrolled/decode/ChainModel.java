package org.unrolled.decode;

import java.util.Arrays;

/**
 * A model whose next token depends on the last one alone.
 *
 * @param probabilities row: the token read, column: the token to come
 * @param attention     weights over the source after each token, [vocabulary, source], or null
 */
record ChainModel(double[][] probabilities, double[][] attention) implements StepModel<Integer> {
    ChainModel(double[][] probabilities) {
        this(probabilities, null);
    }

    @Override
    public int vocabularySize() {
        return probabilities.length;
    }

    @Override
    public int sequences(Integer state) {
        return state;
    }

    @Override
    public Step<Integer> step(Integer state, int... tokens) {
        var logs = Arrays.stream(tokens).mapToObj(token -> Arrays.stream(probabilities[token]).map(Math::log).toArray())
            .toArray(double[][]::new);
        return attention == null ? Step.of(state, logs)
            : Step.of(state, logs, Arrays.stream(tokens).mapToObj(token -> attention[token]).toArray(double[][]::new));
    }

    @Override
    public Integer select(Integer state, int... rows) {
        return rows.length;
    }
}
