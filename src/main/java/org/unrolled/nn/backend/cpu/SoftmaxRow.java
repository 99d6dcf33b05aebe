package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * {@link org.unrolled.nn.backend.LinearSoftmax}'s softmax and cross-entropy of one row of logits z at a time, in Java arrays that
 * stay in the core's cache: loss = log Σ exp(z) - (1 - ε) z_y - ε · mean(z), d loss / d z = p - q. Logits are shifted by their
 * largest first, so no exponential overflows. Not for several threads at once.
 */
final class SoftmaxRow {
    private static final int CHUNK = Exponential.CHUNK;

    private final int size;
    private final float[] logits;
    private final float[] exponentials;
    private final float[] bias;
    private final float[] biasGradient;
    private final Exponential exponential = new Exponential();
    private boolean biased;
    private float largest;
    private double sum;

    SoftmaxRow(int size) {
        this.size = size;
        logits = new float[size];
        exponentials = new float[size];
        bias = new float[size];
        biasGradient = new float[size];
    }

    /** Sets the bias that is added to every row (null: none) and clears the sum of its gradients. */
    void bias(Memory from) {
        biased = from != null;
        if (biased) {
            from.read(0, bias, 0, size);
        }
        Arrays.fill(biasGradient, 0);
    }

    /**
     * Reads a row and computes its exponentials.
     *
     * @return whether all logits are finite; if not, nothing else may be asked of this row
     */
    boolean read(Memory from, long at) {
        from.read(at, logits, 0, size);
        if (biased) {
            Lanes.add(logits, logits, bias, size);
        }
        largest = largest(logits, size);
        sum = 0;
        for (int i = 0; i < size; i += CHUNK) {
            sum += exponentials(i, Math.min(CHUNK, size - i));
        }
        return Double.isFinite(sum);
    }

    /** A chunk at a time, so that all arrays stay in the first-level cache. */
    private double exponentials(int at, int count) {
        exponential.apply(logits, largest, exponentials, at, count);
        return RowLanes.sum(exponentials, at, at + count);
    }

    private static float largest(float[] a, int count) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, a[i]);
        }
        return largest;
    }

    /** Loss of the row read last. */
    double loss(int label, double smoothing) {
        double loss = Math.log(sum) - (1 - smoothing) * ((double) logits[label] - largest);
        if (smoothing > 0) {
            double total = 0;
            for (int i = 0; i < size; i += CHUNK) {
                total += RowLanes.sum(logits, i, Math.min(i + CHUNK, size));
            }
            loss -= smoothing * (total / size - largest);
        }
        return loss;
    }

    /** Writes weight · (p - q) of the row read last to {@code at} and adds it to the bias' gradient. */
    void gradient(int label, double smoothing, double weight, Memory into, long at) {
        scale(exponentials, (float) (weight / sum), (float) (-weight * smoothing / size), size);
        exponentials[label] -= (float) (weight * (1 - smoothing));
        into.write(at, exponentials, 0, size);
        Lanes.add(biasGradient, biasGradient, exponentials, size);
    }

    private static void scale(float[] a, float factor, float plus, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = a[i] * factor + plus;
        }
    }

    /** Writes the probabilities of the row read last, or their logarithms. */
    void probabilities(boolean logarithms, Memory into, long at) {
        if (logarithms) {
            scale(logits, 1f, (float) -(largest + Math.log(sum)), size);
            into.write(at, logits, 0, size);
        } else {
            scale(exponentials, (float) (1 / sum), 0f, size);
            into.write(at, exponentials, 0, size);
        }
    }

    /** Index of the largest logit of the row read last, the first if several are equal. */
    int best() {
        int at = 0;
        while (logits[at] != largest) {
            at++;
        }
        return at;
    }

    /** {@code into[i] += } sum of the gradients since {@link #bias}, over all classes. */
    void addBiasGradient(double[] into) {
        for (int i = 0; i < size; i++) {
            into[i] += biasGradient[i];
        }
    }
}
