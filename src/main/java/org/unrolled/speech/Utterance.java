package org.unrolled.speech;

import java.util.List;
import java.util.regex.Pattern;
import org.nd4j.common.base.Preconditions;
import org.unrolled.audio.Sound;

/**
 * Something that was said.
 *
 * @param sound   how it sounds
 * @param text    its transcript: words with a single blank between them
 * @param speaker who says it
 * @param name    what errors and tables call it; unique within a corpus
 */
public record Utterance(Sound sound, String text, String speaker, String name) {
    private static final Pattern WORDS = Pattern.compile("\\S+( \\S+)*");

    /** @throws IllegalArgumentException if it has no sample, or its transcript no word, or other blanks than single ones */
    public Utterance {
        Preconditions.checkArgument(sound.samples().length > 0, "utterance %s has no sound: leave it out", name);
        Preconditions.checkArgument(WORDS.matcher(text).matches(),
                "utterance %s has the transcript \"%s\": expected words with a single blank between them", name, text);
    }

    /** The words of its transcript. */
    public List<String> words() {
        return List.of(text.split(" "));
    }

    /**
     * Which recording of the same words this is: the number that the name ends with, after an underscore, as in
     * {@code seven_lucas_3}.
     *
     * @throws IllegalArgumentException if the name ends otherwise
     */
    public int take() {
        int end = name.lastIndexOf('_');
        Preconditions.checkArgument(end >= 0 && name.substring(end + 1).matches("\\d{1,9}"),
                "utterance %s tells no take: expected a name that ends in an underscore and a number", name);
        return Integer.parseInt(name.substring(end + 1));
    }

    @Override
    public String toString() {
        return name + ": \"" + text + "\", " + sound;
    }
}
