package org.unrolled.nn.backend;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.kernel.Precision;

/**
 * What networks over token ids need at their two ends: rows of a table by number, and softmax with cross-entropy over
 * integer labels. Rows are 2d arrays in c order, [rows, size].
 */
public interface TokenBackend {
    /** Plain ND4J operations; any ND4J backend; the oracle. */
    TokenBackend ND4J = new NdTokens();
    /** Fused kernels on native memory; ND4J's CPU backend in FLOAT or DOUBLE. */
    TokenBackend CPU = new CpuTokens();

    /** The backend for a layer of this data type; follows {@link Backends#use} where that names plain ND4J. */
    static TokenBackend choose(DataType type) {
        boolean fused = Precision.supports(type) && Nd4j.getEnvironment().isCPU()
            && !"nd4j".equals(Backends.named());
        return fused ? CPU : ND4J;
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
