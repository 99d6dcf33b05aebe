package org.unrolled.nn.rows;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.arrays.Detached;

/**
 * Rows that a part keeps from pass to pass, outside all workspaces: as large as the largest batch so far. What it held
 * before is lost when another shape is asked for.
 */
public final class RowBuffer {
    private INDArray memory;
    private INDArray view;

    /** An array of shape [rows, size] in c order, not cleared. */
    public INDArray rows(DataType type, long rows, long size) {
        if (view != null && view.dataType() == type && view.size(0) == rows && view.size(1) == size) {
            return view;
        }
        return Detached.get(() -> {
            long length = rows * size;
            if (memory == null || memory.dataType() != type || memory.length() < length) {
                memory = Nd4j.createUninitialized(type, length);
            }
            var part = memory.length() == length ? memory : memory.get(NDArrayIndex.interval(0, length));
            view = part.reshape('c', rows, size);
            return view;
        });
    }

    /** An array of the shape and type of {@code like}. */
    public INDArray like(INDArray like) {
        return rows(like.dataType(), like.size(0), like.size(1));
    }
}
