package org.unrolled.nn.backend;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Precision;
import org.unrolled.nn.kernel.SoftmaxCrossEntropy;
import org.unrolled.nn.kernel.TokenRows;

/** {@link TokenBackend} by the fused kernels. */
final class CpuTokens implements TokenBackend {
    @Override
    public void gather(INDArray table, int[] ids, INDArray rows) {
        TokenRows.gather(Memory.of(table), (int) table.size(1), ids, Memory.of(rows));
    }

    @Override
    public void scatter(INDArray rows, int[] ids, boolean add, INDArray table) {
        var memory = Memory.of(table);
        if (!add) {
            TokenRows.clear(memory);
        }
        TokenRows.scatterAdd(memory, (int) table.size(1), ids, Memory.of(rows));
    }

    @Override
    public LinearSoftmax softmax(int size, int classes, DataType type) {
        return new Softmax(new SoftmaxCrossEntropy(Precision.of(type), size, classes));
    }

    private record Softmax(SoftmaxCrossEntropy kernel) implements LinearSoftmax {
        @Override
        public double[] gradients(Rows in, double smoothing, double[] factors, Gradients out) {
            return kernel.gradients(memory(in.x()), in.labels().length, memory(in.weights()), memory(in.bias()),
                in.labels(), factors, smoothing, memory(out.x()), memory(out.weights()), out.add(),
                memory(out.bias()));
        }

        @Override
        public double[] losses(Rows in, double smoothing, int[] best) {
            return kernel.losses(memory(in.x()), in.labels().length, memory(in.weights()), memory(in.bias()),
                in.labels(), smoothing, best);
        }

        @Override
        public int probabilities(Rows in, boolean logarithms, INDArray out) {
            return kernel.probabilities(memory(in.x()), (int) out.size(0), memory(in.weights()), memory(in.bias()),
                logarithms, memory(out));
        }

        private static Memory memory(INDArray array) {
            return array == null ? null : Memory.of(array);
        }
    }
}
