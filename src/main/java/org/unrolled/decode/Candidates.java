package org.unrolled.decode;

import java.util.Arrays;

/**
 * The best of many candidates, without sorting the many: a heap with the worst of those kept on top, which gives way to a
 * better one. Candidates come in the order of their rows and ids; of equals the first stay.
 */
final class Candidates {
    private static final int AT_FIRST = 16;

    private final long most;
    private double[] values;
    private int[] rows;
    private int[] ids;
    private int size;

    /** @param most how many to keep, at least one */
    Candidates(long most) {
        this.most = most;
        int room = (int) Math.min(AT_FIRST, most);
        values = new double[room];
        rows = new int[room];
        ids = new int[room];
    }

    /** Forgets all. */
    void clear() {
        size = 0;
    }

    /** What a further candidate has to exceed to be kept: minus infinity while there is room. */
    double bar() {
        return size < most ? Double.NEGATIVE_INFINITY : values[0];
    }

    /** Keeps this one, which exceeds the {@link #bar}, in place of the worst if need be. */
    void offer(double value, int row, int id) {
        if (size < most) {
            makeRoom();
            int at = size++;
            set(at, value, row, id);
            while (at > 0 && worse(at, (at - 1) / 2)) {
                swap(at, (at - 1) / 2);
                at = (at - 1) / 2;
            }
        } else {
            set(0, value, row, id);
            sink(size);
        }
    }

    private void makeRoom() {
        if (size == values.length) {
            int room = (int) Math.min(most, 2L * size);
            values = Arrays.copyOf(values, room);
            rows = Arrays.copyOf(rows, room);
            ids = Arrays.copyOf(ids, room);
        }
    }

    /** Puts the best first; {@link #clear} before the next {@link #offer}. */
    void sort() {
        for (int last = size - 1; last > 0; last--) {
            swap(0, last);
            sink(last);
        }
    }

    int size() {
        return size;
    }

    double value(int rank) {
        return values[rank];
    }

    int row(int rank) {
        return rows[rank];
    }

    int id(int rank) {
        return ids[rank];
    }

    private void sink(int count) {
        int at = 0;
        while (2 * at + 1 < count) {
            int child = 2 * at + 1;
            if (child + 1 < count && worse(child + 1, child)) {
                child++;
            }
            if (!worse(child, at)) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private boolean worse(int a, int b) {
        return values[a] != values[b] ? values[a] < values[b] : rows[a] != rows[b] ? rows[a] > rows[b] : ids[a] > ids[b];
    }

    private void set(int at, double value, int row, int id) {
        values[at] = value;
        rows[at] = row;
        ids[at] = id;
    }

    private void swap(int a, int b) {
        double value = values[a];
        int row = rows[a];
        int id = ids[a];
        set(a, values[b], rows[b], ids[b]);
        set(b, value, row, id);
    }
}
