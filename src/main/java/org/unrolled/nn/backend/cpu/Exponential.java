package org.unrolled.nn.backend.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * exp of whole arrays in single precision, in vector instructions.
 *
 * <p>exp(x) = 2^k · exp(r) with k = round(x / ln 2) and |r| ≤ ½ ln 2; exp(r) is a polynomial of degree 6 (a
 * least-squares fit of our own, weighted by Lawson's iteration; relative error as computed below 1e-7). The just-in-time
 * compiler vectorises arithmetic but not {@code Float.intBitsToFloat}, so 2^k is made by letting a small native buffer
 * be read as floats and as ints in turn: a copy of 4 KB costs less than a scalar loop by a factor of five. Not for several
 * threads at once.
 */
final class Exponential {
    /** Arrays are worked through in chunks of this size, so that all stay in the first-level cache. */
    static final int CHUNK = 1024;
    /** Added to a float of small size, leaves its rounded value in the lowest bits of the mantissa. */
    private static final float ROUND = 12582912f;
    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /** Below this exp is no normal float any more. */
    private static final float LOWEST = -87f;

    private float[] powers = new float[0];
    private int[] bits = new int[0];
    private final FloatBuffer asFloats;
    private final IntBuffer asInts;

    Exponential() {
        var buffer = ByteBuffer.allocateDirect(CHUNK * Float.BYTES).order(ByteOrder.nativeOrder());
        asFloats = buffer.asFloatBuffer();
        asInts = buffer.asIntBuffer();
    }

    /**
     * out[i] = exp(x[i] - shift) for {@code count} elements, at most {@link #CHUNK}, from {@code at} on; arguments below
     * -87 count as -87, arguments above 88 overflow.
     *
     * @param out may be {@code x}
     */
    void apply(float[] x, float shift, float[] out, int at, int count) {
        if (powers.length < at + count) {
            powers = new float[out.length];
            bits = new int[out.length];
        }
        split(x, out, powers, shift, at, at + count);
        asFloats.put(0, powers, at, count);
        asInts.get(0, bits, at, count);
        toPowers(bits, at, at + count);
        asInts.put(0, bits, at, count);
        asFloats.get(0, powers, at, count);
        multiply(out, powers, at, at + count);
    }

    /**
     * e = exp(r), t = k + ROUND. All arrays have the same index: the compiler vectorises no loop whose arrays begin at
     * different places.
     */
    private static void split(float[] x, float[] e, float[] t, float shift, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = Math.max(x[i] - shift, LOWEST);
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
}
