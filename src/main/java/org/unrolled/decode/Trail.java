package org.unrolled.decode;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How each row of each step came about: its token and the row of the step before that it continues. A sequence is read off
 * backwards, so that nothing is copied as beams split and end.
 */
final class Trail {
    /** In place of a token: none. */
    static final int NONE = -1;

    private final List<int[]> parents = new ArrayList<>();
    private final List<int[]> tokens = new ArrayList<>();
    private final List<Weights> attention = new ArrayList<>();

    /** Of one step the attention of all rows, row after row. */
    private record Weights(float[] values, int source) {
    }

    /** Number of tokens that the rows of the present step have behind them. */
    int length() {
        return tokens.size();
    }

    /** What the present step looked at. @param weights shape [rows, source], or null */
    void look(INDArray weights, int rows) {
        if (weights != null) {
            var scores = new StepScores(weights, rows, -1, "attention");
            attention.add(new Weights(scores.all(), scores.columns()));
        }
    }

    /** Goes to the next step. @param fromRows the row of the present step that each row of the next continues */
    void advance(int[] fromRows, int[] byTokens) {
        parents.add(fromRows);
        tokens.add(byTokens);
    }

    /** The tokens of a row of the present step, followed by {@code last} unless that is {@link #NONE}. */
    int[] tokens(int row, int last) {
        int length = length() + (last == NONE ? 0 : 1);
        var sequence = new int[length];
        if (last != NONE) {
            sequence[length - 1] = last;
        }
        int at = row;
        for (int t = length() - 1; t >= 0; t--) {
            sequence[t] = tokens.get(t)[at];
            at = parents.get(t)[at];
        }
        return sequence;
    }

    /** Where a row's first {@code steps} steps looked, shape [steps, sourceLength]; null without attention. */
    double[][] attention(int row, int steps, int sourceLength) {
        if (attention.isEmpty()) {
            return null;
        }
        var looked = new double[steps][];
        int at = row;
        for (int t = length(); t >= 0; t--) {
            if (t < steps) {
                looked[t] = weights(t, at, sourceLength);
            }
            at = t == 0 ? at : parents.get(t - 1)[at];
        }
        return looked;
    }

    private double[] weights(int step, int row, int sourceLength) {
        var all = attention.get(step);
        if (sourceLength > all.source) {
            throw new IllegalArgumentException("a source of " + sourceLength + " tokens, but the model's attention is over "
                + all.source + " positions, expected at least as many: do the lengths belong to this batch?");
        }
        var weights = new double[sourceLength];
        for (int j = 0; j < sourceLength; j++) {
            weights[j] = all.values[row * all.source + j];
        }
        return weights;
    }
}
