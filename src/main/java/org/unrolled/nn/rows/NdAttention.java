package org.unrolled.nn.rows;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.nn.kernel.Detached;

/** {@link AttentionRows} in plain ND4J operations, a sentence and a head at a time. */
final class NdAttention implements AttentionRows {
    private final int heads;

    NdAttention(int heads) {
        this.heads = heads;
    }

    @Override
    public void forward(Input in, INDArray weights, INDArray out) {
        Detached.run(() -> {
            int head = in.size() / heads;
            for (int b = 0; b < in.batch(); b++) {
                var seen = seen(in, b, out);
                for (int h = 0; h < heads; h++) {
                    var scores = matrix(in.queries(), in, b, h).mmul(matrix(in.keys(), in, b, h).transpose())
                        .div(Math.sqrt(head));
                    var p = softmax(scores, seen);
                    block(weights, in, b, h).assign(p);
                    matrix(new Columns(out, 0), in, b, h)
                        .assign(dropped(p, in, b, h).mmul(matrix(in.values(), in, b, h)));
                }
            }
        });
    }

    /** Which query of a sentence sees which key, as ones and zeros. */
    private static INDArray seen(Input in, int sentence, INDArray like) {
        var seen = Nd4j.zeros(like.dataType(), in.queryTime(), in.keyTime());
        for (int q = 0; q < in.queryTime(); q++) {
            for (int k = 0; k < in.keyTime(); k++) {
                boolean visible = in.visible() == null || in.visible()[sentence][k];
                seen.putScalar(q, k, visible && !(in.causal() && k > q) ? 1 : 0);
            }
        }
        return seen;
    }

    /** Softmax of each row over the columns that are seen; zeros if there are none. */
    private static INDArray softmax(INDArray scores, INDArray seen) {
        double least = scores.minNumber().doubleValue();
        var shifted = scores.sub(least).mul(seen);
        var e = Transforms.exp(shifted.subColumnVector(shifted.max(true, 1)), false).mul(seen);
        var sums = e.sum(true, 1);
        return e.divColumnVector(sums.add(sums.eq(0).castTo(sums.dataType())));
    }

    /** Rows of one sentence, columns of one head, as a view. */
    private INDArray matrix(Columns columns, Input in, int sentence, int h) {
        long head = in.size() / heads;
        var rows = columns.rows();
        long from = columns.offset() + h * head;
        return rows.reshape('c', rows.size(0) / in.batch(), in.batch(), rows.size(1))
            .get(all(), point(sentence), interval(from, from + head));
    }

    private INDArray block(INDArray weights, Input in, int sentence, int h) {
        long first = ((long) sentence * heads + h) * in.queryTime();
        return weights.get(interval(first, first + in.queryTime()), all());
    }

    private INDArray dropped(INDArray p, Input in, int sentence, int h) {
        return in.dropout() == null ? p : p.mul(block(in.dropout(), in, sentence, h));
    }

    @Override
    public void backward(Input in, INDArray weights, INDArray dOut, Gradients gradients) {
        Detached.run(() -> {
            double factor = 1 / Math.sqrt((double) in.size() / heads);
            for (int b = 0; b < in.batch(); b++) {
                for (int h = 0; h < heads; h++) {
                    var p = block(weights, in, b, h);
                    var d = matrix(new Columns(dOut, 0), in, b, h);
                    matrix(gradients.values(), in, b, h).assign(dropped(p, in, b, h).transpose().mmul(d));
                    var dp = dropped(d.mmul(matrix(in.values(), in, b, h).transpose()), in, b, h);
                    var ds = p.mul(dp.subColumnVector(p.mul(dp).sum(true, 1))).mul(factor);
                    matrix(gradients.queries(), in, b, h).assign(ds.mmul(matrix(in.keys(), in, b, h)));
                    matrix(gradients.keys(), in, b, h).assign(ds.transpose().mmul(matrix(in.queries(), in, b, h)));
                }
            }
        });
    }

    @Override
    public void step(INDArray queries, KeyValues memory, INDArray out, INDArray weights) {
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
