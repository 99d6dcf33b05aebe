package org.unrolled.data;

/**
 * A sentence and its class.
 *
 * @param label the class; where there are two levels, the coarse one
 * @param fineLabel the class on the finer level, or the same as the label
 * @param text the sentence, its words already separated by spaces in the sets of {@link LabelledSentences}
 */
public record LabelledSentence(String label, String fineLabel, String text) {
    /** A sentence with one level of classes. */
    public LabelledSentence(String label, String text) {
        this(label, label, text);
    }
}
