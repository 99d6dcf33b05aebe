package org.unrolled.nn.backend.nd4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.HeadAttention;
import org.unrolled.nn.backend.KeyValueCache;

/** {@link HeadAttention} in plain ND4J operations, on arrays [batch · heads, time, head]. */
final class NdHeadAttention implements HeadAttention {
    private final int heads;

    NdHeadAttention(int heads) {
        this.heads = heads;
    }

    @Override
    public void forward(Input in, INDArray weights, INDArray out) {
        Detached.run(() -> {
            var scores = NdAttention.matmul(split(in.queries(), in), split(in.keys(), in).permute(0, 2, 1))
                .div(Math.sqrt((double) in.size() / heads));
            var p = NdAttention.softmax(scores, seen(in, out));
            weights.assign(p.reshape('c', weights.shape()));
            join(NdAttention.matmul(dropped(p, in), split(in.values(), in)), new Columns(out, 0), in);
        });
    }

    /** Which query of which sentence and head sees which key, as ones and zeros; null if each sees all. */
    private INDArray seen(Input in, INDArray like) {
        if (in.visible() == null && !in.causal()) {
            return null;
        }
        var seen = Nd4j.zeros(like.dataType(), (long) in.batch() * heads, in.queryTime(), in.keyTime());
        for (int i = 0; i < in.batch() * heads; i++) {
            for (int q = 0; q < in.queryTime(); q++) {
                for (int k = 0; k < in.keyTime() && !(in.causal() && k > q); k++) {
                    if (in.visible() == null || in.visible()[i / heads][k]) {
                        seen.putScalar(i, q, k, 1);
                    }
                }
            }
        }
        return seen;
    }

    /** Columns of rows [time · batch, ...] as [batch · heads, time, head], a copy. */
    private INDArray split(Columns columns, Input in) {
        long time = columns.rows().size(0) / in.batch();
        return part(columns, in).dup('c').reshape('c', time, in.batch(), heads, in.size() / heads).permute(1, 2, 0, 3).dup('c')
            .reshape('c', (long) in.batch() * heads, time, in.size() / heads);
    }

    private static INDArray part(Columns columns, Input in) {
        return columns.rows().get(all(), interval(columns.offset(), columns.offset() + in.size()));
    }

    private void join(INDArray parts, Columns into, Input in) {
        long time = parts.size(1);
        part(into, in).assign(parts.dup('c').reshape('c', in.batch(), heads, time, in.size() / heads).permute(2, 0, 1, 3)
            .dup('c').reshape('c', time * in.batch(), in.size()));
    }

    private static INDArray dropped(INDArray p, Input in) {
        return in.dropout() == null ? p : p.mul(in.dropout().reshape('c', p.shape()));
    }

    @Override
    public void backward(Input in, INDArray weights, INDArray dOut, Gradients gradients) {
        Detached.run(() -> {
            var p = weights.reshape('c', (long) in.batch() * heads, in.queryTime(), in.keyTime());
            var d = split(new Columns(dOut, 0), in);
            join(NdAttention.matmul(dropped(p, in).permute(0, 2, 1), d), gradients.values(), in);
            var dp = dropped(NdAttention.matmul(d, split(in.values(), in).permute(0, 2, 1)), in);
            var ds = NdAttention.softmaxBack(p, dp).mul(1 / Math.sqrt((double) in.size() / heads));
            join(NdAttention.matmul(ds, split(in.keys(), in)), gradients.queries(), in);
            join(NdAttention.matmul(ds.permute(0, 2, 1), split(in.queries(), in)), gradients.keys(), in);
        });
    }

    @Override
    public void step(INDArray queries, KeyValueCache memory, INDArray out, INDArray weights) {
        Detached.run(() -> {
            long size = out.size(1);
            var rows = Nd4j.zeros(out.dataType(), memory.positions(), 2 * size);
            for (int i = 0; i < out.size(0); i++) {
                var visible = new boolean[1][memory.positions()];
                for (int t = 0; t < memory.positions(); t++) {
                    int row = memory.row(i, t);
                    visible[0][t] = row >= 0;
                    if (row >= 0) {
                        rows.getRow(t).assign(memory.rows(t).getRow(row)
                            .get(interval(memory.offset(), memory.offset() + 2 * size)));
                    }
                }
                var query = queries.get(interval(i, i + 1), interval(0, size)).dup('c');
                var in = new Input(1, (int) size, new Columns(query, 0), new Columns(rows, 0),
                    new Columns(rows, (int) size), visible, false, null);
                var p = Nd4j.zeros(out.dataType(), heads, memory.positions());
                forward(in, p, out.get(interval(i, i + 1), all()));
                if (weights != null) {
                    weights.getRow(i).assign(p.mean(0));
                }
            }
        });
    }
}
