package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.HeadAttention;
import org.unrolled.nn.backend.KeyValueCache;
import org.unrolled.nn.backend.LayerBackend;

/** The heads of an attention between its projections: what self- and cross-attention have in common. */
final class Heads {
    private final int heads;
    private final int size;
    private final Dropout dropout;
    private final RowBuffer weights = new RowBuffer();
    private final RowBuffer context = new RowBuffer();
    private final HeadAttention attention;
    private HeadAttention.Input input;
    private INDArray attended;

    Heads(LayerBackend backend, int size, int heads, double keep) {
        this.size = size;
        this.heads = heads;
        this.dropout = new Dropout(backend, keep);
        this.attention = backend.headAttention(heads);
    }

    /** The context of each query, all heads side by side. */
    INDArray forward(RowPass pass, HeadAttention.Columns queries, HeadAttention.Columns keys, HeadAttention.Columns values,
                     boolean[][] visible, boolean causal) {
        var type = queries.rows().dataType();
        int batch = pass.batch();
        long count = queries.rows().size(0);
        long keyTime = keys.rows().size(0) / batch;
        var mask = dropout.draw(pass.training(), type, count * heads, keyTime);
        input = new HeadAttention.Input(batch, size, queries, keys, values, visible, causal, mask);
        attended = weights.rows(type, count * heads, keyTime);
        var out = context.rows(type, count, size);
        attention.forward(input, attended, out);
        return out;
    }

    void backward(INDArray dContext, HeadAttention.Gradients gradients) {
        attention.backward(input, attended, dContext, gradients);
    }

    INDArray step(INDArray queries, KeyValueCache keyValues, INDArray stepWeights) {
        var out = Nd4j.createUninitialized(queries.dataType(), new long[] {queries.size(0), size}, 'c');
        attention.step(queries, keyValues, out, stepWeights);
        return out;
    }

    /** Weights of the last pass, [batch, heads, query time, key time], in a new array; null before any. */
    INDArray lastWeights() {
        return attended == null ? null : attended.dup('c').reshape('c', input.batch(), heads, input.queryTime(),
            input.keyTime());
    }
}
