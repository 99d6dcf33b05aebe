package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * What comes after a linear map, on blocks of rows and one thread: out = dropout ∘ tanh(z + b), or dropout ∘ z, zeros where a
 * row is padding; and the way back.
 */
final class RowActivation {
    private final int size;
    private final boolean squashed;
    private int capacity;
    /** Factors on the output, [rows][size]; or null. */
    private Memory dropout;
    /** By row: whether it is real; null if all are. */
    private boolean[] active;
    private float[] bias;
    private float[] dBias;
    private float[] watch;
    private float[] factors;
    private float[] block;

    RowActivation(int size, boolean squashed) {
        this.size = size;
        this.squashed = squashed;
    }

    /**
     * Before a forward pass.
     *
     * @param rows most rows that one call will bring
     * @param from the bias; null without tanh
     */
    void begin(int rows, Memory from, Memory dropoutFactors, boolean[] activeRows) {
        capacity = rows * size;
        dropout = dropoutFactors;
        active = activeRows;
        bias = Lanes.ensure(bias, capacity);
        watch = Lanes.ensure(watch, capacity);
        factors = Lanes.ensure(factors, capacity);
        block = Lanes.ensure(block, capacity);
        Arrays.fill(watch, 0, capacity, 0);
        Arrays.fill(bias, 0, capacity, 0);
        if (squashed) {
            from.read(0, bias, size);
            for (int r = 1; r < rows; r++) {
                System.arraycopy(bias, 0, bias, r * size, size);
            }
        }
    }

    /** An array for a block of rows. */
    float[] block() {
        return block;
    }

    /**
     * From pre-activations to outputs.
     *
     * @param z   pre-activations of rows {@code row} to {@code row + rows - 1}; tanh(z + b) is left there
     * @param out where the outputs go, in the same rows
     * @param fed where they go as well, without gaps; or null
     */
    void forward(Memory z, long row, int rows, SequenceRows.Rows out, Memory fed) {
        int n = rows * size;
        z.read(row * size, block, n);
        Lanes.watch(watch, block, n);
        if (squashed) {
            Lanes.tanh(block, bias, n);
        }
        clearPadded(block, row, rows);
        if (squashed || active != null) {
            z.write(row * size, block, n);
        }
        if (dropout != null) {
            dropout.read(row * size, factors, n);
            Lanes.multiply(block, block, factors, n);
        }
        Lanes.writeRows(out.memory(), row * out.stride(), out.stride(), block, size, n);
        if (fed != null) {
            fed.write(row * size, block, n);
        }
    }

    /** Whether all pre-activations since {@link #begin} were finite. */
    boolean finite() {
        return Lanes.sum(watch, capacity) == 0;
    }

    /** Before a backward pass. */
    void beginBack() {
        dBias = Lanes.ensure(dBias, capacity);
        Arrays.fill(dBias, 0, capacity, 0);
    }

    /**
     * From gradients of outputs to gradients of pre-activations.
     *
     * @param gradient dL/d(out) of these rows; overwritten
     * @param y        what {@link #forward} left
     * @param into     where dL/dz goes
     */
    void backward(float[] gradient, long row, int rows, Memory y, Memory into) {
        int n = rows * size;
        if (dropout != null) {
            dropout.read(row * size, factors, n);
            Lanes.multiply(gradient, gradient, factors, n);
        }
        clearPadded(gradient, row, rows);
        if (squashed) {
            y.read(row * size, factors, n);
            Lanes.tanhBack(gradient, gradient, factors, n);
            Lanes.add(dBias, dBias, gradient, n);
        }
        into.write(row * size, gradient, n);
    }

    private void clearPadded(float[] rows, long row, int count) {
        for (int r = 0; active != null && r < count; r++) {
            if (!active[(int) row + r]) {
                Arrays.fill(rows, r * size, r * size + size, 0);
            }
        }
    }

    /** Adds the bias' gradient since {@link #beginBack} to {@code sum}. */
    void addBiasGradient(double[] sum) {
        for (int i = 0; i < capacity; i++) {
            sum[i % size] += dBias[i];
        }
    }
}
