package org.unrolled.metrics;

import java.util.List;
import java.util.regex.Pattern;

/** How BLEU cuts a sentence into words; both sides are cut alike. */
public enum BleuTokenizer {
    /**
     * The rules of NIST's script mteval-v13a, which papers report BLEU with. Made for text as people write it: most ASCII
     * punctuation becomes a token, a full stop or comma only where it doesn't stand between digits, a hyphen only after a
     * digit; apostrophes and all signs beyond ASCII stay with their word. The entities {@code &quot; &amp; &lt; &gt;} are
     * read as the signs they stand for.
     */
    V13A("13a") {
        @Override
        List<String> tokens(String sentence) {
            var text = Whitespace.stripEnd(sentence).replace("<skipped>", "").replace("-\n", "").replace('\n', ' ')
                    .replace("&quot;", "\"").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
            text = PUNCTUATION.matcher(" " + text + " ").replaceAll(" $0 ");
            text = POINT_AFTER_OTHER.matcher(text).replaceAll("$1 $2 ");
            text = POINT_BEFORE_OTHER.matcher(text).replaceAll(" $1 $2");
            return Whitespace.split(HYPHEN_AFTER_DIGIT.matcher(text).replaceAll("$1 $2 "));
        }
    },
    /** Cuts at white space only: for text that is tokenised already. */
    NONE("none") {
        @Override
        List<String> tokens(String sentence) {
            return Whitespace.split(sentence);
        }
    };

    // All of ASCII's punctuation but ' , - and the full stop.
    private static final Pattern PUNCTUATION = Pattern.compile("[!-&(-+/:-@\\[-`{-~]");
    private static final Pattern POINT_AFTER_OTHER = Pattern.compile("([^0-9])([.,])");
    private static final Pattern POINT_BEFORE_OTHER = Pattern.compile("([.,])([^0-9])");
    private static final Pattern HYPHEN_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

    private final String label;

    BleuTokenizer(String label) {
        this.label = label;
    }

    /** The words of a sentence in order. */
    abstract List<String> tokens(String sentence);

    /** Its name in sacreBLEU's signature. */
    @Override
    public String toString() {
        return label;
    }
}
