package org.unrolled.synthetic;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
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
    /** By distance, how many closing symbols were counted and how many of them were right. */
    private final NavigableMap<Integer, int[]> counts = new TreeMap<>();

    public ClosingScore(NestedLanguage language) {
        this.language = language;
    }

    /**
     * Counts what a model predicted for texts from the start of a sentence on, [rows, steps + 1]: its outputs for all tokens but
     * the last, [rows, vocabulary, steps], as probabilities or their logarithms.
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
        var seenAndRight = counts.computeIfAbsent(distance, each -> new int[2]);
        seenAndRight[0]++;
        seenAndRight[1] += isRight ? 1 : 0;
    }

    /** How many closing symbols were counted at distances {@code from} to {@code to}, both included. */
    public int count(int from, int to) {
        return sum(0, from, to);
    }

    /** The share of right ones at distances {@code from} to {@code to}, both included; NaN if there were none. */
    public double accuracy(int from, int to) {
        return sum(1, from, to) / (double) sum(0, from, to);
    }

    /** The share of right ones at all distances; NaN if there were none. */
    public double accuracy() {
        return accuracy(1, Integer.MAX_VALUE);
    }

    private int sum(int which, int from, int to) {
        Preconditions.checkArgument(from >= 1 && to >= from,
                "distances %s to %s: expected the lower one first, from 1 on", from, to);
        return counts.subMap(from, true, to, true).values().stream().mapToInt(count -> count[which]).sum();
    }
}
