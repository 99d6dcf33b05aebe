package org.unrolled.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.common.base.Preconditions;

/** The beams of one sentence and what they have found. */
final class SentenceBeams {
    /** Stands for the coverage of what got no attention at all, whose logarithm is minus infinity. */
    private static final double LEAST_COVERAGE = 1e-10;
    private static final Comparator<Hypothesis> BEST_FIRST = Comparator.comparingDouble(Hypothesis::score).reversed();

    private final BeamSearch search;
    private final int sentence;
    private final int sourceLength;
    private final int most;
    private final Candidates candidates;
    private final List<Hypothesis> finished = new ArrayList<>();
    private final List<Hypothesis> unfinished = new ArrayList<>();
    private int firstRow;
    private int rows = 1;
    /** Where each of the rows looked in this step, if the model has attention. */
    private float[][] looked;
    private boolean attends;

    SentenceBeams(BeamSearch search, int sourceLength, int row) {
        this.search = search;
        this.sentence = row;
        this.sourceLength = sourceLength;
        this.most = search.rules().most(sourceLength);
        this.firstRow = row;
        // Each beam has one candidate with the end at most, so among these are enough that go on.
        candidates = new Candidates(2L * search.width());
    }

    /** Finds the best continuations of the beams. @param scratch as long as a row of scores */
    void collect(StepScores scores, Front front, Allowed allowed, float[] scratch) {
        candidates.clear();
        looked = new float[rows][];
        for (int row = firstRow; row < firstRow + rows; row++) {
            looked[row - firstRow] = scores.looked(row, sourceLength);
            scores.read(row, scratch);
            allowed.apply(scratch, front.path(row).length() + 1, most);
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
        attends = looked[0] != null;
    }

    /** What a log-probability has to exceed for a sum above the candidates' bar, or a little less. */
    private float bar(double before) {
        return Math.nextDown((float) (candidates.bar() - before));
    }

    /** Puts the beams that go on into the next front. @return whether there are any; if not, the sentence is done */
    boolean goesOn(Front front, Front next) {
        int length = front.path(firstRow).length() + 1;
        int from = next.size();
        int going = 0;
        for (int rank = 0; rank < candidates.size() && going < search.width(); rank++) {
            int row = candidates.row(rank);
            double sum = candidates.value(rank);
            var path = front.path(row);
            var longer = path.then(candidates.id(rank), looked[row - firstRow]);
            if (longer.token() == search.rules().end()) {
                if (rank < search.width()) {
                    finished.add(hypothesis(path, longer, sum, true));
                }
            } else {
                going++;
                if (length == most) {
                    unfinished.add(hypothesis(longer, longer, sum, false));
                } else {
                    next.add(row, longer, sum);
                }
            }
        }
        if (candidates.size() == 0) {
            for (int row = firstRow; row < firstRow + rows; row++) {
                unfinished.add(hypothesis(front.path(row), front.path(row), front.sum(row), false));
            }
        }
        finished.sort(BEST_FIRST);
        boolean done = length == most || going == 0 || decided(next.sum(from), length);
        if (search.watcher() != null) {
            search.watcher().accept(watched(front, done));
        }
        if (done) {
            next.cut(from);
            return false;
        }
        firstRow = from;
        rows = going;
        return true;
    }

    /** What this step chose from; the fates as {@link #goesOn} decides them. */
    private BeamStep watched(Front front, boolean done) {
        var watched = new ArrayList<BeamStep.Candidate>();
        int going = 0;
        for (int rank = 0; rank < candidates.size(); rank++) {
            int row = candidates.row(rank);
            var path = front.path(row).then(candidates.id(rank), looked[row - firstRow]);
            boolean ends = path.token() == search.rules().end();
            boolean chosen = ends ? rank < search.width() : going++ < search.width();
            var fate = !chosen ? BeamStep.Fate.DROPPED : ends ? BeamStep.Fate.FINISHED : BeamStep.Fate.KEPT;
            watched.add(new BeamStep.Candidate(IntStream.of(path.tokens()).boxed().toList(), candidates.value(rank),
                hypothesis(path, path, candidates.value(rank), ends).score(), fate));
        }
        return new BeamStep(sentence, List.copyOf(watched), done);
    }

    /**
     * Whether no beam can get among the n-best: tokens and penalty only lower a score, what raises it is a larger divisor. Where as many
     * as the beam is wide have finished, it is enough that none would get there if it ended now: improbable ends are always among the
     * candidates of a model that is sure, and must not stop it.
     */
    private boolean decided(double bestSum, int length) {
        double divisor = finished.size() >= search.width() ? divisor(length) : Math.max(divisor(length + 1), divisor(most));
        return finished.size() >= search.nBest() && finished.get(search.nBest() - 1).score() >= bestSum / divisor;
    }

    /**
     * @param said  its tokens
     * @param whole the same with the end, if it has one
     */
    private Hypothesis hypothesis(Path said, Path whole, double sum, boolean ended) {
        double score = sum / divisor(Math.max(1, whole.length()));
        if (search.coveragePenalty() > 0) {
            score += search.coveragePenalty() * logCoverage(whole);
        }
        return new Hypothesis(said.tokens(), sum, score, said.attention(attends), ended);
    }

    private double divisor(int length) {
        double divisor = search.normalisation().divisor(length);
        if (!(divisor > 0 && divisor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the length normalisation divides a sequence of " + length + " tokens by "
                + divisor + ", expected a number above 0");
        }
        return divisor;
    }

    private double logCoverage(Path path) {
        Preconditions.checkArgument(attends,
                "a coverage penalty needs attention, and this model gives none: leave the penalty out, or take a model with "
                        + "attention");
        double sum = 0;
        for (double got : path.coverage(sourceLength)) {
            sum += Math.log(Math.max(LEAST_COVERAGE, Math.min(1, got)));
        }
        return sum;
    }

    /** The best first, unfinished ones only as far as there are too few of the others. */
    List<Hypothesis> hypotheses() {
        return Stream.concat(finished.stream(), unfinished.stream().sorted(BEST_FIRST)).limit(search.nBest()).toList();
    }
}
