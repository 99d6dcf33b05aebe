package org.unrolled.decode;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.unrolled.concurrent.Workers;

/** What a model gave in one step, read row by row by several threads. */
final class StepScores {
    private static final float ROUNDING = 1e-3f;
    /** Below so many numbers one thread is quicker than waking others. */
    private static final int SHARED = 1 << 14;

    private final int rows;
    private final int vocabulary;
    private final FloatRows logProbabilities;
    private final FloatRows attention;

    /** @throws IllegalArgumentException if a shape is another one than the model's interface promises */
    StepScores(StepModel.Step<?> step, int rows, int vocabulary) {
        this.rows = rows;
        this.vocabulary = vocabulary;
        var array = step.logProbabilities();
        if (array.rank() != 2 || array.size(0) != rows || array.size(1) != vocabulary) {
            throw new IllegalArgumentException("the model's step gives log-probabilities of shape "
                + Arrays.toString(array.shape()) + ", expected [" + rows + ", " + vocabulary + "]");
        }
        var weights = step.attention();
        if (weights != null && (weights.rank() != 2 || weights.size(0) != rows)) {
            throw new IllegalArgumentException("the model's step gives attention of shape " + Arrays.toString(weights.shape())
                + ", expected [" + rows + ", source]");
        }
        logProbabilities = new FloatRows(array);
        attention = weights == null ? null : new FloatRows(weights);
    }

    /** Space for one row of log-probabilities. */
    float[] scratch() {
        return new float[vocabulary];
    }

    /** Copies the log-probabilities of one row. */
    void read(int row, float[] into) {
        logProbabilities.read(row, into);
    }

    /** Where a row looked in its source, shape [sourceLength]; null without attention. */
    float[] looked(int row, int sourceLength) {
        if (attention == null) {
            return null;
        }
        if (sourceLength > attention.columns()) {
            throw new IllegalArgumentException("a source of " + sourceLength + " tokens, but the model's attention is over "
                + attention.columns() + " positions, expected at least as many: do the lengths belong to this batch?");
        }
        var weights = new float[sourceLength];
        attention.read(row, weights);
        return weights;
    }

    /** Runs {@code body} for parts 0, 1, ... of the work, on several threads if there is enough of it. */
    void share(int parts, IntConsumer body) {
        if ((long) rows * vocabulary < SHARED) {
            for (int part = 0; part < parts; part++) {
                body.accept(part);
            }
        } else {
            Workers.run(parts, body);
        }
    }

    /** @throws IllegalArgumentException if it is no log-probability */
    static float require(float value, int id) {
        if (Float.isNaN(value)) {
            throw new IllegalArgumentException("the model gives NaN as the log-probability of token " + id
                + ": has its training diverged?");
        }
        if (value > ROUNDING) {
            throw new IllegalArgumentException("the model gives " + value + " as the log-probability of token " + id
                + ", expected 0 or below: take the logarithm of probabilities, and log-softmax of logits");
        }
        return value;
    }
}
