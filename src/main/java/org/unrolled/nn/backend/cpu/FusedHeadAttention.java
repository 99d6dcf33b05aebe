package org.unrolled.nn.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.HeadAttention;
import org.unrolled.nn.backend.KeyValueCache;

/**
 * {@link HeadAttention} on native memory: the threads share the sentences out. The rows of one sentence and one head are a
 * matrix whose leading dimension is batch times the array's row, so BLAS takes them where they lie, time-major, and nothing is
 * transposed or copied.
 */
final class FusedHeadAttention implements HeadAttention {
    /** Weights of so many elements, some heads of one sentence, are worked on at a time. */
    private static final int BLOCK = 1 << 15;
    /** Below this many multiplications a second thread costs more than it brings. */
    private static final long WORTH_SPLITTING = 100_000;

    private final int heads;
    private final FusedHeadStep steps;
    private final List<Share> shares = new ArrayList<>();

    FusedHeadAttention(int heads) {
        this.heads = heads;
        this.steps = new FusedHeadStep(heads);
    }

    /** Columns of an array by address. */
    private record Matrix(Memory memory, int leading, int offset) {
        static Matrix of(Columns columns) {
            return new Matrix(Memory.of(columns.rows()), (int) columns.rows().size(1), columns.offset());
        }

        /** Where the rows of one sentence and the columns of one head begin. */
        long address(int sentence, int column) {
            return memory.address((long) sentence * leading + offset + column);
        }
    }

    /** Sizes and memory of one pass. */
    private final class Work {
        final Input in;
        final int batch;
        final int head;
        final int queryTime;
        final int keyTime;
        final double factor;
        final Matrix q;
        final Matrix k;
        final Matrix v;
        final Memory weights;
        final Memory mask;
        /** Heads in a block. */
        final int most;

        Work(Input in, INDArray weights) {
            this.in = in;
            batch = in.batch();
            head = in.size() / heads;
            queryTime = in.queryTime();
            keyTime = in.keyTime();
            factor = 1 / Math.sqrt(head);
            q = Matrix.of(in.queries());
            k = Matrix.of(in.keys());
            v = Matrix.of(in.values());
            this.weights = Memory.of(weights);
            mask = in.dropout() == null ? null : Memory.of(in.dropout());
            most = Math.max(1, Math.min(heads, BLOCK / (queryTime * keyTime)));
        }

        int block() {
            return queryTime * keyTime;
        }

        long at(int sentence, int firstHead) {
            return ((long) sentence * heads + firstHead) * block();
        }

        int parts() {
            return (long) batch * in.size() * block() < WORTH_SPLITTING ? 1 : Math.min(batch, Workers.count());
        }
    }

    /** What one thread needs. */
    private final class Share {
        final Scratch dropped = new Scratch();
        final Scratch gradients = new Scratch();
        float[] p;
        float[] other;

        void forward(Work w, int b, int first, int count, Memory out) {
            int n = count * w.block();
            long at = w.at(b, first);
            for (int h = 0; h < count; h++) {
                int column = (first + h) * w.head;
                Blas.gemm(false, true, w.queryTime, w.keyTime, w.head, w.q.address(b, column),
                    w.batch * w.q.leading, w.k.address(b, column), w.batch * w.k.leading, 0,
                    w.weights.address(at + (long) h * w.block()), w.keyTime);
            }
            p = Lanes.ensure(p, n);
            w.weights.read(at, p, n);
            RowLanes.softmax(p, count * w.queryTime, w.keyTime, w.factor, w.in.visible() == null ? null : w.in.visible()[b],
                w.in.causal(), w.queryTime);
            w.weights.write(at, p, n);
            long used = dropped(w, at, n);
            for (int h = 0; h < count; h++) {
                int column = (first + h) * w.head;
                Blas.gemm(false, false, w.queryTime, w.head, w.keyTime,
                    used + (long) h * w.block() * Float.BYTES, w.keyTime, w.v.address(b, column),
                    w.batch * w.v.leading, 0, out.address((long) b * w.in.size() + column), w.batch * w.in.size());
            }
        }

        /** Address of the weights in {@code p} after dropout. */
        private long dropped(Work w, long at, int n) {
            if (w.mask == null) {
                return w.weights.address(at);
            }
            other = Lanes.ensure(other, n);
            w.mask.read(at, other, n);
            Lanes.multiply(other, other, p, n);
            var memory = dropped.ensure(n);
            memory.write(0, other, n);
            return memory.address();
        }

        void backward(Work w, int b, int first, int count, Memory d, Matrix dq, Matrix dk, Matrix dv) {
            int n = count * w.block();
            long at = w.at(b, first);
            int rowStep = w.batch * w.in.size();
            p = Lanes.ensure(p, n);
            w.weights.read(at, p, n);
            long used = dropped(w, at, n);
            var s = gradients.ensure(n);
            for (int h = 0; h < count; h++) {
                int column = (first + h) * w.head;
                long block = (long) h * w.block();
                long dOut = d.address((long) b * w.in.size() + column);
                Blas.gemm(true, false, w.keyTime, w.head, w.queryTime, used + block * Float.BYTES,
                    w.keyTime, dOut, rowStep, 0, dv.address(b, column), w.batch * dv.leading);
                Blas.gemm(false, true, w.queryTime, w.keyTime, w.head, dOut, rowStep,
                    w.v.address(b, column), w.batch * w.v.leading, 0, s.address(block), w.keyTime);
            }
            other = Lanes.ensure(other, n);
            s.read(0, other, n);
            if (w.mask != null) {
                var mask = new float[n];
                w.mask.read(at, mask, n);
                Lanes.multiply(other, other, mask, n);
            }
            RowLanes.softmaxBack(other, p, count * w.queryTime, w.keyTime, w.factor);
            s.write(0, other, n);
            for (int h = 0; h < count; h++) {
                int column = (first + h) * w.head;
                long block = (long) h * w.block();
                Blas.gemm(false, false, w.queryTime, w.head, w.keyTime, s.address(block), w.keyTime,
                    w.k.address(b, column), w.batch * w.k.leading, 0, dq.address(b, column), w.batch * dq.leading);
                Blas.gemm(true, false, w.keyTime, w.head, w.queryTime, s.address(block), w.keyTime,
                    w.q.address(b, column), w.batch * w.q.leading, 0, dk.address(b, column), w.batch * dk.leading);
            }
        }
    }

    /** Some heads of a sentence. */
    private interface Body {
        void work(Share share, int sentence, int firstHead, int count);
    }

    private void run(Work w, Body body) {
        int parts = w.parts();
        while (shares.size() < parts) {
            shares.add(new Share());
        }
        Workers.split(w.batch, parts, (part, from, to) -> {
            for (int b = from; b < to; b++) {
                for (int h = 0; h < heads; h += w.most) {
                    body.work(shares.get(part), b, h, Math.min(w.most, heads - h));
                }
            }
        });
    }

    @Override
    public void forward(Input in, INDArray weights, INDArray out) {
        var w = new Work(in, weights);
        var to = Memory.of(out);
        run(w, (share, b, h, count) -> share.forward(w, b, h, count, to));
    }

    @Override
    public void backward(Input in, INDArray weights, INDArray dOut, Gradients gradients) {
        var w = new Work(in, weights);
        var d = Memory.of(dOut);
        var dq = Matrix.of(gradients.queries());
        var dk = Matrix.of(gradients.keys());
        var dv = Matrix.of(gradients.values());
        run(w, (share, b, h, count) -> share.backward(w, b, h, count, d, dq, dk, dv));
    }

    @Override
    public void step(INDArray queries, KeyValueCache memory, INDArray out, INDArray weights) {
        steps.run(queries, memory, out, weights);
    }
}
