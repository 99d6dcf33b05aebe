package org.unrolled.nn.backend.cpu;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.LinearSoftmax;

/**
 * A linear layer, softmax and cross-entropy over whole labels in one piece, for vocabularies of any size.
 *
 * <p>With rows x of shape [rows, size], weights W [classes, size] and bias b [classes] the logits are x Wᵀ + b. They are
 * computed for a block of rows at a time, small enough for the cache, turned into gradients where they lie
 * (see {@link SoftmaxRow}), and multiplied on:
 * <pre>
 *   G = rowWeight · (p - q)      dx = G W      dW = Gᵀ x      db = Σ G
 * </pre>
 * Neither one-hot labels nor all the logits ever exist. Within a block each thread has its own rows; for dW each has its
 * own classes, so that nobody adds up copies. An object keeps its block from batch to batch; not for several threads at
 * once.
 */
final class SoftmaxCrossEntropy implements LinearSoftmax {
    /** Elements in the part of a block that belongs to one thread: 8 MB in single precision. */
    private static final int PART = 2 << 20;
    private static final int FEWEST_ROWS = 32;
    private static final int MOST_ROWS = 1024;
    /** Below this many multiplications a second thread costs more than it brings. */
    private static final long WORTH_SPLITTING = 200_000;

    private final int size;
    private final int classes;
    private final Scratch block = new Scratch();
    private SoftmaxRow[] rows = new SoftmaxRow[0];

    /** For rows of {@code size} features and logits over {@code classes} classes. */
    SoftmaxCrossEntropy(int size, int classes) {
        this.size = size;
        this.classes = classes;
    }

    /** Logits of the rows {@code first} to {@code end - 1} of a block that begins with row {@code from}, on one thread. */
    private interface Share {
        void work(SoftmaxRow row, Memory logits, int from, int first, int end);
    }

    /** A block's logits after all shares of it. */
    private interface Block {
        void work(Memory logits, int from, int length);
    }

    /** Computes all logits, block by block; returns the number of threads. */
    private int blocks(Rows in, Share share, Block then) {
        int count = in.labels().length;
        var x = Memory.of(in.x());
        var weights = Memory.of(in.weights());
        int parts = parts(count);
        prepare(parts, Memory.orNull(in.bias()));
        int blocks = blocks(count, parts);
        for (int i = 0; i < blocks; i++) {
            int from = Workers.start(count, blocks, i);
            int length = Workers.start(count, blocks, i + 1) - from;
            var logits = block.ensure((long) length * classes);
            Workers.split(length, parts, (part, first, end) -> {
                logits(x, from + first, end - first, weights, logits, first);
                share.work(rows[part], logits, from, first, end);
            });
            then.work(logits, from, length);
        }
        return parts;
    }

    @Override
    public double[] gradients(Rows in, double smoothing, double[] factors, Gradients out) {
        int[] labels = in.labels();
        var x = Memory.of(in.x());
        var weights = Memory.of(in.weights());
        var dx = Memory.orNull(out.x());
        var dWeights = Memory.orNull(out.weights());
        var losses = new double[labels.length];
        if (labels.length == 0 && dWeights != null && !out.add()) {
            dWeights.clear(0, dWeights.length());
        }
        int parts = blocks(in, (row, logits, from, first, end) -> {
            for (int r = first; r < end; r++) {
                losses[from + r] = gradient(row, logits, (long) r * classes, labels[from + r], smoothing, factors[from + r]);
            }
            if (dx != null) {
                Blas.gemm(false, false, end - first, size, classes, logits.address((long) first * classes),
                    classes, weights.address(), size, 0, dx.address((long) (from + first) * size), size);
            }
        }, (logits, from, length) -> {
            float beta = from == 0 && !out.add() ? 0 : 1;
            Workers.split(classes, dWeights == null ? 0 : parts(labels.length), (part, first, end) ->
                Blas.gemm(true, false, end - first, size, length, logits.address(first), classes,
                    x.address((long) from * size), size, beta, dWeights.address((long) first * size), size));
        });
        if (out.bias() != null) {
            Dense.write(biasGradient(parts), Memory.of(out.bias()));
        }
        return losses;
    }

    private static double gradient(SoftmaxRow row, Memory logits, long at, int label, double smoothing, double weight) {
        if (!row.read(logits, at)) {
            return Double.NaN;
        }
        double loss = row.loss(label, smoothing);
        row.gradient(label, smoothing, weight, logits, at);
        return loss;
    }

    @Override
    public double[] losses(Rows in, double smoothing, int[] best) {
        int[] labels = in.labels();
        var losses = new double[labels.length];
        blocks(in, (row, logits, from, first, end) -> {
            for (int r = first; r < end; r++) {
                boolean finite = row.read(logits, (long) r * classes);
                losses[from + r] = finite ? row.loss(labels[from + r], smoothing) : Double.NaN;
                if (best != null) {
                    best[from + r] = finite ? row.best() : -1;
                }
            }
        }, (logits, from, length) -> {
        });
        return losses;
    }

    @Override
    public int probabilities(Rows in, boolean logarithms, INDArray out) {
        int count = (int) out.size(0);
        var x = Memory.of(in.x());
        var weights = Memory.of(in.weights());
        var bias = Memory.orNull(in.bias());
        var into = Memory.of(out);
        int parts = parts(count);
        prepare(parts, bias);
        int blocks = blocks(count, parts) * parts;
        int[] broken = new int[blocks];
        Arrays.fill(broken, -1);
        Workers.run(parts, part -> {
            for (int i = part; i < blocks; i += parts) {
                int first = Workers.start(count, blocks, i);
                int n = Workers.start(count, blocks, i + 1) - first;
                logits(x, first, n, weights, into, first);
                for (int r = first; r < first + n; r++) {
                    if (rows[part].read(into, (long) r * classes)) {
                        rows[part].probabilities(logarithms, into, (long) r * classes);
                    } else if (broken[i] < 0) {
                        broken[i] = r;
                    }
                }
            }
        });
        return Arrays.stream(broken).filter(r -> r >= 0).findFirst().orElse(-1);
    }

    /** Logits, without bias, of {@code n} rows from {@code from} on into the rows from {@code at} on. */
    private void logits(Memory x, int from, int n, Memory weights, Memory into, int at) {
        Blas.gemm(false, true, n, classes, size, x.address((long) from * size), size, weights.address(), size,
            0, into.address((long) at * classes), classes);
    }

    private int parts(int count) {
        return (long) count * size * classes < WORTH_SPLITTING ? 1 : Math.max(1, Math.min(Workers.count(), count));
    }

    /** Number of blocks that a batch is cut into; all but equally long. */
    private int blocks(int count, int parts) {
        int most = parts * Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, PART / classes));
        return (count + most - 1) / most;
    }

    private void prepare(int parts, Memory bias) {
        if (rows.length < parts) {
            int had = rows.length;
            rows = Arrays.copyOf(rows, parts);
            for (int i = had; i < parts; i++) {
                rows[i] = new SoftmaxRow(classes);
            }
        }
        for (int i = 0; i < parts; i++) {
            rows[i].bias(bias);
        }
    }

    private double[] biasGradient(int parts) {
        var sum = new double[classes];
        for (int i = 0; i < parts; i++) {
            rows[i].addBiasGradient(sum);
        }
        return sum;
    }
}
