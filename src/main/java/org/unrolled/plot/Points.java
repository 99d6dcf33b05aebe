package org.unrolled.plot;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The points of a series as they are drawn: what has no place on the axes is a gap, and of very many those stay that make the
 * same picture. @param errors half lengths of error bars, or null
 */
record Points(double[] x, double[] y, double[] errors) {
    /** So many points, and XChart takes a good part of a second. */
    private static final int MANY = 5_000;

    /** Points of which an x or y can't be drawn have no y. On a logarithmic axis that is all that is not above 0. */
    Points drawable(boolean logX, boolean logY) {
        var newX = x.clone();
        var newY = y.clone();
        var last = Arrays.stream(x).filter(value -> isDrawable(value, logX)).findFirst().orElse(1);
        for (var i = 0; i < x.length; i++) {
            if (!isDrawable(x[i], logX)) {
                newX[i] = last;
                newY[i] = Double.NaN;
            } else if (!isDrawable(y[i], logY)) {
                newY[i] = Double.NaN;
            }
            last = newX[i];
        }
        return new Points(newX, newY, errors);
    }

    static boolean isDrawable(double value, boolean log) {
        return Double.isFinite(value) && (!log || value > 0);
    }

    Points map(DoubleUnaryOperator onX, DoubleUnaryOperator onY, DoubleUnaryOperator onErrors) {
        return new Points(Arrays.stream(x).map(onX).toArray(), Arrays.stream(y).map(onY).toArray(),
                errors == null ? null : Arrays.stream(errors).map(onErrors).toArray());
    }

    /**
     * Of very many points those that make the picture. Along a rising x the first, last, lowest and highest of each column of
     * pixels: the line covers the same pixels. Of a cloud one in each pixel. Of a line that goes to and fro the extremes of
     * stretches of equally many points.
     *
     * @param column of a point by its x, rising with x
     * @param row    of a point by its y, 0 or above; NaN for NaN
     * @param joined whether a line joins the points
     */
    Points thinned(DoubleUnaryOperator column, DoubleUnaryOperator row, boolean joined) {
        if (x.length <= MANY) {
            return this;
        }
        var kept = new BitSet(x.length);
        if (joined) {
            keepExtremes(kept, column, isRising(x));
        } else {
            var seen = new HashSet<Long>();
            IntStream.range(0, x.length).filter(i -> !Double.isNaN(y[i]) && seen.add(
                    ((long) column.applyAsDouble(x[i]) << 32) + (long) row.applyAsDouble(y[i]))).forEach(kept::set);
        }
        var at = kept.stream().toArray();
        return new Points(at(x, at), at(y, at), errors == null ? null : at(errors, at));
    }

    /** Whether of a line through these its shape is lost when it is thinned. */
    static boolean isSketched(double[] x) {
        return x.length > MANY && !isRising(x);
    }

    private static boolean isRising(double[] x) {
        return IntStream.range(1, x.length).noneMatch(i -> x[i] < x[i - 1]);
    }

    private void keepExtremes(BitSet kept, DoubleUnaryOperator column, boolean rising) {
        var stretch = Math.max(1, 4 * x.length / MANY);
        for (var start = 0; start < x.length; ) {
            var end = start + 1;
            var here = (long) column.applyAsDouble(x[start]);
            while (end < x.length && (rising ? (long) column.applyAsDouble(x[end]) == here : end - start < stretch)) {
                end++;
            }
            kept.set(start);
            kept.set(end - 1);
            keepEnds(kept, y, start, end);
            if (!rising) {
                keepEnds(kept, x, start, end);
            }
            start = end;
        }
    }

    private static void keepEnds(BitSet kept, double[] values, int start, int end) {
        var low = start;
        var high = start;
        for (var i = start; i < end; i++) {
            low = values[i] < values[low] || Double.isNaN(values[low]) ? i : low;
            high = values[i] > values[high] || Double.isNaN(values[high]) ? i : high;
        }
        kept.set(low);
        kept.set(high);
    }

    private static double[] at(double[] values, int[] places) {
        return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
    }
}
