package org.unrolled.caption;

import java.util.List;
import org.unrolled.decode.Hypothesis;

/**
 * What a {@link Captioner} says of a picture.
 *
 * @param text       the caption, empty if it says nothing
 * @param words      what it is made of, in order
 * @param hypotheses what else it might say, the best first; this caption is the first of them
 */
public record Caption(String text, List<String> words, List<Hypothesis> hypotheses) {
    /** Where it looked: weights [words][places], a row for each word; null for a model that sees the picture as one vector. */
    public double[][] attention() {
        return hypotheses.get(0).attention();
    }

    @Override
    public String toString() {
        return text;
    }
}
