package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * White space as Python's {@code str.split} sees it, which the scores that we compare with are cut by: no-break spaces
 * belong to it, zero-width ones don't.
 */
final class Whitespace {
    private Whitespace() {
    }

    /** All of it is in the basic plane. */
    static boolean is(int character) {
        return character >= '\t' && character <= '\r' || character >= 0x1C && character <= 0x1F || character == 0x85
                || Character.isSpaceChar(character);
    }

    /** Parts between white space, none of them empty. */
    static List<String> split(String text) {
        var parts = new ArrayList<String>();
        for (int start = 0, end; start < text.length(); start = end + 1) {
            end = start;
            while (end < text.length() && !is(text.charAt(end))) {
                end++;
            }
            if (end > start) {
                parts.add(text.substring(start, end));
            }
        }
        return parts;
    }

    static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
