package org.unrolled.nn.kernel;

/** {@link SoftmaxRow} in single precision. */
final class FloatSoftmaxRow extends SoftmaxRow {
    private static final int CHUNK = FloatExponential.CHUNK;

    private final float[] logits;
    private final float[] exponentials;
    private final float[] bias;
    private final float[] biasGradient;
    private final FloatExponential exponential = new FloatExponential();
    private boolean biased;
    private float largest;
    private double sum;

    FloatSoftmaxRow(int size) {
        super(size);
        logits = new float[size];
        exponentials = new float[size];
        bias = new float[size];
        biasGradient = new float[size];
    }

    @Override
    void bias(Memory from) {
        biased = from != null;
        if (biased) {
            from.read(0, bias, 0, size);
        }
        java.util.Arrays.fill(biasGradient, 0);
    }

    @Override
    boolean read(Memory from, long at) {
        from.read(at, logits, 0, size);
        if (biased) {
            Elementwise.add(logits, 0, bias, 0, size);
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
        return sum(exponentials, at, count);
    }

    /** Four sums side by side: a single one would wait for each addition. */
    private static double sum(float[] a, int at, int count) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = at;
        for (; i < at + count - 3; i += 4) {
            s0 += a[i];
            s1 += a[i + 1];
            s2 += a[i + 2];
            s3 += a[i + 3];
        }
        for (; i < at + count; i++) {
            s0 += a[i];
        }
        return (double) s0 + s1 + s2 + s3;
    }

    private static float largest(float[] a, int count) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, a[i]);
        }
        return largest;
    }

    @Override
    double loss(int label, double smoothing) {
        double loss = Math.log(sum) - (1 - smoothing) * ((double) logits[label] - largest);
        if (smoothing > 0) {
            double total = 0;
            for (int i = 0; i < size; i += CHUNK) {
                total += sum(logits, i, Math.min(CHUNK, size - i));
            }
            loss -= smoothing * (total / size - largest);
        }
        return loss;
    }

    @Override
    void gradient(int label, double smoothing, double weight, Memory into, long at) {
        scale(exponentials, (float) (weight / sum), (float) (-weight * smoothing / size), size);
        exponentials[label] -= (float) (weight * (1 - smoothing));
        into.write(at, exponentials, 0, size);
        Elementwise.add(biasGradient, 0, exponentials, 0, size);
    }

    private static void scale(float[] a, float factor, float plus, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = a[i] * factor + plus;
        }
    }

    @Override
    void probabilities(boolean logarithms, Memory into, long at) {
        if (logarithms) {
            scale(logits, 1f, (float) -(largest + Math.log(sum)), size);
            into.write(at, logits, 0, size);
        } else {
            scale(exponentials, (float) (1 / sum), 0f, size);
            into.write(at, exponentials, 0, size);
        }
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
