package org.unrolled.decode;

import java.util.Arrays;

/** The rows of a step to come: what each continues, by which token, and the log-probability of all its tokens. */
final class Front {
    private int[] parents;
    private int[] tokens;
    private double[] sums;
    private int size;

    /** @param room for so many rows at first */
    Front(int room) {
        parents = new int[room];
        tokens = new int[room];
        sums = new double[room];
    }

    /** Rows that begin with this token; each is its own parent. */
    static Front of(int rows, int token) {
        var front = new Front(rows);
        for (int row = 0; row < rows; row++) {
            front.add(row, token, 0);
        }
        return front;
    }

    void add(int parent, int token, double sum) {
        if (size == parents.length) {
            int room = 2 * size + 8;
            parents = Arrays.copyOf(parents, room);
            tokens = Arrays.copyOf(tokens, room);
            sums = Arrays.copyOf(sums, room);
        }
        parents[size] = parent;
        tokens[size] = token;
        sums[size++] = sum;
    }

    /** Takes back the rows from this one on. */
    void cut(int from) {
        size = from;
    }

    int size() {
        return size;
    }

    double sum(int row) {
        return sums[row];
    }

    int[] parents() {
        return Arrays.copyOf(parents, size);
    }

    int[] tokens() {
        return Arrays.copyOf(tokens, size);
    }

    /** The state that these rows go on from. @param state of the rows that they continue, {@code rows} in number */
    <S> S follow(StepModel<S> model, S state, int rows) {
        boolean same = size == rows;
        for (int row = 0; row < size && same; row++) {
            same = parents[row] == row;
        }
        return same || size == 0 ? state : model.select(state, parents());
    }
}
