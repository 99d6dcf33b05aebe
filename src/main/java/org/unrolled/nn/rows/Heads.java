package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The heads of an attention between its projections: what self- and cross-attention have in common. */
final class Heads {
    private final int heads;
    private final int size;
    private final Dropout dropout;
    private final RowBuffer weights = new RowBuffer();
    private final RowBuffer context = new RowBuffer();
    private RowBackend backend;
    private AttentionRows rows;
    private AttentionRows.Input input;
    private INDArray attended;

    Heads(int size, int heads, double keep) {
        this.size = size;
        this.heads = heads;
        this.dropout = new Dropout(keep);
    }

    private AttentionRows on(RowBackend wanted) {
        if (backend != wanted) {
            backend = wanted;
            rows = wanted.attention(heads);
        }
        return rows;
    }

    /** The context of each query, all heads side by side. */
    INDArray forward(Pass pass, AttentionRows.Columns queries, AttentionRows.Columns keys, AttentionRows.Columns values,
                     boolean[][] visible, boolean causal) {
        var type = queries.rows().dataType();
        int batch = pass.batch();
        long count = queries.rows().size(0);
        long keyTime = keys.rows().size(0) / batch;
        var mask = dropout.draw(pass, type, count * heads, keyTime);
        input = new AttentionRows.Input(batch, size, queries, keys, values, visible, causal, mask);
        attended = weights.rows(type, count * heads, keyTime);
        var out = context.rows(type, count, size);
        on(pass.backend()).forward(input, attended, out);
        return out;
    }

    void backward(INDArray dContext, AttentionRows.Gradients gradients) {
        rows.backward(input, attended, dContext, gradients);
    }

    INDArray step(StepPass pass, INDArray queries, KeyValues keyValues, INDArray stepWeights) {
        var out = Nd4j.createUninitialized(queries.dataType(), new long[] {queries.size(0), size}, 'c');
        on(pass.backend()).step(queries, keyValues, out, stepWeights);
        return out;
    }

    /** Weights of the last pass, [batch, heads, query time, key time], in a new array; null before any. */
    INDArray lastWeights() {
        return attended == null ? null : attended.dup('c').reshape('c', input.batch(), heads, input.queryTime(),
            input.keyTime());
    }
}
