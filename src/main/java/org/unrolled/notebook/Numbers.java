package org.unrolled.notebook;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleFunction;
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
        if (!isPlain(value)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        var text = String.format(Locale.ROOT, "%,." + decimals(value, 5) + "f", value == 0 ? 0 : value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /**
     * How to write the numbers of a column: with as many decimals each, so that their points stand one below the other, five
     * significant digits of the largest and at least three of the smallest. Powers of ten are left to very large and very small ones.
     */
    static DoubleFunction<String> aligned(double... column) {
        var plain = Arrays.stream(column).filter(value -> Double.isFinite(value) && isPlain(value) && value != 0).toArray();
        var largest = Arrays.stream(plain).map(Math::abs).max().orElse(1);
        var smallest = Arrays.stream(plain).map(Math::abs).min().orElse(1);
        var written = Arrays.stream(plain).mapToObj(Numbers::format).mapToInt(Numbers::decimals).max().orElse(0);
        var decimals = Math.min(written, Math.max(decimals(largest, 5), decimals(smallest, 3)));
        return value -> Double.isFinite(value) && isPlain(value)
                ? String.format(Locale.ROOT, "%,." + decimals + "f", value == 0 ? 0 : value) : format(value);
    }

    private static int decimals(String number) {
        return number.contains(".") ? number.length() - 1 - number.indexOf('.') : 0;
    }

    private static boolean isPlain(double value) {
        var size = Math.abs(value);
        return size < 1e9 && (size >= 1e-4 || size == 0);
    }

    private static int decimals(double value, int digits) {
        return value == 0 ? 0 : Math.max(0, Math.min(6, digits - 1 - (int) Math.floor(Math.log10(Math.abs(value)))));
    }

    /** Seconds as {@code 0:07}, {@code 12:31} or {@code 1:02:03}. */
    static String clock(double seconds) {
        var s = Math.round(seconds);
        return s < 3600 ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }
}
