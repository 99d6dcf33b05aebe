package org.unrolled.notebook.moving;

import java.util.List;
import org.nd4j.common.base.Preconditions;

/** What callers may hand to a figure; a figure that was given something else says so before it draws. */
final class Given {
    private Given() {
    }

    /** Rows of equal length of finite numbers. */
    static void matrix(String what, double[][] values, String rowsOf, int rows, String columnsOf, int columns) {
        Preconditions.checkArgument(rows > 0 && columns > 0, "%s: there are %s %s and %s %s, expected at least one of each", what, rows,
                rowsOf, columns, columnsOf);
        Preconditions.checkArgument(values.length == rows, "%s: given %s rows, expected %s, one for each of the %s", what, values.length,
                rows, rowsOf);
        for (int row = 0; row < rows; row++) {
            Preconditions.checkArgument(values[row].length == columns, "%s: row %s has %s numbers, expected %s, one for each of the %s",
                    what, row, values[row].length, columns, columnsOf);
            finite(what + ", row " + row, values[row]);
        }
    }

    static void finite(String what, double... values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(what + ": number " + i + " is " + values[i] + ", expected a finite one");
            }
        }
    }

    /** Shares that sum to 1, but for rounding in single precision. */
    static void shares(String what, double[][] rows) {
        for (int row = 0; row < rows.length; row++) {
            double sum = 0;
            for (double share : rows[row]) {
                if (share < 0) {
                    throw new IllegalArgumentException(what + ", row " + row + ": " + share + " is among them, expected 0 or above");
                }
                sum += share;
            }
            if (Math.abs(sum - 1) > 1e-3) {
                throw new IllegalArgumentException(what + ", row " + row + ": they sum to " + sum + ", expected 1");
            }
        }
    }

    /** The characters of a text as the course counts them, by code points. */
    static List<String> characters(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }

    /** What can be seen in place of what can't. */
    static String visible(String token) {
        return token.replace("\n", "↵").replace("\t", "⇥").replace(' ', '␣');
    }

    /** At most so many characters, so that neighbours don't run into each other. */
    static String fitted(String token, int most) {
        var shown = visible(token);
        return shown.codePointCount(0, shown.length()) <= most ? shown : shown.substring(0, shown.offsetByCodePoints(0, most - 1)) + "…";
    }
}
