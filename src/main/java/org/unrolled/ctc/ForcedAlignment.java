package org.unrolled.ctc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;

/**
 * Where labels that are known were said: the most probable of the paths that become them (Viterbi's algorithm on the lattice of
 * connectionist temporal classification).
 *
 * @param logProbability (nats) of that path
 * @param labels         where each label stands in it
 */
public record ForcedAlignment(double logProbability, List<Segment> labels) {
    /**
     * A label's place.
     *
     * @param label          the symbol
     * @param first          step at which it begins
     * @param last           step at which it ends
     * @param logProbability (nats) of the label at these steps, added up
     */
    public record Segment(int label, int first, int last, double logProbability) {
        /** The label's mean log-probability (nats) at a step: how sure the network is, whatever the length. */
        public double score() {
            return logProbability / (last - first + 1);
        }
    }

    /** Not to be changed. */
    public ForcedAlignment {
        labels = List.copyOf(labels);
    }

    /**
     * Aligns labels with steps.
     *
     * @param logProbabilities shape [steps][symbols]
     * @param labels           symbols without blanks
     * @throws IllegalArgumentException if the labels need more steps than there are, one is no symbol, or no path is possible
     */
    public static ForcedAlignment of(float[][] logProbabilities, int[] labels, int blank) {
        require(logProbabilities, labels, blank);
        int steps = logProbabilities.length;
        int[] row = new int[2 * labels.length + 1];
        Arrays.setAll(row, s -> s % 2 == 0 ? blank : labels[s / 2]);
        var best = new double[steps][row.length];
        int[][] from = new int[steps][row.length];
        for (int t = 0; t < steps; t++) {
            for (int s = 0; s < row.length; s++) {
                from[t][s] = t == 0 ? s : before(best[t - 1], row, s, blank);
                double sofar = t > 0 ? best[t - 1][from[t][s]] : s < 2 ? 0 : Double.NEGATIVE_INFINITY;
                best[t][s] = sofar + logProbabilities[t][row[s]];
            }
        }
        int end = row.length - 1;
        if (row.length > 1 && best[steps - 1][end - 1] > best[steps - 1][end]) {
            end--;
        }
        double total = best[steps - 1][end];
        Preconditions.checkArgument(total > Double.NEGATIVE_INFINITY, "no path says these labels: all have a step of probability 0");
        return new ForcedAlignment(total, segments(logProbabilities, from, row, end));
    }

    /** @throws IllegalArgumentException unless the labels are symbols and can be said in these steps, which are probabilities */
    private static void require(float[][] logProbabilities, int[] labels, int blank) {
        int steps = logProbabilities.length;
        int needed = labels.length;
        for (int i = 0; i < labels.length; i++) {
            Preconditions.checkArgument(labels[i] >= 0 && labels[i] != blank && (steps == 0 || labels[i] < logProbabilities[0].length),
                    "label %s is %s, expected a symbol that is not the blank %s", i, labels[i], blank);
            needed += i > 0 && labels[i] == labels[i - 1] ? 1 : 0;
        }
        Preconditions.checkArgument(steps >= Math.max(1, needed), "%s labels need at least %s steps, there are %s", labels.length,
                Math.max(1, needed), steps);
        for (int t = 0; t < steps; t++) {
            CtcSearch.require(logProbabilities[t], logProbabilities[0].length, blank, t);
        }
    }

    /** The best place from which a step leads to s. */
    private static int before(double[] best, int[] row, int s, int blank) {
        int from = s;
        if (s > 0 && best[s - 1] > best[from]) {
            from = s - 1;
        }
        if (s > 1 && row[s] != blank && row[s] != row[s - 2] && best[s - 2] > best[from]) {
            from = s - 2;
        }
        return from;
    }

    private static List<Segment> segments(float[][] logProbabilities, int[][] from, int[] row, int end) {
        int[] path = new int[from.length];
        for (int t = from.length - 1, s = end; t >= 0; t--) {
            path[t] = s;
            s = from[t][s];
        }
        var segments = new ArrayList<Segment>();
        for (int t = 0, begin = 0; t < path.length; t++) {
            begin = t > 0 && path[t] == path[t - 1] ? begin : t;
            boolean last = t == path.length - 1 || path[t + 1] != path[t];
            if (last && path[t] % 2 == 1) {
                int label = row[path[t]];
                segments.add(new Segment(label, begin, t,
                    IntStream.rangeClosed(begin, t).mapToDouble(step -> logProbabilities[step][label]).sum()));
            }
        }
        return segments;
    }
}
