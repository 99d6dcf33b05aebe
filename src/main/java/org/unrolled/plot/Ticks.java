package org.unrolled.plot;

import java.awt.FontMetrics;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Pattern;

/** Short text for charts. */
final class Ticks {
    /** What a reader takes for one letter, an emoji of several code points too. */
    private static final Pattern LETTER = Pattern.compile("\\X");

    private Ticks() {
    }

    /** About three significant digits. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "none" : value > 0 ? "∞" : "-∞";
        }
        var size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e6) {
            return String.format(Locale.ROOT, "%.0f", value == 0 ? 0 : value);
        }
        if (size >= 1e6 || size < 1e-3) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.0995 ? "%.2f" : "%.3f", value);
    }

    /** With as many decimals as the largest of a group of numbers needs, so that they stand alike. */
    static String number(double value, double largest) {
        if (!Double.isFinite(value) || largest < 0.0995 || largest >= 1e6 || value == Math.rint(value) && largest == Math.rint(largest)) {
            return number(value);
        }
        var text = String.format(Locale.ROOT, largest >= 100 ? "%.0f" : largest >= 10 ? "%.1f" : "%.2f", value);
        return text.matches("-[0.]+") ? text.substring(1) : text;
    }

    /** Two ends, such as "2.5 to 3", with as many digits as tell them apart. */
    static String range(double low, double high) {
        var from = number(low);
        var to = number(high);
        for (var digits = 4; from.equals(to) && low != high && digits <= 17 && Double.isFinite(low) && Double.isFinite(high); digits++) {
            from = digits(low, digits);
            to = digits(high, digits);
        }
        return from + " to " + to;
    }

    private static String digits(double value, int digits) {
        var number = new BigDecimal(value).round(new MathContext(digits));
        var size = Math.abs(value);
        return size >= 1e-3 && size < 1e6 ? number.toPlainString() : String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
    }

    /** The text, cut between two letters with an ellipsis if it is wider than this many pixels. */
    static String fit(String text, FontMetrics metrics, int width) {
        if (metrics.stringWidth(text) <= width) {
            return text;
        }
        var end = 0;
        var letter = LETTER.matcher(text);
        while (letter.find() && metrics.stringWidth(text.substring(0, letter.end()) + "…") <= width) {
            end = letter.end();
        }
        return text.substring(0, end) + "…";
    }
}
