package org.unrolled.plot;

import java.awt.FontMetrics;
import java.util.Locale;

/** Short text for charts. */
final class Ticks {
    private Ticks() {
    }

    /** About three significant digits. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "none";
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
        if (largest < 0.0995 || largest >= 1e6 || value == Math.rint(value) && largest == Math.rint(largest)) {
            return number(value);
        }
        var text = String.format(Locale.ROOT, largest >= 100 ? "%.0f" : largest >= 10 ? "%.1f" : "%.2f", value);
        return text.matches("-[0.]+") ? text.substring(1) : text;
    }

    /** The text, cut at its end with an ellipsis if it is wider than this many pixels. */
    static String fit(String text, FontMetrics metrics, int width) {
        if (metrics.stringWidth(text) <= width) {
            return text;
        }
        var end = text.length();
        while (end > 0 && metrics.stringWidth(text.substring(0, end) + "…") > width) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
