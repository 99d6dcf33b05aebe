package org.unrolled.notebook;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;

/**
 * Points that keep coming. When there are more than a chart can show, pairs of neighbours give way to one of them, so
 * that memory and drawing time stay bounded; the lowest and highest values survive.
 */
final class GrowingSeries {
    static final int LIMIT = 2000;

    private final DoubleArrayList x = new DoubleArrayList();
    private final DoubleArrayList y = new DoubleArrayList();

    void add(double newX, double newY) {
        x.add(newX);
        y.add(newY);
        if (x.size() > LIMIT) {
            thin();
        }
    }

    double[] x() {
        return x.toDoubleArray();
    }

    double[] y() {
        return y.toDoubleArray();
    }

    /** Of each four points the lowest and the highest stay, in their order; first and last stay too. */
    private void thin() {
        var size = x.size();
        var kept = 1;
        for (var i = 1; i + 4 < size; i += 4) {
            var low = i;
            var high = i;
            for (var j = i + 1; j < i + 4; j++) {
                low = y.getDouble(j) < y.getDouble(low) ? j : low;
                high = y.getDouble(j) >= y.getDouble(high) ? j : high;
            }
            kept = keep(kept, Math.min(low, high));
            kept = low == high ? kept : keep(kept, Math.max(low, high));
        }
        for (var i = 1 + (size - 2) / 4 * 4; i < size; i++) {
            kept = keep(kept, i);
        }
        x.size(kept);
        y.size(kept);
    }

    private int keep(int at, int from) {
        x.set(at, x.getDouble(from));
        y.set(at, y.getDouble(from));
        return at + 1;
    }
}
