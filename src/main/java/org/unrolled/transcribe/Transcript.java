package org.unrolled.transcribe;

import java.util.List;
import org.unrolled.ctc.CtcHypothesis;

/**
 * What a {@link SpeechRecognizer} heard.
 *
 * @param text             the transcript, empty if it heard nothing
 * @param symbols          what it is made of, in order
 * @param alternatives     what else it may be, the best first; this transcript is the first of them
 * @param logProbabilities (nats) of each symbol of the alphabet at each step, [steps][symbols]; not to be written to
 * @param secondsPerStep   from a step to the next
 */
public record Transcript(String text, List<Heard> symbols, List<CtcHypothesis> alternatives, float[][] logProbabilities,
                         double secondsPerStep) {
    /**
     * One symbol.
     *
     * @param symbol  a word or letter
     * @param seconds when it was heard first, from the beginning of the sound
     */
    public record Heard(String symbol, double seconds) {
    }

    /** Probabilities of the symbols at each step, [steps][symbols], for plots. */
    public double[][] probabilities() {
        var found = new double[logProbabilities.length][];
        for (int t = 0; t < found.length; t++) {
            found[t] = new double[logProbabilities[t].length];
            for (int k = 0; k < found[t].length; k++) {
                found[t][k] = Math.exp(logProbabilities[t][k]);
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return text;
    }
}
