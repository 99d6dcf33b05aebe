package org.unrolled.text;

import org.nd4j.common.base.Preconditions;
import org.unrolled.files.Resource;

/**
 * The text that ships with the project: about 200,000 characters of little stories, written by
 * {@code org.unrolled.synthetic.GrammarText} with {@link #SEED}, so that the loss of the best possible model on it is known.
 */
public final class Corpus {
    /** The seed of the embedded text. */
    public static final long SEED = 2024;
    /** The embedded text has at least so many characters; it ends with a whole story. */
    public static final int CHARACTERS = 200_000;

    /** A text cut in two. Training text comes first. */
    public record Split(String train, String validation) { }

    private static final String RESOURCE = "/org/unrolled/embedded/corpus.txt";
    private static final String STORY_END = "\n\n";

    private Corpus() { }

    /** The embedded text. It is read from the library itself, so the working directory does not matter. */
    public static String embedded() {
        return Resource.text(Corpus.class, RESOURCE);
    }

    /**
     * Cuts a text after the last empty line within its first part, which is a share between 0 and 1; a text without empty lines
     * between two characters (Unicode code points). No part may be empty.
     */
    public static Split split(String text, double trainShare) {
        Preconditions.checkArgument(trainShare > 0 && trainShare < 1,
                "trainShare is %s, expected a number between 0 and 1", trainShare);
        int characters = text.codePointCount(0, text.length());
        int cut = text.offsetByCodePoints(0, (int) (characters * trainShare));
        int end = text.lastIndexOf(STORY_END, cut - STORY_END.length());
        if (end > 0) {
            cut = end + STORY_END.length();
        }
        Preconditions.checkArgument(cut != 0 && cut != text.length(),
                "a text of %s characters can't be cut in two parts at %s: give a longer text", String.valueOf(characters), trainShare);
        return new Split(text.substring(0, cut), text.substring(cut));
    }
}
