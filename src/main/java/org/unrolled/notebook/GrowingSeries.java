package org.unrolled.notebook;

import java.util.Arrays;

/**
 * Points that keep coming. When there are more than a chart can show, pairs of neighbours give way to one of them, so
 * that memory and drawing time stay bounded; the lowest and highest values survive.
 */
final class GrowingSeries {
    static final int LIMIT = 2000;

    private double[] x = new double[64];
    private double[] y = new double[64];
    private int size;

    void add(double newX, double newY) {
        if (size == x.length) {
            x = Arrays.copyOf(x, 2 * size);
            y = Arrays.copyOf(y, 2 * size);
        }
        x[size] = newX;
        y[size] = newY;
        size++;
        if (size > LIMIT) {
            thin();
        }
    }

    double[] x() {
        return Arrays.copyOf(x, size);
    }

    double[] y() {
        return Arrays.copyOf(y, size);
    }

    /** Of each four points the lowest and the highest stay, in their order; first and last stay too. */
    private void thin() {
        var kept = 1;
        for (var i = 1; i + 4 < size; i += 4) {
            var low = i;
            var high = i;
            for (var j = i + 1; j < i + 4; j++) {
                low = y[j] < y[low] ? j : low;
                high = y[j] >= y[high] ? j : high;
            }
            kept = keep(kept, Math.min(low, high));
            kept = low == high ? kept : keep(kept, Math.max(low, high));
        }
        for (var i = 1 + (size - 2) / 4 * 4; i < size; i++) {
            kept = keep(kept, i);
        }
        size = kept;
    }

    private int keep(int at, int from) {
        x[at] = x[from];
        y[at] = y[from];
        return at + 1;
    }
}
