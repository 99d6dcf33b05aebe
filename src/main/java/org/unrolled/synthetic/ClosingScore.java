package org.unrolled.synthetic;

import java.util.Arrays;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How often a model knew which symbol closes a group of a {@link NestedLanguage}, by the distance to its opening symbol.
 *
 * <pre>{@code
 * var score = new ClosingScore(language);
 * score.add(rows, network.output(batch.getFeatures()));
 * score.accuracy(20, 39);       // of the groups that closed 20 to 39 tokens after they opened
 * }</pre>
 */
public final class ClosingScore {
    private final NestedLanguage language;
    private int[] seen = new int[64];
    private int[] right = new int[64];

    public ClosingScore(NestedLanguage language) {
        this.language = language;
    }

    /**
     * Counts what a model predicted for some texts.
     *
     * @param rows        texts from the start of a sentence on, shape [rows, steps + 1]
     * @param predictions the model's outputs for all tokens but the last, shape [rows, vocabulary, steps]:
     *                    probabilities or their logarithms
     */
    public void add(int[][] rows, INDArray predictions) {
        int steps = rows[0].length - 1;
        long[] expected = {rows.length, language.vocabulary().size(), steps};
        Preconditions.checkArgument(Arrays.equals(predictions.shape(), expected), "predictions have shape %s, expected "
                + "[rows, vocabulary, steps] = %s", Arrays.toString(predictions.shape()), Arrays.toString(expected));
        double[][] timeMajor = predictions.permute(0, 2, 1).dup('c').reshape(rows.length * (long) steps, expected[1])
                .toDoubleMatrix();
        for (int row = 0; row < rows.length; row++) {
            for (var closing : language.closings(rows[row])) {
                // A row begins with a sentence, and a sentence can't begin with a closing symbol: position is 1 or more.
                add(closing.distance(), language.right(closing, timeMajor[row * steps + closing.position() - 1]));
            }
        }
    }

    /** Counts one closing symbol. */
    public void add(int distance, boolean isRight) {
        if (distance >= seen.length) {
            seen = Arrays.copyOf(seen, 2 * distance);
            right = Arrays.copyOf(right, 2 * distance);
        }
        seen[distance]++;
        right[distance] += isRight ? 1 : 0;
    }

    /** How many closing symbols were counted at distances {@code from} to {@code to}, both included. */
    public int count(int from, int to) {
        return sum(seen, from, to);
    }

    /** The share of right ones at distances {@code from} to {@code to}, both included; NaN if there were none. */
    public double accuracy(int from, int to) {
        return sum(right, from, to) / (double) sum(seen, from, to);
    }

    /** The share of right ones at all distances; NaN if there were none. */
    public double accuracy() {
        return accuracy(1, seen.length - 1);
    }

    private static int sum(int[] counts, int from, int to) {
        Preconditions.checkArgument(from >= 1 && to >= from,
                "distances %s to %s: expected the lower one first, from 1 on", from, to);
        int sum = 0;
        for (int distance = from; distance <= Math.min(to, counts.length - 1); distance++) {
            sum += counts[distance];
        }
        return sum;
    }
}
