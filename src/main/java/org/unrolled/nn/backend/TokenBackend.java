package org.unrolled.nn.backend;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What networks over token ids need at their two ends: rows of a table by number, and softmax with cross-entropy over
 * integer labels. Rows are 2d arrays in c order, [rows, size].
 */
public interface TokenBackend {
    /** Plain ND4J operations; any ND4J backend; the oracle. */
    TokenBackend ND4J = new NdTokens();
    /** Fused kernels on native memory; ND4J's CPU backend in FLOAT or DOUBLE. */
    TokenBackend CPU = new CpuTokens();

    /** The backend for a layer of this data type: the fused kernels where {@link Backends} takes those for the cells. */
    static TokenBackend choose(DataType type) {
        return Backends.choose(type) == Backends.ND4J ? ND4J : CPU;
    }

    /**
     * rows[i] = table[ids[i]]; zeros where the id is negative.
     *
     * @param table [vocabulary, size]
     * @param rows  [ids.length, size], overwritten
     */
    void gather(INDArray table, int[] ids, INDArray rows);

    /**
     * table[ids[i]] += rows[i], negative ids left out.
     *
     * @param add whether to add to what {@code table} holds; if not, it is cleared first
     */
    void scatter(INDArray rows, int[] ids, boolean add, INDArray table);

    /** Softmax and cross-entropy for one layer. */
    LinearSoftmax softmax(int size, int classes, DataType type);
}
