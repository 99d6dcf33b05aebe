package org.unrolled.nn.backend;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The computation of one attention: for each query the scores of all positions of its memory, their softmax as weights,
 * the weighted mean of the memory as context, and an attentional vector out of context and query.
 */
public interface ScoredAttention {
    /**
     * Forward pass over all queries.
     *
     * @param dropout factors on the output, shape of {@code out}, time-major; or null
     * @param out     shape [batch, outputSize, query time], overwritten; zeros where the query is masked
     * @param keep    whether {@link #backward} will be asked for
     * @throws NotFiniteException       if NaN or infinity came up
     * @throws IllegalArgumentException if all of an example's memory is masked
     */
    void forward(AttentionWeights weights, Attended in, INDArray dropout, INDArray out, boolean keep);

    /**
     * Backward pass through the last {@link #forward}, whose arrays must be unchanged.
     *
     * @param given     dL/d(out)
     * @param gradients overwritten
     * @param queries   dL/d(queries), overwritten
     * @param memory    dL/d(memory), overwritten
     */
    void backward(INDArray given, AttentionWeights gradients, INDArray queries, INDArray memory);

    /**
     * Weights of the last pass, shape [batch, query time, memory time]: each row a distribution, 0 where the memory is
     * masked, all zeros where the query is. A copy outside any workspace.
     */
    INDArray weights();

    /**
     * What single steps need of a memory, each with one row an example: keys [batch, time, keySize], the memory itself
     * [batch, time, memory] and its mask [batch, time]. Copies outside any workspace.
     */
    List<INDArray> prepare(AttentionWeights weights, INDArray memory, INDArray mask);

    /**
     * One query a sequence, outside training.
     *
     * @param queries  shape [sequences, query]
     * @param prepared what {@link #prepare} gave
     * @param rows     which row of it each sequence attends to
     */
    AttendedStep step(AttentionWeights weights, INDArray queries, List<INDArray> prepared, int[] rows);

    /** Which positions of a memory [batch, memory, time] may get weight; see {@link SequenceMasks#attended}. */
    static boolean[][] attended(INDArray memory, INDArray mask, String vertex) {
        return SequenceMasks.attended(mask, memory.size(0), memory.size(2), "vertex " + vertex + ": the memory's mask");
    }

    /**
     * One batch.
     *
     * @param queries    shape [batch, query, query time], any strides; time-major memory is used without a copy
     * @param queryMask  shape [batch, query time], 0 where a query is padding; or null
     * @param memory     shape [batch, memory, memory time], any strides
     * @param memoryMask shape [batch, memory time], 0 where a position is padding and must get no weight; or null
     */
    record Attended(INDArray queries, INDArray queryMask, INDArray memory, INDArray memoryMask) {
        public int batch() {
            return (int) queries.size(0);
        }

        public int steps() {
            return (int) queries.size(2);
        }

        public int source() {
            return (int) memory.size(2);
        }
    }

    /**
     * What a step gives, outside any workspace.
     *
     * @param output  shape [sequences, outputSize]
     * @param weights shape [sequences, memory time]
     */
    record AttendedStep(INDArray output, INDArray weights) {
    }
}
