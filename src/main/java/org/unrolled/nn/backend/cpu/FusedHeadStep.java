package org.unrolled.nn.backend.cpu;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.KeyValueCache;

/** One step of {@link FusedHeadAttention} in decoding: a query a sequence, keys and values where the steps before left them. */
final class FusedHeadStep {
    private static final long WORTH_SPLITTING = 50_000;

    private final int heads;

    FusedHeadStep(int heads) {
        this.heads = heads;
    }

    void run(INDArray queries, KeyValueCache memory, INDArray out, INDArray weights) {
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
        Workers.split(sequences, parts, (part, from, end) -> {
            var share = new Share(memory, kv, size);
            for (int i = from; i < end; i++) {
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
        final KeyValueCache memory;
        final Memory[] kv;
        final int size;
        final int positions;
        final int head;
        final float[] query;
        final float[] row;
        /** [heads, positions]. */
        final float[] scores;
        final float[] mean;
        final boolean[] visible;

        Share(KeyValueCache memory, Memory[] kv, int size) {
            this.memory = memory;
            this.kv = kv;
            this.size = size;
            this.positions = kv.length;
            head = size / heads;
            query = new float[size];
            row = new float[size];
            scores = new float[heads * positions];
            mean = new float[positions];
            visible = new boolean[positions];
        }

        void scores(int sequence, Memory q, long at) {
            q.read(at, query, size);
            Arrays.fill(scores, 0, heads * positions, 0);
            for (int t = 0; t < positions; t++) {
                int r = memory.row(sequence, t);
                visible[t] = r >= 0;
                if (r >= 0) {
                    kv[t].read(at(r, t), row, size);
                    for (int h = 0; h < heads; h++) {
                        scores[h * positions + t] = (float) RowLanes.dot(query, h * head, row, h * head, head);
                    }
                }
            }
            RowLanes.softmax(scores, heads, positions, 1 / Math.sqrt(head), visible, false, 1);
        }

        /** Where a key begins; its value follows. */
        long at(int r, int position) {
            return r * memory.rows(position).size(1) + memory.offset();
        }

        void context(int sequence, Memory out) {
            Arrays.fill(query, 0, size, 0);
            for (int t = 0; t < positions; t++) {
                if (visible[t]) {
                    kv[t].read(at(memory.row(sequence, t), t) + size, row, size);
                    for (int h = 0; h < heads; h++) {
                        RowLanes.addScaled(query, h * head, row, h * head, scores[h * positions + t], head);
                    }
                }
            }
            out.write((long) sequence * size, query, size);
        }

        void mean(Memory weights, long at) {
            Arrays.fill(mean, 0, positions, 0);
            for (int h = 0; h < heads; h++) {
                RowLanes.addScaled(mean, 0, scores, h * positions, 1.0 / heads, positions);
            }
            weights.write(at, mean, positions);
        }
    }
}
