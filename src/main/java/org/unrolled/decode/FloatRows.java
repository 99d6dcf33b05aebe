package org.unrolled.decode;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.LayerBackend;

/** The rows of a matrix as Java arrays, for several threads at once. */
final class FloatRows {
    private final int columns;
    private final LayerBackend.RowReader reader;

    /** @param matrix shape [rows, columns], of any floating-point type */
    FloatRows(INDArray matrix) {
        columns = (int) matrix.size(1);
        reader = Backends.choose(matrix.dataType()).reader(matrix);
    }

    int columns() {
        return columns;
    }

    /** Copies as much of a row as {@code into} holds. */
    void read(int row, float[] into) {
        reader.read(row, into);
    }
}
