package org.unrolled.nn.kernel;

import java.util.Arrays;

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
public final class SoftmaxCrossEntropy {
    /** Elements in the part of a block that belongs to one thread: 8 MB in single precision. */
    private static final int PART = 2 << 20;
    private static final int FEWEST_ROWS = 32;
    private static final int MOST_ROWS = 1024;
    /** Below this many multiplications a second thread costs more than it brings. */
    private static final long WORTH_SPLITTING = 200_000;

    private final Precision precision;
    private final int size;
    private final int classes;
    private final Scratch block = new Scratch();
    private SoftmaxRow[] rows = new SoftmaxRow[0];

    /** For rows of {@code size} features and logits over {@code classes} classes. */
    public SoftmaxCrossEntropy(Precision precision, int size, int classes) {
        this.precision = precision;
        this.size = size;
        this.classes = classes;
    }

    /**
     * Losses and gradients.
     *
     * @param x          rows of features, [count, size]
     * @param weights    [classes, size]
     * @param bias       [classes], or null
     * @param labels     one class a row, {@code count} of them
     * @param rowWeights factor of each row's gradient
     * @param smoothing  ε of label smoothing, 0 for none
     * @param dx         [count, size], overwritten; or null
     * @param dWeights   [classes, size], overwritten, or added to if {@code add}; or null
     * @param dBias      [classes], overwritten; or null
     * @return loss of each row, not weighted; NaN where logits are not finite (the gradients are then of no use)
     */
    public double[] gradients(Memory x, int count, Memory weights, Memory bias, int[] labels, double[] rowWeights,
                              double smoothing, Memory dx, Memory dWeights, boolean add, Memory dBias) {
        var losses = new double[count];
        int parts = parts(count);
        prepare(parts, bias);
        int blocks = blocks(count, parts);
        if (count == 0 && dWeights != null && !add) {
            TokenRows.clear(dWeights);
        }
        for (int i = 0; i < blocks; i++) {
            int from = Workers.start(count, blocks, i);
            int length = Workers.start(count, blocks, i + 1) - from;
            var logits = block.ensure(precision, (long) length * classes);
            Workers.run(parts, part -> {
                int first = Workers.start(length, parts, part);
                int n = Workers.start(length, parts, part + 1) - first;
                logits(x, from + first, n, weights, logits, first);
                for (int r = first; r < first + n; r++) {
                    int row = from + r;
                    losses[row] = gradient(rows[part], logits, (long) r * classes, labels[row], smoothing,
                        rowWeights[row]);
                }
                if (dx != null) {
                    Blas.gemm(precision, false, false, n, size, classes, logits.address((long) first * classes),
                        classes, weights.address(), size, 0, dx.address((long) (from + first) * size), size);
                }
            });
            if (dWeights != null) {
                double beta = i == 0 && !add ? 0 : 1;
                Workers.run(parts, part -> {
                    int first = Workers.start(classes, parts, part);
                    int n = Workers.start(classes, parts, part + 1) - first;
                    Blas.gemm(precision, true, false, n, size, length, logits.address(first), classes,
                        x.address((long) from * size), size, beta, dWeights.address((long) first * size), size);
                });
            }
        }
        if (dBias != null) {
            write(biasGradient(parts), dBias);
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

    /**
     * Losses alone.
     *
     * @param best where the most probable class of each row goes; or null
     * @return loss of each row; NaN where logits are not finite
     */
    public double[] losses(Memory x, int count, Memory weights, Memory bias, int[] labels, double smoothing,
                           int[] best) {
        var losses = new double[count];
        int parts = parts(count);
        prepare(parts, bias);
        int blocks = blocks(count, parts);
        for (int i = 0; i < blocks; i++) {
            int from = Workers.start(count, blocks, i);
            int length = Workers.start(count, blocks, i + 1) - from;
            var logits = block.ensure(precision, (long) length * classes);
            Workers.run(parts, part -> {
                int first = Workers.start(length, parts, part);
                int n = Workers.start(length, parts, part + 1) - first;
                logits(x, from + first, n, weights, logits, first);
                for (int r = first; r < first + n; r++) {
                    boolean finite = rows[part].read(logits, (long) r * classes);
                    losses[from + r] = finite ? rows[part].loss(labels[from + r], smoothing) : Double.NaN;
                    if (best != null) {
                        best[from + r] = finite ? rows[part].best() : -1;
                    }
                }
            });
        }
        return losses;
    }

    /**
     * Probabilities of all classes, or their logarithms.
     *
     * @param into [count, classes], overwritten
     * @return the first row whose logits are not finite, or -1
     */
    public int probabilities(Memory x, int count, Memory weights, Memory bias, boolean logarithms, Memory into) {
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
        Blas.gemm(precision, false, true, n, classes, size, x.address((long) from * size), size, weights.address(), size,
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
                rows[i] = SoftmaxRow.of(precision, classes);
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

    private static void write(double[] from, Memory into) {
        for (int i = 0; i < from.length; i++) {
            into.set(i, from[i]);
        }
    }

}
