package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.nn.kernel.Detached;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Precision;

/**
 * Arrays of shape [batch, features, time] as memory in the order [time, batch, features]: the array's own memory where
 * it lies that way, otherwise a copy in memory that is kept from batch to batch.
 */
final class TimeMajor {
    private final Precision precision;
    private INDArray buffer;

    TimeMajor(Precision precision) {
        this.precision = precision;
    }

    /** Memory with the elements of {@code array}; not to be written to. */
    Memory read(INDArray array) {
        if (lies(array)) {
            return Memory.of(array);
        }
        var copy = buffer(array);
        copy.assign(array.permute(2, 0, 1));
        return Memory.of(copy);
    }

    /** Memory to write the elements of {@code array} to; {@link #wrote} must follow. */
    Memory write(INDArray array) {
        return Memory.of(lies(array) ? array : buffer(array));
    }

    /** Brings what was written to the memory from {@link #write} into the array. */
    void wrote(INDArray array) {
        if (!lies(array)) {
            array.assign(buffer(array).permute(1, 2, 0));
        }
    }

    /** Whether the array has the right type and its elements lie in the order [time, batch, features]. */
    private boolean lies(INDArray array) {
        return array.dataType() == precision.type()
            && stride(array, 1, 1) && stride(array, 0, array.size(1))
            && stride(array, 2, array.size(0) * array.size(1));
    }

    private static boolean stride(INDArray array, int dimension, long expected) {
        return array.size(dimension) == 1 || array.stride(dimension) == expected;
    }

    private INDArray buffer(INDArray array) {
        if (buffer == null || buffer.length() < array.length()) {
            buffer = Detached.get(() -> Nd4j.createUninitialized(precision.type(), array.length()));
        }
        var view = buffer.length() == array.length() ? buffer
            : buffer.get(NDArrayIndex.interval(0, array.length()));
        return view.reshape('c', array.size(2), array.size(0), array.size(1));
    }
}
