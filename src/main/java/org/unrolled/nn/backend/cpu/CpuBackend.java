package org.unrolled.nn.backend.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.Cell;
import org.unrolled.nn.backend.CtcLoss;
import org.unrolled.nn.backend.HeadAttention;
import org.unrolled.nn.backend.HiddenActivation;
import org.unrolled.nn.backend.InputFeeding;
import org.unrolled.nn.backend.LayerBackend;
import org.unrolled.nn.backend.LinearMap;
import org.unrolled.nn.backend.LinearSoftmax;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.RowNorm;
import org.unrolled.nn.backend.ScoredAttention;

/** Fused kernels on native memory, in single precision, for ND4J's CPU backend. */
public final class CpuBackend implements LayerBackend {
    /** Elements of a block that a thread works on at a time. */
    private static final int BLOCK = 4096;
    /** From so many elements on the threads share element-wise work. */
    private static final int WORTH_SPLITTING = 1 << 14;

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String needs() {
        return "FLOAT on ND4J's CPU backend";
    }

    @Override
    public boolean supports(DataType type) {
        return type == DataType.FLOAT && Nd4j.getEnvironment().isCPU();
    }

    @Override
    public Recurrence recurrence(Cell cell, DataType type, String layer) {
        return new FusedRecurrence(cell, layer);
    }

    @Override
    public InputFeeding inputFeeding(Cell cell, AttentionShape shape, DataType type, String vertex) {
        return new FusedInputFeeding(cell, shape, vertex);
    }

    @Override
    public ScoredAttention scoredAttention(AttentionShape shape, DataType type, String vertex) {
        return new FusedScoredAttention(shape, vertex);
    }

    @Override
    public HeadAttention headAttention(int heads) {
        return new FusedHeadAttention(heads);
    }

    @Override
    public LinearMap linear() {
        return new FusedLinearMap();
    }

    @Override
    public RowNorm norm(double epsilon) {
        return new FusedNorm(epsilon);
    }

    @Override
    public LinearSoftmax softmax(int size, int classes) {
        return new SoftmaxCrossEntropy(size, classes);
    }

    @Override
    public CtcLoss ctc(int symbols) {
        return new FusedCtc(symbols);
    }

    @Override
    public void gather(INDArray table, int[] ids, INDArray rows) {
        TokenRows.gather(Memory.of(table), (int) table.size(1), ids, Memory.of(rows));
    }

    @Override
    public void scatter(INDArray rows, int[] ids, boolean add, INDArray table) {
        var memory = Memory.of(table);
        if (!add) {
            memory.clear(0, memory.length());
        }
        TokenRows.scatterAdd(memory, (int) table.size(1), ids, Memory.of(rows));
    }

    @Override
    public RowReader reader(INDArray matrix) {
        int columns = (int) matrix.size(1);
        var memory = Dense.rows(matrix);
        return (row, into) -> memory.read((long) row * columns, into, into.length);
    }

    /** Rows of {@code size} elements in a block. */
    static int block(int size) {
        return Math.max(1, BLOCK / size);
    }

    /** Number of threads that share element-wise work. */
    static int parts(long length) {
        return length < WORTH_SPLITTING ? 1 : Workers.count();
    }

    /** Work on elements {@code at} to {@code at + n - 1} of arrays, with two blocks of a thread's own. */
    private interface Blocks {
        void work(float[] a, float[] b, long at, int n);
    }

    private static void blocks(long length, Blocks body) {
        Workers.split((int) length, parts(length), (part, from, end) -> {
            int most = (int) Math.min(BLOCK, length);
            var a = new float[most];
            var b = new float[most];
            for (int at = from; at < end; at += most) {
                body.work(a, b, at, Math.min(most, end - at));
            }
        });
    }

    /** a ∘= mask, with the help of b; nothing if there is no mask. */
    private static void mask(float[] a, Memory mask, float[] b, long at, int n) {
        if (mask != null) {
            mask.read(at, b, n);
            Lanes.multiply(a, a, b, n);
        }
    }

    @Override
    public void activate(HiddenActivation kind, INDArray x, INDArray mask, INDArray out) {
        var from = Memory.of(x);
        var m = Memory.orNull(mask);
        var to = Memory.of(out);
        var zeros = new float[BLOCK];
        blocks(x.length(), (a, b, at, n) -> {
            from.read(at, a, n);
            var y = a;
            switch (kind) {
                case RELU -> Lanes.relu(a, zeros, n);
                case TANH -> Lanes.tanh(a, zeros, n);
                case GELU -> {
                    RowLanes.gelu(b, a, n);
                    y = b;
                }
            }
            mask(y, m, y == a ? b : a, at, n);
            to.write(at, y, n);
        });
    }

    @Override
    public void activateBack(HiddenActivation kind, INDArray x, INDArray mask, INDArray d) {
        var from = Memory.of(x);
        var m = Memory.orNull(mask);
        var gradient = Memory.of(d);
        blocks(x.length(), (a, b, at, n) -> {
            gradient.read(at, a, n);
            mask(a, m, b, at, n);
            from.read(at, b, n);
            switch (kind) {
                case RELU -> Lanes.reluBack(a, a, b, n);
                case TANH -> {
                    Lanes.tanhInto(b, b, n);
                    Lanes.tanhBack(a, a, b, n);
                }
                case GELU -> RowLanes.geluBack(a, b, n);
            }
            gradient.write(at, a, n);
        });
    }

    @Override
    public void dropoutMask(double keep, INDArray mask) {
        DropoutMask.fill(Memory.of(mask), keep, Nd4j.getRandom().nextLong());
    }

    @Override
    public void addMasked(INDArray x, INDArray y, INDArray mask, INDArray out) {
        var first = Memory.of(x);
        var second = Memory.of(y);
        var m = Memory.orNull(mask);
        var to = Memory.of(out);
        blocks(x.length(), (a, b, at, n) -> {
            second.read(at, a, n);
            mask(a, m, b, at, n);
            first.read(at, b, n);
            Lanes.add(a, a, b, n);
            to.write(at, a, n);
        });
    }

    @Override
    public void scaleAndShift(INDArray x, double factor, INDArray table, INDArray mask, INDArray out) {
        var from = Memory.of(x);
        var m = Memory.orNull(mask);
        var to = Memory.of(out);
        if (table == null) {
            var zeros = factor == 1 ? null : new float[BLOCK];
            blocks(x.length(), (a, b, at, n) -> {
                from.read(at, a, n);
                if (factor != 1) {
                    RowLanes.scaleAdd(a, a, factor, zeros, n);
                }
                mask(a, m, b, at, n);
                to.write(at, a, n);
            });
            return;
        }
        int rows = (int) x.size(0);
        int size = (int) x.size(1);
        int perStep = rows / (int) table.size(0);
        var steps = Memory.of(table);
        Workers.split(rows, parts(x.length()), (part, first, end) -> {
            var a = new float[size];
            var b = new float[size];
            for (int row = first; row < end; row++) {
                long at = (long) row * size;
                from.read(at, a, size);
                steps.read((long) (row / perStep) * size, b, size);
                RowLanes.scaleAdd(a, a, factor, b, size);
                mask(a, m, b, at, size);
                to.write(at, a, size);
            }
        });
    }

    @Override
    public boolean finite(INDArray rows) {
        var from = Memory.of(rows);
        var finite = new AtomicBoolean(true);
        blocks(rows.length(), (a, b, at, n) -> {
            from.read(at, a, n);
            if (!RowLanes.finite(a, n)) {
                finite.set(false);
            }
        });
        return finite.get();
    }

    @Override
    public void adam(INDArray gradient, INDArray m, INDArray v, double rate, double beta1, double beta2, double epsilon) {
        AdamRule.apply(Memory.of(gradient), Memory.of(m), Memory.of(v), rate, beta1, beta2, epsilon);
    }
}
