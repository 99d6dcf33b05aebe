package org.unrolled.nn.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * {@link SoftmaxRow} in single precision.
 *
 * <p>exp(x) = 2^k · exp(r) with k = round(x / ln 2) and |r| ≤ ½ ln 2; exp(r) is a polynomial of degree 6 (a
 * least-squares fit of our own, weighted by Lawson's iteration; relative error as computed below 1e-7). The just-in-time
 * compiler vectorises arithmetic but not {@code Float.intBitsToFloat}, so 2^k is made by letting a small native buffer
 * be read as floats and as ints in turn: a copy of 4 KB costs less than a scalar loop by a factor of five.
 */
final class FloatSoftmaxRow extends SoftmaxRow {
    private static final int CHUNK = 1024;
    /** Added to a float of small size, leaves its rounded value in the lowest bits of the mantissa. */
    private static final float ROUND = 12582912f;
    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /** Below this exp is no normal float any more. */
    private static final float LOWEST = -87f;

    private final float[] logits;
    private final float[] exponentials;
    private final float[] bias;
    private final float[] biasGradient;
    private final float[] powers;
    private final int[] bits;
    private final FloatBuffer asFloats;
    private final IntBuffer asInts;
    private boolean biased;
    private float largest;
    private double sum;

    FloatSoftmaxRow(int size) {
        super(size);
        logits = new float[size];
        exponentials = new float[size];
        bias = new float[size];
        biasGradient = new float[size];
        powers = new float[size];
        bits = new int[size];
        var buffer = ByteBuffer.allocateDirect(CHUNK * Float.BYTES).order(ByteOrder.nativeOrder());
        asFloats = buffer.asFloatBuffer();
        asInts = buffer.asIntBuffer();
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
        split(logits, exponentials, powers, largest, at, at + count);
        asFloats.put(0, powers, at, count);
        asInts.get(0, bits, at, count);
        toPowers(bits, at, at + count);
        asInts.put(0, bits, at, count);
        asFloats.get(0, powers, at, count);
        multiply(exponentials, powers, at, at + count);
        return sum(exponentials, at, count);
    }

    /**
     * e = exp(r), t = k + ROUND for x = logit - largest. All arrays have the same index: the compiler vectorises no loop
     * whose arrays begin at different places.
     */
    private static void split(float[] x, float[] e, float[] t, float largest, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = Math.max(x[i] - largest, LOWEST);
            float rounded = v * LOG2_E + ROUND;
            float k = rounded - ROUND;
            float r = v - k * LN2_HIGH - k * LN2_LOW;
            float p = 1.381446689e-3f * r + 8.368780415e-3f;
            p = p * r + 4.166839421e-2f;
            p = p * r + 1.666652011e-1f;
            p = p * r + 4.999999341e-1f;
            e[i] = p * r * r + r + 1f;
            t[i] = rounded;
        }
    }

    /** From the bits of k + ROUND to the bits of 2^k. */
    private static void toPowers(int[] bits, int from, int to) {
        for (int i = from; i < to; i++) {
            bits[i] = (bits[i] << 23) + 0x3f800000;
        }
    }

    private static void multiply(float[] e, float[] by, int from, int to) {
        for (int i = from; i < to; i++) {
            e[i] *= by[i];
        }
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
