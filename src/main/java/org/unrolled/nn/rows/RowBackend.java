package org.unrolled.nn.rows;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.kernel.Precision;

/** A way to compute on rows. Rows are arrays [rows, size] in c order. */
public interface RowBackend {
    /** Plain ND4J operations; any ND4J backend, any data type; the oracle. */
    RowBackend ND4J = new NdRows();
    /** Fused kernels in single precision; ND4J's CPU backend. */
    RowBackend CPU_FLOAT = new CpuRows<>(Precision.FLOAT);
    /** Fused kernels in double precision; ND4J's CPU backend. */
    RowBackend CPU_DOUBLE = new CpuRows<>(Precision.DOUBLE);

    /** The backend for a data type: the fused kernels where {@link Backends} takes those for the cells. */
    static RowBackend choose(DataType type) {
        if (Backends.choose(type) == Backends.ND4J) {
            return ND4J;
        }
        return Precision.of(type) == Precision.FLOAT ? CPU_FLOAT : CPU_DOUBLE;
    }

    /** A linear map of its own for one part. */
    LinearRows linear();

    /** A normalisation of its own for one part. */
    NormRows norm(double epsilon);

    /** An attention of its own for one part. */
    AttentionRows attention(int heads);

    /** out = activation(x) ∘ mask; no mask if null. */
    void activate(HiddenActivation kind, INDArray x, INDArray mask, INDArray out);

    /** d becomes d ∘ mask ∘ activation'(x). */
    void activateBack(HiddenActivation kind, INDArray x, INDArray mask, INDArray d);

    /** Fills a mask for inverted dropout: 1 / keep with probability keep, else 0; the seed is ND4J's random generator. */
    void dropoutMask(double keep, INDArray mask);

    /** out = x ∘ y. */
    void multiply(INDArray x, INDArray y, INDArray out);

    /** out = x + y ∘ mask; no mask if null; out may be x or y. */
    void addMasked(INDArray x, INDArray y, INDArray mask, INDArray out);

    /**
     * out = (factor · x + table[t]) ∘ mask for the rows of step t.
     *
     * @param table shape [time, size]; null for none
     * @param mask  shape of x, or null
     */
    void scaleAndShift(INDArray x, double factor, INDArray table, INDArray mask, INDArray out);

    /** Whether no element is NaN or infinite. */
    boolean finite(INDArray rows);
}
