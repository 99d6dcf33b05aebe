package org.unrolled.decode;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.kernel.Memory;

/** The rows of a matrix as Java arrays, for several threads at once; on the CPU without a copy of the whole. */
final class FloatRows {
    private final int columns;
    private final Memory memory;
    private final float[] copy;

    /** @param matrix shape [rows, columns], of any floating-point type */
    FloatRows(INDArray matrix) {
        columns = (int) matrix.size(1);
        boolean dense = matrix.dataType() == DataType.FLOAT && matrix.ordering() == 'c' && !matrix.isView();
        memory = dense && Nd4j.getEnvironment().isCPU() ? Memory.of(matrix) : null;
        copy = memory != null ? null : matrix.castTo(DataType.FLOAT).dup('c').data().asFloat();
    }

    int columns() {
        return columns;
    }

    /** Copies as much of a row as {@code into} holds. */
    void read(int row, float[] into) {
        if (memory != null) {
            memory.read((long) row * columns, into, 0, into.length);
        } else {
            System.arraycopy(copy, row * columns, into, 0, into.length);
        }
    }
}
