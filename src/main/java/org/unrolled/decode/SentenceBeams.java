package org.unrolled.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The beams of one sentence and what they have found. */
final class SentenceBeams {
    /** Stands for the coverage of what got no attention at all, whose logarithm is minus infinity. */
    private static final double LEAST_COVERAGE = 1e-10;
    private static final Comparator<Hypothesis> BEST_FIRST = Comparator.comparingDouble(Hypothesis::score).reversed();

    private final BeamSearch search;
    private final Trail trail;
    private final int sourceLength;
    private final int most;
    private final Candidates candidates;
    private final List<Hypothesis> finished = new ArrayList<>();
    private final List<Hypothesis> unfinished = new ArrayList<>();
    private int firstRow;
    private int rows = 1;

    SentenceBeams(BeamSearch search, Trail trail, int sourceLength, int row) {
        this.search = search;
        this.trail = trail;
        this.sourceLength = sourceLength;
        this.most = search.rules().most(sourceLength);
        this.firstRow = row;
        // Each beam has one candidate with the end at most, so among these are enough that go on.
        candidates = new Candidates(2L * search.width());
    }

    /** Finds the best continuations of the beams. @param scratch as long as a row of scores */
    void collect(StepScores scores, Front front, Allowed allowed, float[] scratch) {
        candidates.clear();
        for (int row = firstRow; row < firstRow + rows; row++) {
            scores.read(row, scratch);
            allowed.apply(scratch, trail.length() + 1);
            double before = front.sum(row);
            float bar = bar(before);
            for (int id = 0; id < scratch.length; id++) {
                // Turned round, so that NaN is noticed.
                if (!(scratch[id] <= bar)) {
                    double sum = before + StepScores.require(scratch[id], id);
                    if (sum > candidates.bar()) {
                        candidates.offer(sum, row, id);
                        bar = bar(before);
                    }
                }
            }
        }
        candidates.sort();
    }

    /** What a log-probability has to exceed for a sum above the candidates' bar, or a little less. */
    private float bar(double before) {
        return Math.nextDown((float) (candidates.bar() - before));
    }

    /** Puts the beams that go on into the next front. @return whether there are any; if not, the sentence is done */
    boolean goesOn(Front front, Front next) {
        int length = trail.length() + 1;
        int from = next.size();
        int going = 0;
        for (int rank = 0; rank < candidates.size() && going < search.width(); rank++) {
            int row = candidates.row(rank);
            int id = candidates.id(rank);
            double sum = candidates.value(rank);
            if (id == search.rules().end()) {
                if (rank < search.width()) {
                    finished.add(hypothesis(row, Trail.NONE, sum, length, true));
                }
            } else {
                going++;
                if (length == most) {
                    unfinished.add(hypothesis(row, id, sum, length, false));
                } else {
                    next.add(row, id, sum);
                }
            }
        }
        if (candidates.size() == 0) {
            for (int row = firstRow; row < firstRow + rows; row++) {
                unfinished.add(hypothesis(row, Trail.NONE, front.sum(row), length - 1, false));
            }
        }
        finished.sort(BEST_FIRST);
        if (length == most || going == 0 || finished.size() >= search.width() || decided(next.sum(from), length + 1)) {
            next.cut(from);
            return false;
        }
        firstRow = from;
        rows = going;
        return true;
    }

    /** Whether no beam can get among the n-best: tokens and penalty only lower a score, what raises it is a larger divisor. */
    private boolean decided(double bestSum, int length) {
        return finished.size() >= search.nBest()
            && finished.get(search.nBest() - 1).score() >= bestSum / Math.max(divisor(length), divisor(most));
    }

    /** @param steps how many steps make it, that of the end included */
    private Hypothesis hypothesis(int row, int last, double sum, int steps, boolean ended) {
        int[] tokens = trail.tokens(row, last);
        var attention = trail.attention(row, steps, sourceLength);
        double score = sum / divisor(Math.max(1, steps)) + (search.coveragePenalty() == 0 ? 0 : search.coveragePenalty()
            * logCoverage(attention));
        return new Hypothesis(tokens, sum, score, attention == null || !ended ? attention
            : Arrays.copyOf(attention, tokens.length), ended);
    }

    private double divisor(int length) {
        double divisor = search.normalisation().divisor(length);
        if (!(divisor > 0 && divisor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the length normalisation divides a sequence of " + length + " tokens by "
                + divisor + ", expected a number above 0");
        }
        return divisor;
    }

    private double logCoverage(double[][] attention) {
        if (attention == null) {
            throw new IllegalArgumentException("a coverage penalty needs attention, and this model gives none: leave the"
                + " penalty out, or take a model with attention");
        }
        double sum = 0;
        for (int j = 0; j < sourceLength; j++) {
            double got = 0;
            for (var weights : attention) {
                got += weights[j];
            }
            sum += Math.log(Math.max(LEAST_COVERAGE, Math.min(1, got)));
        }
        return sum;
    }

    /** The best first, unfinished ones only as far as there are too few of the others. */
    List<Hypothesis> hypotheses() {
        return Stream.concat(finished.stream(), unfinished.stream().sorted(BEST_FIRST)).limit(search.nBest()).toList();
    }
}
