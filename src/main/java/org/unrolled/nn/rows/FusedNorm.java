package org.unrolled.nn.rows;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Precision;
import org.unrolled.nn.kernel.RowLanes;
import org.unrolled.nn.kernel.Workers;

/**
 * {@link NormRows} on native memory, a few rows at a time in Java arrays. Gain and bias are repeated for each row of such a
 * block: the compiler vectorises no loop whose arrays begin at different places.
 */
final class FusedNorm<A> implements NormRows {
    private final Precision precision;
    private final Lanes<A> lanes;
    private final double epsilon;
    private final RowBuffer normed = new RowBuffer();
    private final RowBuffer inverse = new RowBuffer();
    private INDArray kept;
    private INDArray keptInverse;

    FusedNorm(Precision precision, double epsilon) {
        this.precision = precision;
        this.lanes = RowLanes.<A>of(precision).lanes();
        this.epsilon = epsilon;
    }

    /** One thread's arrays for blocks of rows. */
    private final class Share {
        final RowLanes<A> math = RowLanes.of(precision);
        final int size;
        final int most;
        final A block;
        final A other;
        final A gain;
        final A bias;
        final A inverses;

        Share(int size, Memory gains, Memory biases) {
            this.size = size;
            this.most = CpuRows.block(size);
            int n = most * size;
            block = lanes.ensure(null, n);
            other = lanes.ensure(null, n);
            gain = lanes.ensure(null, n);
            bias = lanes.ensure(null, n);
            inverses = lanes.ensure(null, most);
            lanes.readRows(gains, 0, 0, gain, size, n);
            if (biases != null) {
                lanes.readRows(biases, 0, 0, bias, size, n);
            }
        }

        void forward(Memory x, int row, int n, Memory to, Memory keep, Memory keepInverse) {
            int length = n * size;
            long at = (long) row * size;
            lanes.read(x, at, block, length);
            math.normalise(block, n, size, epsilon, inverses);
            if (keep != null) {
                lanes.write(keep, at, block, length);
                lanes.write(keepInverse, row, inverses, n);
            }
            lanes.multiply(block, block, gain, length);
            lanes.add(block, block, bias, length);
            lanes.write(to, at, block, length);
        }

        /** Adds up the gradient of the bias in {@code bias}, that of the gain in {@code gainSum}. */
        void backward(Memory d, int row, int n, Memory dx, Memory y, Memory keptInverses, A gainSum) {
            int length = n * size;
            long at = (long) row * size;
            lanes.read(d, at, block, length);
            lanes.read(y, at, other, length);
            lanes.read(keptInverses, row, inverses, n);
            lanes.addProduct(gainSum, block, other, length);
            lanes.add(bias, bias, block, length);
            lanes.multiply(block, block, gain, length);
            math.normaliseBack(block, other, n, size, inverses);
            lanes.write(dx, at, block, length);
        }
    }

    @Override
    public void forward(INDArray x, INDArray gain, INDArray bias, INDArray out, boolean keep) {
        int rows = (int) x.size(0);
        int size = (int) x.size(1);
        kept = keep ? normed.like(x) : null;
        keptInverse = keep ? inverse.rows(x.dataType(), 1, rows) : null;
        var from = Memory.of(x);
        var to = Memory.of(out);
        var g = Memory.of(gain);
        var b = Memory.of(bias);
        var y = keep ? Memory.of(kept) : null;
        var inverses = keep ? Memory.of(keptInverse) : null;
        int parts = CpuRows.parts(rows, size);
        Workers.run(parts, part -> {
            var share = new Share(size, g, b);
            int end = Workers.start(rows, parts, part + 1);
            for (int row = Workers.start(rows, parts, part); row < end; row += share.most) {
                share.forward(from, row, Math.min(share.most, end - row), to, y, inverses);
            }
        });
    }

    @Override
    public void backward(INDArray dOut, INDArray gain, INDArray dx, INDArray dGain, INDArray dBias) {
        int rows = (int) dOut.size(0);
        int size = (int) dOut.size(1);
        var d = Memory.of(dOut);
        var to = Memory.of(dx);
        var g = Memory.of(gain);
        var y = Memory.of(kept);
        var inverses = Memory.of(keptInverse);
        int parts = CpuRows.parts(rows, size);
        double[][] gains = new double[parts][];
        double[][] biases = new double[parts][];
        Workers.run(parts, part -> {
            var share = new Share(size, g, null);
            A gainSum = lanes.ensure(null, share.most * size);
            int end = Workers.start(rows, parts, part + 1);
            for (int row = Workers.start(rows, parts, part); row < end; row += share.most) {
                share.backward(d, row, Math.min(share.most, end - row), to, y, inverses, gainSum);
            }
            gains[part] = columns(gainSum, share.most, size);
            biases[part] = columns(share.bias, share.most, size);
        });
        if (dGain != null) {
            write(gains, dGain);
        }
        if (dBias != null) {
            write(biases, dBias);
        }
    }

    private double[] columns(A block, int rows, int size) {
        return IntStream.range(0, size)
            .mapToDouble(c -> IntStream.range(0, rows).mapToDouble(r -> lanes.get(block, r * size + c)).sum()).toArray();
    }

    private static void write(double[][] sums, INDArray into) {
        var to = Memory.of(into);
        for (int c = 0; c < sums[0].length; c++) {
            int column = c;
            to.set(c, java.util.Arrays.stream(sums).mapToDouble(s -> s[column]).sum());
        }
    }
}
