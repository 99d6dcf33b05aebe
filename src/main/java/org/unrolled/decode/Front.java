package org.unrolled.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of a step to come: beginnings, the row of the step before that each continues, and their log-probabilities. */
final class Front {
    private final List<Path> paths = new ArrayList<>();
    private int[] parents = new int[16];
    private double[] sums = new double[16];

    /** Rows that begin with this token; each is its own parent. */
    static Front of(int rows, int token) {
        var front = new Front();
        for (int row = 0; row < rows; row++) {
            front.add(row, Path.of(token), 0);
        }
        return front;
    }

    void add(int parent, Path path, double sum) {
        int row = paths.size();
        if (row == parents.length) {
            parents = Arrays.copyOf(parents, 2 * row);
            sums = Arrays.copyOf(sums, 2 * row);
        }
        parents[row] = parent;
        sums[row] = sum;
        paths.add(path);
    }

    /** Takes back the rows from this one on. */
    void cut(int from) {
        paths.subList(from, paths.size()).clear();
    }

    int size() {
        return paths.size();
    }

    Path path(int row) {
        return paths.get(row);
    }

    int parent(int row) {
        return parents[row];
    }

    double sum(int row) {
        return sums[row];
    }

    /** The last token of each row. */
    int[] tokens() {
        int[] tokens = new int[size()];
        for (int row = 0; row < tokens.length; row++) {
            tokens[row] = path(row).token();
        }
        return tokens;
    }

    /** The state that these rows go on from. @param state of the rows that they continue, {@code rows} in number */
    <S> S follow(StepModel<S> model, S state, int rows) {
        boolean same = size() == rows;
        for (int row = 0; row < size() && same; row++) {
            same = parents[row] == row;
        }
        return same || size() == 0 ? state : model.select(state, Arrays.copyOf(parents, size()));
    }
}
