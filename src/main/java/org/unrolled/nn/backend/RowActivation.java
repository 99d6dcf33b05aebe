package org.unrolled.nn.backend;

import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Memory;

/**
 * What comes after a linear map, on blocks of rows and one thread: out = dropout ∘ tanh(z + b), or without tanh, zeros
 * where a row is padding; and the way back.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RowActivation<A> {
    private final Lanes<A> lanes;
    private final int size;
    private final boolean squashed;
    private boolean biased;
    private int capacity;
    /** Factors on the output, [rows][size]; or null. */
    private Memory dropout;
    /** By row: whether it is real; null if all are. */
    private boolean[] active;
    private A bias;
    private A dBias;
    private A watch;
    private A factors;
    private A block;

    RowActivation(Lanes<A> lanes, int size, boolean squashed) {
        this.lanes = lanes;
        this.size = size;
        this.squashed = squashed;
    }

    /**
     * Before a forward pass.
     *
     * @param rows most rows that one call will bring
     * @param from the bias; null for none
     */
    void begin(int rows, Memory from, Memory dropoutFactors, boolean[] activeRows) {
        capacity = rows * size;
        dropout = dropoutFactors;
        active = activeRows;
        biased = from != null;
        bias = lanes.ensure(bias, capacity);
        watch = lanes.ensure(watch, capacity);
        factors = lanes.ensure(factors, capacity);
        block = lanes.ensure(block, capacity);
        lanes.fill(watch, 0, capacity, 0);
        lanes.fill(bias, 0, capacity, 0);
        if (biased) {
            lanes.read(from, 0, bias, size);
            for (int r = 1; r < rows; r++) {
                lanes.copy(bias, 0, bias, r * size, size);
            }
        }
    }

    /** An array for a block of rows. */
    A block() {
        return block;
    }

    /**
     * From pre-activations to outputs.
     *
     * @param z   pre-activations of rows {@code row} to {@code row + rows - 1}; tanh(z + b) is left there
     * @param out where the outputs go, in the same rows
     * @param fed where they go as well, without gaps; or null
     */
    void forward(Memory z, long row, int rows, TimeMajor.Rows out, Memory fed) {
        int n = rows * size;
        lanes.read(z, row * size, block, n);
        lanes.watch(watch, block, n);
        if (squashed) {
            lanes.tanh(block, bias, n);
        } else if (biased) {
            lanes.add(block, block, bias, n);
        }
        clearPadded(block, row, rows);
        if (squashed || biased || active != null) {
            lanes.write(z, row * size, block, n);
        }
        if (dropout != null) {
            lanes.read(dropout, row * size, factors, n);
            lanes.multiply(block, block, factors, n);
        }
        lanes.writeRows(out.memory(), row * out.stride(), out.stride(), block, size, n);
        if (fed != null) {
            lanes.write(fed, row * size, block, n);
        }
    }

    /** Whether all pre-activations since {@link #begin} were finite. */
    boolean finite() {
        return lanes.sum(watch, capacity) == 0;
    }

    /** Before a backward pass. */
    void beginBack() {
        dBias = lanes.ensure(dBias, capacity);
        lanes.fill(dBias, 0, capacity, 0);
    }

    /**
     * From gradients of outputs to gradients of pre-activations.
     *
     * @param gradient dL/d(out) of these rows; overwritten
     * @param y        what {@link #forward} left
     * @param into     where dL/dz goes
     */
    void backward(A gradient, long row, int rows, Memory y, Memory into) {
        int n = rows * size;
        if (dropout != null) {
            lanes.read(dropout, row * size, factors, n);
            lanes.multiply(gradient, gradient, factors, n);
        }
        clearPadded(gradient, row, rows);
        if (squashed) {
            lanes.read(y, row * size, factors, n);
            lanes.tanhBack(gradient, gradient, factors, n);
        }
        if (biased) {
            lanes.add(dBias, dBias, gradient, n);
        }
        lanes.write(into, row * size, gradient, n);
    }

    private void clearPadded(A rows, long row, int count) {
        for (int r = 0; active != null && r < count; r++) {
            if (!active[(int) row + r]) {
                lanes.fill(rows, r * size, size, 0);
            }
        }
    }

    /** Adds the bias' gradient since {@link #beginBack} to {@code sum}. */
    void addBiasGradient(double[] sum) {
        for (int i = 0; i < capacity; i++) {
            sum[i % size] += lanes.get(dBias, i);
        }
    }
}
