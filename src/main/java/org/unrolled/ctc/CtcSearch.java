package org.unrolled.ctc;

import java.util.List;

/** A way from log-probabilities of symbols at each step to labels. It has no state: that is in the {@link Stream}. */
public interface CtcSearch {
    /** Steps as they come. */
    interface Stream {
        /**
         * The next step.
         *
         * @param logProbabilities of all symbols, in nats; not kept
         * @throws IllegalArgumentException if there are fewer symbols than the blank's number needs or than before, or one is NaN
         */
        void accept(float[] logProbabilities);

        /** What was said so far, the best first, at least one; more steps may follow. */
        List<CtcHypothesis> hypotheses();

        /** The best of them. */
        default CtcHypothesis best() {
            return hypotheses().get(0);
        }

        /** With how many labels every hypothesis begins, now and whatever comes: what can be shown without being taken back. */
        int certain();

        /**
         * How many of the last steps, one after the other, had the blank as their most probable symbol: with a limit of one's own the
         * end of an utterance, if something was said before. Networks differ in what they say between words, so look at yours.
         */
        int silence();
    }

    /** Begins to listen. */
    Stream stream();

    /**
     * Listens to all steps: the same as a stream that is given one after the other.
     *
     * @param logProbabilities shape [steps][symbols]; none is nothing said
     * @return the best first
     */
    default List<CtcHypothesis> decode(float[][] logProbabilities) {
        var stream = stream();
        for (var step : logProbabilities) {
            stream.accept(step);
        }
        return stream.hypotheses();
    }

    /** Checks a step. @param width symbols of the steps before, 0 if there were none */
    static void require(float[] step, int width, int blank, int number) {
        if (step.length <= blank || width != 0 && step.length != width) {
            throw new IllegalArgumentException("step " + number + " has " + step.length + " symbols, expected "
                + (width == 0 ? "more than " + blank + ", the number of the blank" : width + " as before"));
        }
        for (int k = 0; k < step.length; k++) {
            if (Float.isNaN(step[k]) || step[k] > 1e-3) {
                throw new IllegalArgumentException("step " + number + " has " + step[k] + " as log-probability of symbol " + k
                    + ": expected logarithms of probabilities, at most 0");
            }
        }
    }

    /** The most probable symbol of a step, the first of equals. */
    static int loudest(float[] step) {
        int best = 0;
        for (int k = 1; k < step.length; k++) {
            best = step[k] > step[best] ? k : best;
        }
        return best;
    }
}
