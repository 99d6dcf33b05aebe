package org.unrolled.metrics;

import java.util.List;
import java.util.regex.Pattern;

/**
 * White space as Python's {@code str.split} sees it, which the scores that we compare with are cut by: no-break spaces
 * belong to it, zero-width ones don't.
 */
final class Whitespace {
    private static final String ONE = "[\\t-\\r\\x1C-\\x1F\\x85\\p{Z}]";
    private static final Pattern SOME = Pattern.compile(ONE + "+");
    private static final Pattern END = Pattern.compile("(?<!" + ONE + ")" + ONE + "++\\z");

    private Whitespace() { }

    /** Parts between white space, none of them empty. */
    static List<String> split(String text) {
        return SOME.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
    }

    static String stripEnd(String text) {
        return END.matcher(text).replaceFirst("");
    }
}
