package org.unrolled.notebook;

import java.util.Locale;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.columns.Column;

/** Numbers and durations as people read them. */
final class Numbers {
    private Numbers() {
    }

    static boolean isWhole(Column<?> column) {
        return column instanceof IntColumn || column instanceof LongColumn || column instanceof ShortColumn;
    }

    /** About five significant digits; powers of ten only for very large and very small numbers. */
    static String format(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
        }
        var size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e9) {
            return String.format(Locale.ROOT, "%,.0f", value == 0 ? 0 : value);
        }
        if (size < 1e-4 || size >= 1e9) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        var decimals = Math.max(0, Math.min(6, 4 - (int) Math.floor(Math.log10(size))));
        var text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /** Seconds as {@code 0:07}, {@code 12:31} or {@code 1:02:03}. */
    static String clock(double seconds) {
        var s = Math.round(seconds);
        return s < 3600 ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }
}
