package org.unrolled.nn.backend.cpu;

import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.unrolled.concurrent.Workers;

/**
 * Random masks for dropout: 1/keep with probability keep, else 0. Element i is a hash of i and a seed (the two rounds with
 * which MurmurHash3 ends), so that all elements are made side by side in vector instructions and a mask is the same
 * whatever the number of threads.
 */
final class DropoutMask {
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
    static void fill(Memory mask, double keep, long seed) {
        int length = (int) mask.length();
        int threshold = (int) Math.min(Integer.MAX_VALUE, Math.round(keep * 0x1p31));
        var ints = ints(mask);
        Workers.split(length, length < WORTH_SPLITTING ? 1 : Workers.count(), (part, from, to) -> {
            var bits = new int[CHUNK];
            for (int at = from; at < to; at += CHUNK) {
                int n = Math.min(CHUNK, to - at);
                kept(bits, STRIDES, n, at * STRIDE + (int) seed, (int) (seed >>> 32), threshold);
                and(bits, n, Float.floatToRawIntBits((float) (1 / keep)));
                ints.put(at, bits, 0, n);
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

    private static IntBuffer ints(Memory memory) {
        return new Memory.Bytes(memory.address(), memory.length() * Integer.BYTES).asByteBuffer().order(ByteOrder.nativeOrder())
            .asIntBuffer();
    }
}
