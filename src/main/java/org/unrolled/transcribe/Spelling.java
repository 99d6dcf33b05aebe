package org.unrolled.transcribe;

import java.util.List;
import org.unrolled.decode.Hypothesis;

/**
 * What a {@link SpellingRecognizer} wrote.
 *
 * @param text           the transcript, empty if it wrote nothing
 * @param symbols        what it is made of, in order
 * @param hypotheses     what else it may be, the best first; this transcript is the first of them
 * @param secondsPerStep from a step of the encoder's output to the next
 */
public record Spelling(String text, List<String> symbols, List<Hypothesis> hypotheses, double secondsPerStep) {
    /** Where it listened: weights [symbols][steps], a row for each symbol; a Transformer's are those of its last block, the mean over heads. */
    public double[][] attention() {
        return hypotheses.get(0).attention();
    }

    @Override
    public String toString() {
        return text;
    }
}
