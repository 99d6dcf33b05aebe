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
    /**
     * Where it listened.
     *
     * @return weights [symbols][steps], a row for each symbol, of a model whose last layer attends by itself
     * @throws IllegalStateException if the model has no such weights
     */
    public double[][] attention() {
        var weights = hypotheses.get(0).attention();
        if (weights == null) {
            throw new IllegalStateException("this model says of no symbol where it listened");
        }
        return weights;
    }

    @Override
    public String toString() {
        return text;
    }
}
