package org.unrolled.nn.backend.cpu;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.arrays.Detached;
import org.unrolled.concurrent.Workers;

/**
 * Arrays of shape [batch, features, time] as rows of memory in the order [time, batch]: the array's own memory where it
 * lies that way, otherwise a copy in memory that is kept from batch to batch.
 */
final class SequenceRows {
    /** From so many elements on the threads share the copying. */
    private static final int WORTH_SPLITTING = 1 << 15;

    private INDArray buffer;

    /**
     * Rows of features; row t · batch + b begins at (t · batch + b) · stride.
     *
     * @param stride elements from one row to the next, at least the number of features
     */
    record Rows(Memory memory, int stride) {
        long address(long row) {
            return memory.address(row * stride);
        }
    }

    /** The elements of {@code array}; not to be written to. */
    Rows read(INDArray array) {
        long stride = stride(array);
        if (stride > 0) {
            return rows(array, stride);
        }
        var copy = buffer(array);
        if (batchMajor(array)) {
            turn(array, Memory.of(copy));
        } else {
            copy.assign(array.permute(2, 0, 1));
        }
        return new Rows(Memory.of(copy), (int) array.size(1));
    }

    /** Whether the array lies without gaps in the order of its dimensions, as DL4J's own arrays do. */
    private boolean batchMajor(INDArray array) {
        return array.dataType() == DataType.FLOAT && array.stride(2) == 1 && array.stride(1) == array.size(2)
            && array.stride(0) == array.size(1) * array.size(2);
    }

    /** Copies [batch, features, time] into [time, batch, features], example by example. */
    private void turn(INDArray array, Memory into) {
        int batch = (int) array.size(0);
        int features = (int) array.size(1);
        int time = (int) array.size(2);
        var from = Memory.of(array);
        Workers.split(batch, array.length() < WORTH_SPLITTING ? 1 : Workers.count(), (part, first, end) -> {
            var example = new float[features * time];
            var turned = new float[features * time];
            var row = new float[features];
            for (int b = first; b < end; b++) {
                from.read((long) b * features * time, example, features * time);
                Lanes.transpose(example, turned, features, time);
                for (int t = 0; t < time; t++) {
                    System.arraycopy(turned, t * features, row, 0, features);
                    into.write(((long) t * batch + b) * features, row, features);
                }
            }
        });
    }

    /** Memory to write the elements of {@code array} to; {@link #wrote} must follow. */
    Rows write(INDArray array) {
        long stride = stride(array);
        return stride > 0 ? rows(array, stride) : new Rows(Memory.of(buffer(array)), (int) array.size(1));
    }

    /** Brings what was written to the memory from {@link #write} into the array. */
    void wrote(INDArray array) {
        if (stride(array) == 0) {
            array.assign(buffer(array).permute(1, 2, 0));
        }
    }

    private static Rows rows(INDArray array, long stride) {
        long rows = array.size(0) * array.size(2);
        return new Rows(Memory.of(array, (rows - 1) * stride + array.size(1)), (int) stride);
    }

    /** Elements from row to row if the array has the right type and lies in rows [time, batch]; otherwise 0. */
    private long stride(INDArray array) {
        long batch = array.size(0);
        long features = array.size(1);
        long time = array.size(2);
        if (array.dataType() != DataType.FLOAT || features > 1 && array.stride(1) != 1) {
            return 0;
        }
        long stride = batch > 1 ? array.stride(0) : time > 1 ? array.stride(2) : features;
        return stride >= features && stride <= Integer.MAX_VALUE && (time == 1 || array.stride(2) == batch * stride)
            ? stride : 0;
    }

    private INDArray buffer(INDArray array) {
        if (buffer == null || buffer.length() < array.length()) {
            buffer = Detached.get(() -> Nd4j.createUninitialized(DataType.FLOAT, array.length()));
        }
        var view = buffer.length() == array.length() ? buffer
            : buffer.get(NDArrayIndex.interval(0, array.length()));
        return view.reshape('c', array.size(2), array.size(0), array.size(1));
    }
}
