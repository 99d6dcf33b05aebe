package org.unrolled.nn.kernel;

/**
 * Softmax and cross-entropy of one row of logits at a time, in Java arrays that stay in the core's cache.
 *
 * <p>With logits z of shape [vocabulary], label y and smoothing ε (Szegedy et al. 2016, section 7; the same definition
 * as PyTorch's {@code label_smoothing}) the target distribution is q = (1 - ε) · onehot(y) + ε / vocabulary and
 * <pre>
 *   p = softmax(z)        loss = -Σ q log p = log Σ exp(z) - (1 - ε) z_y - ε · mean(z)
 *   d loss / d z = p - q
 * </pre>
 * Logits are shifted by their largest first, so no exponential overflows. Not for several threads at once.
 */
abstract class SoftmaxRow {
    /** Number of classes. */
    protected final int size;

    SoftmaxRow(int size) {
        this.size = size;
    }

    static SoftmaxRow of(Precision precision, int size) {
        return precision == Precision.FLOAT ? new FloatSoftmaxRow(size) : new DoubleSoftmaxRow(size);
    }

    /** Sets the bias that is added to every row (null: none) and clears the sum of its gradients. */
    abstract void bias(Memory bias);

    /**
     * Reads a row and computes its exponentials.
     *
     * @return whether all logits are finite; if not, nothing else may be asked of this row
     */
    abstract boolean read(Memory logits, long at);

    /** Loss of the row read last. */
    abstract double loss(int label, double smoothing);

    /** Writes weight · (p - q) of the row read last to {@code at} and adds it to the bias' gradient. */
    abstract void gradient(int label, double smoothing, double weight, Memory into, long at);

    /** Writes the probabilities of the row read last, or their logarithms. */
    abstract void probabilities(boolean logarithms, Memory into, long at);

    /** Index of the largest logit of the row read last, the first if several are equal. */
    abstract int best();

    /** {@code into[i] += } sum of the gradients since {@link #bias}, over all classes. */
    abstract void addBiasGradient(double[] into);
}
