package org.unrolled.nn.rows;

import java.util.concurrent.atomic.AtomicBoolean;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.kernel.DropoutMask;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Precision;
import org.unrolled.nn.kernel.RowLanes;
import org.unrolled.nn.kernel.Workers;

/** {@link RowBackend} by fused kernels on native memory. */
final class CpuRows<A> implements RowBackend {
    /** Elements of a block that a thread works on at a time. */
    private static final int BLOCK = 4096;
    /** From so many elements on the threads share element-wise work. */
    private static final int WORTH_SPLITTING = 1 << 14;

    private final Precision precision;
    private final Lanes<A> lanes;

    CpuRows(Precision precision) {
        this.precision = precision;
        this.lanes = RowLanes.<A>of(precision).lanes();
    }

    /** Rows of {@code size} elements in a block. */
    static int block(int size) {
        return Math.max(1, BLOCK / size);
    }

    /** Number of threads that share element-wise work. */
    static int parts(int rows, int size) {
        return (long) rows * size < WORTH_SPLITTING ? 1 : Workers.count();
    }

    @Override
    public LinearRows linear() {
        return new FusedLinear<>(lanes);
    }

    @Override
    public NormRows norm(double epsilon) {
        return new FusedNorm<A>(precision, epsilon);
    }

    @Override
    public AttentionRows attention(int heads) {
        return new FusedAttention<A>(precision, heads);
    }

    /** Work on elements {@code at} to {@code at + n - 1} of arrays, with two blocks of a thread's own. */
    private interface Blocks<A> {
        void work(RowLanes<A> math, A a, A b, long at, int n);
    }

    private void blocks(long length, Blocks<A> body) {
        int n = (int) length;
        int parts = n < WORTH_SPLITTING ? 1 : Workers.count();
        Workers.run(parts, part -> {
            RowLanes<A> math = RowLanes.of(precision);
            int most = Math.min(BLOCK, n);
            A a = lanes.ensure(null, most);
            A b = lanes.ensure(null, most);
            int end = Workers.start(n, parts, part + 1);
            for (int at = Workers.start(n, parts, part); at < end; at += most) {
                body.work(math, a, b, at, Math.min(most, end - at));
            }
        });
    }

    @Override
    public void activate(HiddenActivation kind, INDArray x, INDArray mask, INDArray out) {
        var from = Memory.of(x);
        var m = mask == null ? null : Memory.of(mask);
        var to = Memory.of(out);
        A zeros = lanes.ensure(null, BLOCK);
        blocks(x.length(), (math, a, b, at, n) -> {
            lanes.read(from, at, a, n);
            if (kind == HiddenActivation.RELU) {
                lanes.relu(a, zeros, n);
            } else {
                math.gelu(b, a, n);
            }
            A y = kind == HiddenActivation.RELU ? a : b;
            A factors = kind == HiddenActivation.RELU ? b : a;
            if (m != null) {
                lanes.read(m, at, factors, n);
                lanes.multiply(y, y, factors, n);
            }
            lanes.write(to, at, y, n);
        });
    }

    @Override
    public void activateBack(HiddenActivation kind, INDArray x, INDArray mask, INDArray d) {
        var from = Memory.of(x);
        var m = mask == null ? null : Memory.of(mask);
        var gradient = Memory.of(d);
        blocks(x.length(), (math, a, b, at, n) -> {
            lanes.read(gradient, at, a, n);
            if (m != null) {
                lanes.read(m, at, b, n);
                lanes.multiply(a, a, b, n);
            }
            lanes.read(from, at, b, n);
            if (kind == HiddenActivation.RELU) {
                lanes.reluBack(a, a, b, n);
            } else {
                math.geluBack(a, b, n);
            }
            lanes.write(gradient, at, a, n);
        });
    }

    @Override
    public void dropoutMask(double keep, INDArray mask) {
        DropoutMask.fill(Memory.of(mask), keep, Nd4j.getRandom().nextLong());
    }

    @Override
    public void multiply(INDArray x, INDArray y, INDArray out) {
        DropoutMask.multiply(Memory.of(x), Memory.of(y), Memory.of(out));
    }

    @Override
    public void addMasked(INDArray x, INDArray y, INDArray mask, INDArray out) {
        var first = Memory.of(x);
        var second = Memory.of(y);
        var m = mask == null ? null : Memory.of(mask);
        var to = Memory.of(out);
        blocks(x.length(), (math, a, b, at, n) -> {
            lanes.read(second, at, a, n);
            if (m != null) {
                lanes.read(m, at, b, n);
                lanes.multiply(a, a, b, n);
            }
            lanes.read(first, at, b, n);
            lanes.add(a, a, b, n);
            lanes.write(to, at, a, n);
        });
    }

    @Override
    public void scaleAndShift(INDArray x, double factor, INDArray table, INDArray mask, INDArray out) {
        int rows = (int) x.size(0);
        int size = (int) x.size(1);
        int perStep = table == null ? rows : rows / (int) table.size(0);
        var from = Memory.of(x);
        var steps = table == null ? null : Memory.of(table);
        var m = mask == null ? null : Memory.of(mask);
        var to = Memory.of(out);
        int parts = parts(rows, size);
        Workers.run(parts, part -> {
            RowLanes<A> math = RowLanes.of(precision);
            A a = lanes.ensure(null, size);
            A plus = lanes.ensure(null, size);
            A factors = lanes.ensure(null, size);
            for (int row = Workers.start(rows, parts, part); row < Workers.start(rows, parts, part + 1); row++) {
                long at = (long) row * size;
                lanes.read(from, at, a, size);
                if (steps != null) {
                    lanes.read(steps, (long) (row / perStep) * size, plus, size);
                }
                math.scaleAdd(a, a, factor, plus, size);
                if (m != null) {
                    lanes.read(m, at, factors, size);
                    lanes.multiply(a, a, factors, size);
                }
                lanes.write(to, at, a, size);
            }
        });
    }

    @Override
    public boolean finite(INDArray rows) {
        var from = Memory.of(rows);
        var finite = new AtomicBoolean(true);
        blocks(rows.length(), (math, a, b, at, n) -> {
            lanes.read(from, at, a, n);
            if (!math.finite(a, n)) {
                finite.set(false);
            }
        });
        return finite.get();
    }
}
