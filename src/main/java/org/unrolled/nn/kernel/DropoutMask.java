package org.unrolled.nn.kernel;

import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * Random masks for dropout: 1/keep with probability keep, else 0. Element i is a hash of i and a seed (the two rounds with
 * which MurmurHash3 ends), so that all elements are made side by side in vector instructions and a mask is the same
 * whatever the number of threads.
 */
public final class DropoutMask {
    private static final int CHUNK = 2048;
    private static final int WORTH_SPLITTING = 1 << 16;
    private static final int STRIDE = 0x9E3779B9;
    /** i · STRIDE: the compiler vectorises no loop that computes with its own counter. */
    private static final int[] STRIDES = new int[CHUNK];

    static {
        for (int i = 0; i < CHUNK; i++) {
            STRIDES[i] = i * STRIDE;
        }
    }

    private DropoutMask() {
    }

    /** Fills a mask. */
    public static void fill(Memory mask, double keep, long seed) {
        int length = (int) mask.length();
        int threshold = (int) Math.min(Integer.MAX_VALUE, Math.round(keep * 0x1p31));
        boolean floats = mask.precision() == Precision.FLOAT;
        int parts = length < WORTH_SPLITTING ? 1 : Workers.count();
        var ints = floats ? ints(mask) : null;
        Workers.run(parts, part -> {
            var bits = new int[CHUNK];
            int to = Workers.start(length, parts, part + 1);
            for (int at = Workers.start(length, parts, part); at < to; at += CHUNK) {
                int n = Math.min(CHUNK, to - at);
                kept(bits, STRIDES, n, at * STRIDE + (int) seed, (int) (seed >>> 32), threshold);
                if (floats) {
                    and(bits, n, Float.floatToRawIntBits((float) (1 / keep)));
                    ints.put(at, bits, 0, n);
                } else {
                    for (int i = 0; i < n; i++) {
                        mask.set(at + i, bits[i] == 0 ? 0 : 1 / keep);
                    }
                }
            }
        });
    }

    /** All bits set where an element is kept, else none. */
    private static void kept(int[] bits, int[] strides, int n, int seed, int key, int threshold) {
        for (int i = 0; i < n; i++) {
            int h = strides[i] + seed;
            h ^= h >>> 16;
            h *= 0x85ebca6b;
            h ^= key;
            h ^= h >>> 13;
            h *= 0xc2b2ae35;
            h ^= h >>> 16;
            bits[i] = ((h >>> 1) - threshold) >> 31;
        }
    }

    private static void and(int[] bits, int n, int value) {
        for (int i = 0; i < n; i++) {
            bits[i] &= value;
        }
    }

    /** out = x · mask, all of one length; out may be x. */
    public static void multiply(Memory x, Memory mask, Memory out) {
        int length = (int) mask.length();
        int parts = length < WORTH_SPLITTING ? 1 : Workers.count();
        Workers.run(parts, part -> {
            int from = Workers.start(length, parts, part);
            int to = Workers.start(length, parts, part + 1);
            if (mask.precision() == Precision.FLOAT) {
                multiplyFloats(x, mask, out, from, to);
            } else {
                for (int i = from; i < to; i++) {
                    out.set(i, x.get(i) * mask.get(i));
                }
            }
        });
    }

    private static void multiplyFloats(Memory x, Memory mask, Memory out, int from, int to) {
        var a = new float[CHUNK];
        var b = new float[CHUNK];
        for (int at = from; at < to; at += CHUNK) {
            int n = Math.min(CHUNK, to - at);
            x.read(at, a, 0, n);
            mask.read(at, b, 0, n);
            product(a, b, n);
            out.write(at, a, 0, n);
        }
    }

    private static void product(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] *= b[i];
        }
    }

    private static IntBuffer ints(Memory memory) {
        return new Memory.Bytes(memory.address(), memory.length() * Integer.BYTES).asByteBuffer().order(ByteOrder.nativeOrder())
            .asIntBuffer();
    }
}
