package org.unrolled.nn.backend.cpu;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.RowNorm;

/**
 * {@link RowNorm} on native memory, a few rows at a time in Java arrays. Gain and bias are repeated for each row of such a
 * block: the compiler vectorises no loop whose arrays begin at different places.
 */
final class FusedNorm implements RowNorm {
    private final double epsilon;
    /** Normalised rows and 1 / √(variance + ε) of each, from the last pass that kept. */
    private final Scratch kept = new Scratch();
    private final Scratch keptInverse = new Scratch();

    FusedNorm(double epsilon) {
        this.epsilon = epsilon;
    }

    /** One thread's arrays for blocks of rows. */
    private final class Share {
        final int size;
        final int most;
        final float[] block;
        final float[] other;
        final float[] gain;
        final float[] bias;
        final float[] inverses;

        Share(int size, Memory gains, Memory biases) {
            this.size = size;
            this.most = CpuBackend.block(size);
            int n = most * size;
            block = new float[n];
            other = new float[n];
            gain = new float[n];
            bias = new float[n];
            inverses = new float[most];
            Lanes.readRows(gains, 0, 0, gain, size, n);
            if (biases != null) {
                Lanes.readRows(biases, 0, 0, bias, size, n);
            }
        }

        void forward(Memory x, int row, int n, Memory to, Memory keep, Memory keepInverse) {
            int length = n * size;
            long at = (long) row * size;
            x.read(at, block, length);
            RowLanes.normalise(block, n, size, epsilon, inverses);
            if (keep != null) {
                keep.write(at, block, length);
                keepInverse.write(row, inverses, n);
            }
            Lanes.multiply(block, block, gain, length);
            Lanes.add(block, block, bias, length);
            to.write(at, block, length);
        }

        /** Adds up the gradient of the bias in {@code bias}, that of the gain in {@code gainSum}. */
        void backward(Memory d, int row, int n, Memory dx, Memory y, Memory keptInverses, float[] gainSum) {
            int length = n * size;
            long at = (long) row * size;
            d.read(at, block, length);
            y.read(at, other, length);
            keptInverses.read(row, inverses, n);
            Lanes.addProduct(gainSum, block, other, length);
            Lanes.add(bias, bias, block, length);
            Lanes.multiply(block, block, gain, length);
            RowLanes.normaliseBack(block, other, n, size, inverses);
            dx.write(at, block, length);
        }
    }

    @Override
    public void forward(INDArray x, INDArray gain, INDArray bias, INDArray out, boolean keep) {
        int rows = (int) x.size(0);
        int size = (int) x.size(1);
        var from = Memory.of(x);
        var to = Memory.of(out);
        var g = Memory.of(gain);
        var b = Memory.of(bias);
        var y = keep ? kept.ensure(x.length()) : null;
        var inverses = keep ? keptInverse.ensure(rows) : null;
        Workers.split(rows, CpuBackend.parts(x.length()), (part, first, end) -> {
            var share = new Share(size, g, b);
            for (int row = first; row < end; row += share.most) {
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
        var y = kept.ensure(dOut.length());
        var inverses = keptInverse.ensure(rows);
        int parts = CpuBackend.parts(dOut.length());
        double[][] gains = new double[parts][];
        double[][] biases = new double[parts][];
        Workers.split(rows, parts, (part, first, end) -> {
            var share = new Share(size, g, null);
            var gainSum = new float[share.most * size];
            for (int row = first; row < end; row += share.most) {
                share.backward(d, row, Math.min(share.most, end - row), to, y, inverses, gainSum);
            }
            gains[part] = columns(gainSum, share.most, size);
            biases[part] = columns(share.bias, share.most, size);
        });
        write(gains, dGain);
        write(biases, dBias);
    }

    private double[] columns(float[] block, int rows, int size) {
        return IntStream.range(0, size)
            .mapToDouble(c -> IntStream.range(0, rows).mapToDouble(r -> block[r * size + c]).sum()).toArray();
    }

    private static void write(double[][] sums, INDArray into) {
        for (int c = 0; into != null && c < sums[0].length; c++) {
            int column = c;
            into.putScalar(c, Arrays.stream(sums).mapToDouble(s -> s[column]).sum());
        }
    }
}
