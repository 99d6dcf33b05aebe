package org.unrolled.nn.backend;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.kernel.Detached;
import org.unrolled.nn.kernel.Memory;

/** Matrices as memory without gaps: their own where they lie so, otherwise a copy. */
final class Dense {
    private Dense() {
    }

    /** Column after column (f order), as network parameters lie. */
    static Memory columns(INDArray matrix) {
        return Memory.of(liesIn('f', matrix) ? matrix : matrix.dup('f'));
    }

    /** Row after row (c order). */
    static Memory rows(INDArray matrix, DataType type) {
        return Memory.of(matrix.dataType() == type && liesIn('c', matrix) ? matrix : matrix.castTo(type).dup('c'));
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
