package org.unrolled.ctc;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;

/**
 * Takes the most probable symbol of each step, merges repeats and leaves blanks out (Graves et al. 2006, section 3.2, best path decoding):
 * quick, and right where the network is sure. Of equally probable symbols the first counts.
 *
 * @param blank the symbol that says nothing new
 */
public record GreedyCtc(int blank) implements CtcSearch {
    /** @throws IllegalArgumentException if the blank is below 0 */
    public GreedyCtc {
        Preconditions.checkArgument(blank >= 0, "the blank is symbol %s, expected 0 or more", blank);
    }

    /** With 0 as the blank. */
    public GreedyCtc() {
        this(0);
    }

    /** What a path says: one of each run of equal symbols, without blanks. */
    public static int[] collapsed(int[] path, int blank) {
        return IntStream.range(0, path.length).filter(t -> path[t] != blank && (t == 0 || path[t] != path[t - 1])).map(t -> path[t])
            .toArray();
    }

    @Override
    public Stream stream() {
        return new BestPath();
    }

    private final class BestPath implements Stream {
        private CtcHypothesis found = new CtcHypothesis(new int[0], new int[0], 0, 0);
        private int width;
        private int step;
        private int last = blank;
        private int silence;

        @Override
        public void accept(float[] logProbabilities) {
            CtcSearch.require(logProbabilities, width, blank, step);
            width = logProbabilities.length;
            int best = CtcSearch.loudest(logProbabilities);
            silence = best == blank ? silence + 1 : 0;
            double probability = found.logProbability() + logProbabilities[best];
            boolean heard = best != blank && best != last;
            found = new CtcHypothesis(heard ? with(found.labels(), best) : found.labels(), heard ? with(found.steps(), step) : found.steps(),
                probability, probability);
            last = best;
            step++;
        }

        private static int[] with(int[] list, int next) {
            return IntStream.concat(IntStream.of(list), IntStream.of(next)).toArray();
        }

        @Override
        public List<CtcHypothesis> hypotheses() {
            return List.of(found);
        }

        /** All: a path isn't taken back. */
        @Override
        public int certain() {
            return found.labels().length;
        }

        @Override
        public int silence() {
            return silence;
        }
    }
}
