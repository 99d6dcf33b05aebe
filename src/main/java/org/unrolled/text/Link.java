package org.unrolled.text;

import java.util.regex.Pattern;
import org.nd4j.common.base.Preconditions;

/**
 * A word of the source and a word of the target that stand for each other.
 *
 * @param source place of the source word, from 0
 * @param target place of the target word, from 0
 * @param sure   whether the link is beyond doubt; links that aren't are merely possible (Och and Ney, "A systematic
 *               comparison of various statistical alignment models", 2003), such as that of {@code is} in
 *               {@code is sleeping} with {@code schläft}
 */
public record Link(int source, int target, boolean sure) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([-?])(\\d{1,9})");

    /** @throws IllegalArgumentException if a place is negative */
    public Link {
        Preconditions.checkArgument(source >= 0 && target >= 0, "link %s-%s, expected places from 0 on", source, target);
    }

    /** A sure link. */
    public Link(int source, int target) {
        this(source, target, true);
    }

    /** Reads what {@link #toString} writes. */
    static Link parse(String text) {
        var matcher = TEXT.matcher(text);
        Preconditions.checkArgument(matcher.matches(),
                "a link '%s', expected two places with - or ? between, such as 0-1", text);
        return new Link(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(3)), matcher.group(2).equals("-"));
    }

    /** The same link seen from the other side. */
    public Link reversed() {
        return new Link(target, source, sure);
    }

    /** {@code 0-1}, or {@code 0?1} for a possible link. */
    @Override
    public String toString() {
        return source + (sure ? "-" : "?") + target;
    }
}
