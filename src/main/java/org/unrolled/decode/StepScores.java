package org.unrolled.decode;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Workers;

/** What a model gave in one step, read row by row by several threads; on the CPU without a copy of the whole. */
final class StepScores {
    private static final float ROUNDING = 1e-3f;
    /** Below so many numbers one thread is quicker than waking others. */
    private static final int SHARED = 1 << 14;

    private final int rows;
    private final int columns;
    private final Memory memory;
    private final float[] copy;

    /**
     * @param columns how many are expected; any number if negative
     * @throws IllegalArgumentException if the shape is another one than [rows, columns]
     */
    StepScores(INDArray array, int rows, int columns, String what) {
        if (array.rank() != 2 || array.size(0) != rows || columns >= 0 && array.size(1) != columns) {
            throw new IllegalArgumentException("the model's step gives " + what + " of shape " + Arrays.toString(array.shape())
                + ", expected [" + rows + ", " + (columns < 0 ? "source" : columns) + "]");
        }
        this.rows = rows;
        this.columns = (int) array.size(1);
        boolean dense = array.dataType() == DataType.FLOAT && array.ordering() == 'c' && !array.isView();
        memory = dense && Nd4j.getEnvironment().isCPU() ? Memory.of(array) : null;
        copy = memory != null ? null : array.castTo(DataType.FLOAT).dup('c').data().asFloat();
    }

    int columns() {
        return columns;
    }

    void read(int row, float[] into) {
        if (memory != null) {
            memory.read((long) row * columns, into, 0, columns);
        } else {
            System.arraycopy(copy, row * columns, into, 0, columns);
        }
    }

    /** All rows, one after the other. */
    float[] all() {
        if (memory == null) {
            return copy;
        }
        var all = new float[rows * columns];
        memory.read(0, all, 0, all.length);
        return all;
    }

    /** Runs {@code body} for parts 0, 1, ... of the work, on several threads if there is enough of it. */
    void share(int parts, IntConsumer body) {
        if ((long) rows * columns < SHARED) {
            for (int part = 0; part < parts; part++) {
                body.accept(part);
            }
        } else {
            Workers.run(parts, body);
        }
    }

    /** @throws IllegalArgumentException if it is no log-probability */
    static float require(float value, int id) {
        if (Float.isNaN(value)) {
            throw new IllegalArgumentException("the model gives NaN as the log-probability of token " + id
                + ": has its training diverged?");
        }
        if (value > ROUNDING) {
            throw new IllegalArgumentException("the model gives " + value + " as the log-probability of token " + id
                + ", expected 0 or below: take the logarithm of probabilities, and log-softmax of logits");
        }
        return value;
    }
}
