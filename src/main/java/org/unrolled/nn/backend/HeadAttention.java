package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scaled dot-product attention with several heads (Vaswani et al. 2017, sections 3.2.1 and 3.2.2) of rows that are projected
 * already. Of sentence b and head i:
 * <pre>
 *   P = softmax(Q Kᵀ / √d)      out = (P ∘ dropout) V        d = size / heads
 * </pre>
 * Rows are in time-major order, [time · batch, …]; weights are kept as [batch · heads · query time, key time].
 */
public interface HeadAttention {
    /** Queries, keys or values: {@code size} columns of an array from {@code offset} on. */
    record Columns(INDArray rows, int offset) {
    }

    /**
     * What goes in.
     *
     * @param batch   number of sentences
     * @param size    features of a query, a key and a value, all heads together
     * @param visible visible[b][t]: whether the key at step t of sentence b may be seen; null if all may
     * @param causal  whether a query sees no key of a later step
     * @param dropout factors of the weights, in their shape; null for none
     */
    record Input(int batch, int size, Columns queries, Columns keys, Columns values, boolean[][] visible, boolean causal,
                 INDArray dropout) {
        /** Steps of the queries. */
        public int queryTime() {
            return (int) (queries.rows().size(0) / batch);
        }

        /** Steps of the keys. */
        public int keyTime() {
            return (int) (keys.rows().size(0) / batch);
        }
    }

    /** Where gradients go: columns of arrays, overwritten. */
    record Gradients(Columns queries, Columns keys, Columns values) {
    }

    /**
     * Attends. A query that may see no key gets weights and output of zero.
     *
     * @param weights P, overwritten: what {@link #backward} needs
     * @param out     shape [query time · batch, size], overwritten
     */
    void forward(Input in, INDArray weights, INDArray out);

    /**
     * The gradients.
     *
     * @param weights as {@link #forward} left them
     * @param dOut    shape [query time · batch, size]
     */
    void backward(Input in, INDArray weights, INDArray dOut, Gradients gradients);

    /**
     * One step of decoding: one query a sequence.
     *
     * @param queries shape [sequences, at least size]; the first {@code size} columns count
     * @param out     shape [sequences, size], overwritten
     * @param weights shape [sequences, positions], the mean over the heads, overwritten; or null
     */
    void step(INDArray queries, KeyValueCache memory, INDArray out, INDArray weights);
}
