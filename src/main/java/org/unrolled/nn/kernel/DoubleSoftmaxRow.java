package org.unrolled.nn.kernel;

import java.util.Arrays;

/** {@link SoftmaxRow} in double precision, for gradient checks. */
final class DoubleSoftmaxRow extends SoftmaxRow {
    private final double[] logits;
    private final double[] exponentials;
    private final double[] bias;
    private final double[] biasGradient;
    private boolean biased;
    private double largest;
    private double sum;

    DoubleSoftmaxRow(int size) {
        super(size);
        logits = new double[size];
        exponentials = new double[size];
        bias = new double[size];
        biasGradient = new double[size];
    }

    @Override
    void bias(Memory from) {
        biased = from != null;
        if (biased) {
            from.read(0, bias, 0, size);
        }
        Arrays.fill(biasGradient, 0);
    }

    @Override
    boolean read(Memory from, long at) {
        from.read(at, logits, 0, size);
        if (biased) {
            Elementwise.add(logits, 0, bias, 0, size);
        }
        largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, logits[i]);
        }
        sum = 0;
        for (int i = 0; i < size; i++) {
            exponentials[i] = Math.exp(logits[i] - largest);
            sum += exponentials[i];
        }
        return Double.isFinite(sum);
    }

    @Override
    double loss(int label, double smoothing) {
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += logits[i] - largest;
        }
        return Math.log(sum) - (1 - smoothing) * (logits[label] - largest) - smoothing * total / size;
    }

    @Override
    void gradient(int label, double smoothing, double weight, Memory into, long at) {
        for (int i = 0; i < size; i++) {
            exponentials[i] = weight * (exponentials[i] / sum - smoothing / size);
        }
        exponentials[label] -= weight * (1 - smoothing);
        into.write(at, exponentials, 0, size);
        Elementwise.add(biasGradient, 0, exponentials, 0, size);
    }

    @Override
    void probabilities(boolean logarithms, Memory into, long at) {
        for (int i = 0; i < size; i++) {
            exponentials[i] = logarithms ? logits[i] - largest - Math.log(sum) : exponentials[i] / sum;
        }
        into.write(at, exponentials, 0, size);
    }

    @Override
    int best() {
        int at = 0;
        while (logits[at] != largest) {
            at++;
        }
        return at;
    }

    @Override
    void addBiasGradient(double[] into) {
        for (int i = 0; i < size; i++) {
            into[i] += biasGradient[i];
        }
    }
}
