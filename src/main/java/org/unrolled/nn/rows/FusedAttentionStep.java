package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Precision;
import org.unrolled.nn.kernel.RowLanes;
import org.unrolled.nn.kernel.Workers;

/** One step of {@link FusedAttention} in decoding: a query a sequence, keys and values where the steps before left them. */
final class FusedAttentionStep<A> {
    private static final long WORTH_SPLITTING = 50_000;

    private final Precision precision;
    private final Lanes<A> lanes;
    private final int heads;

    FusedAttentionStep(Precision precision, int heads) {
        this.precision = precision;
        this.lanes = RowLanes.<A>of(precision).lanes();
        this.heads = heads;
    }

    void run(INDArray queries, KeyValues memory, INDArray out, INDArray weights) {
        int sequences = (int) out.size(0);
        int size = (int) out.size(1);
        int positions = memory.positions();
        var q = Memory.of(queries);
        var kv = new Memory[positions];
        for (int t = 0; t < positions; t++) {
            kv[t] = t > 0 && memory.rows(t) == memory.rows(t - 1) ? kv[t - 1] : Memory.of(memory.rows(t));
        }
        var to = Memory.of(out);
        var weightsTo = weights == null ? null : Memory.of(weights);
        int leading = (int) queries.size(1);
        int parts = (long) sequences * positions * size < WORTH_SPLITTING ? 1 : Workers.count();
        Workers.run(parts, part -> {
            var share = new Share(memory, kv, size);
            for (int i = Workers.start(sequences, parts, part); i < Workers.start(sequences, parts, part + 1); i++) {
                share.scores(i, q, (long) i * leading);
                share.context(i, to);
                if (weightsTo != null) {
                    share.mean(weightsTo, (long) i * positions);
                }
            }
        });
    }

    /** One thread's arrays. */
    private final class Share {
        final RowLanes<A> math = RowLanes.of(precision);
        final KeyValues memory;
        final Memory[] kv;
        final int size;
        final int positions;
        final int head;
        final A query;
        final A row;
        /** [heads, positions]. */
        final A scores;
        final A mean;
        final boolean[] visible;

        Share(KeyValues memory, Memory[] kv, int size) {
            this.memory = memory;
            this.kv = kv;
            this.size = size;
            this.positions = kv.length;
            head = size / heads;
            query = lanes.ensure(null, size);
            row = lanes.ensure(null, size);
            scores = lanes.ensure(null, heads * positions);
            mean = lanes.ensure(null, positions);
            visible = new boolean[positions];
        }

        void scores(int sequence, Memory q, long at) {
            lanes.read(q, at, query, size);
            lanes.fill(scores, 0, heads * positions, 0);
            for (int t = 0; t < positions; t++) {
                int r = memory.row(sequence, t);
                visible[t] = r >= 0;
                if (r >= 0) {
                    lanes.read(kv[t], at(r, t), row, size);
                    for (int h = 0; h < heads; h++) {
                        lanes.set(scores, h * positions + t, math.dot(query, h * head, row, h * head, head));
                    }
                }
            }
            math.softmax(scores, heads, positions, 1 / Math.sqrt(head), visible, false, 1);
        }

        /** Where a key begins; its value follows. */
        long at(int r, int position) {
            return r * memory.rows(position).size(1) + memory.offset();
        }

        void context(int sequence, Memory out) {
            lanes.fill(query, 0, size, 0);
            for (int t = 0; t < positions; t++) {
                if (visible[t]) {
                    lanes.read(kv[t], at(memory.row(sequence, t), t) + size, row, size);
                    for (int h = 0; h < heads; h++) {
                        math.addScaled(query, h * head, row, h * head, lanes.get(scores, h * positions + t), head);
                    }
                }
            }
            lanes.write(out, (long) sequence * size, query, size);
        }

        void mean(Memory weights, long at) {
            lanes.fill(mean, 0, positions, 0);
            for (int h = 0; h < heads; h++) {
                math.addScaled(mean, 0, scores, h * positions, 1.0 / heads, positions);
            }
            lanes.write(weights, at, mean, positions);
        }
    }
}
