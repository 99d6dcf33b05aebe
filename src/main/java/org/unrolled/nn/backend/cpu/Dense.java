package org.unrolled.nn.backend.cpu;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.arrays.Detached;

/** Matrices as memory without gaps: their own where they lie so, otherwise a copy. */
final class Dense {
    private Dense() {
    }

    /** Column after column (f order), as network parameters lie. */
    static Memory columns(INDArray matrix) {
        return Memory.of(liesIn('f', matrix) ? matrix : matrix.dup('f'));
    }

    /** Row after row (c order). */
    static Memory rows(INDArray matrix) {
        return Memory.of(matrix.dataType() == DataType.FLOAT && liesIn('c', matrix) ? matrix : matrix.castTo(DataType.FLOAT).dup('c'));
    }

    /** An array to write a gradient to, in f order: {@code gradient} itself if it lies so. {@link #wrote} must follow. */
    static INDArray gradient(INDArray gradient) {
        return gradient(gradient, 'f');
    }

    static INDArray gradient(INDArray gradient, char order) {
        return liesIn(order, gradient) ? gradient : Detached.get(() -> gradient.dup(order));
    }

    /** Brings what was written to {@code written} into the gradient. */
    static void wrote(INDArray written, INDArray gradient) {
        if (written != gradient) {
            gradient.assign(written);
        }
    }

    /** Writes sums in double precision. */
    static void write(double[] from, Memory into) {
        for (int i = 0; i < from.length; i++) {
            into.set(i, from[i]);
        }
    }

    static boolean liesIn(char order, INDArray array) {
        if (array.rank() == 1) {
            return array.length() <= 1 || array.stride(0) == 1;
        }
        long rows = array.size(0);
        long columns = array.size(1);
        return (rows == 1 || array.stride(0) == (order == 'f' ? 1 : columns))
            && (columns == 1 || array.stride(1) == (order == 'f' ? rows : 1));
    }
}
