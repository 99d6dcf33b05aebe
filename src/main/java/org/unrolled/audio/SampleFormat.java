package org.unrolled.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a file writes one sample. Full scale is -1 to 1: of whole numbers the least stands for -1, none for 1 itself. */
public enum SampleFormat {
    /** Unsigned: 128 is silence. */
    PCM_8(1, 1, 1 - 1 / 128f),
    PCM_16(1, 2, 1 - 1 / 32768f),
    PCM_24(1, 3, 1 - 1 / 8388608f),
    /** A float keeps 24 bits of these. */
    PCM_32(1, 4, 1),
    FLOAT_32(3, 4, 1),
    /** Read into and written from single precision. */
    FLOAT_64(3, 8, 1),
    /** Telephone speech in 8 bits on a logarithmic scale, ITU-T G.711. */
    MU_LAW(7, 1, 32124 / 32768f);

    private static final int MU_LAW_BIAS = 132;
    private static final int MU_LAW_MOST = 32635;

    private final int tag;
    private final int bytes;
    private final float highest;

    SampleFormat(int tag, int bytes, float highest) {
        this.tag = tag;
        this.bytes = bytes;
        this.highest = highest;
    }

    /** The number that WAV has for the codec. */
    int tag() {
        return tag;
    }

    /** Bytes of a sample. */
    public int bytes() {
        return bytes;
    }

    /** The greatest amplitude that it can say and that is within full scale. */
    public float highest() {
        return highest;
    }

    /** The next sample, in the buffer's byte order. */
    float read(ByteBuffer in) {
        return switch (this) {
            case PCM_8 -> ((in.get() & 0xff) - 128) / 128f;
            case PCM_16 -> in.getShort() / 32768f;
            case PCM_24 -> {
                int first = in.get() & 0xff;
                int middle = in.get() & 0xff;
                int last = in.get() & 0xff;
                boolean little = in.order() == ByteOrder.LITTLE_ENDIAN;
                yield ((little ? last : first) << 24 | middle << 16 | (little ? first : last) << 8) / 0x1p31f;
            }
            case PCM_32 -> in.getInt() / 0x1p31f;
            case FLOAT_32 -> in.getFloat();
            case FLOAT_64 -> (float) in.getDouble();
            case MU_LAW -> {
                int code = ~in.get();
                int size = (((code & 15) << 3) + MU_LAW_BIAS << ((code & 0x70) >> 4)) - MU_LAW_BIAS;
                yield ((code & 0x80) == 0 ? size : -size) / 32768f;
            }
        };
    }

    /** Writes a sample, little end first; what lies beyond the format's range gets its end. */
    void write(ByteBuffer out, float sample) {
        switch (this) {
            case PCM_8 -> out.put((byte) (whole(sample, 8) + 128));
            case PCM_16 -> out.putShort((short) whole(sample, 16));
            case PCM_24 -> {
                var number = (int) whole(sample, 24);
                out.put((byte) number).put((byte) (number >> 8)).put((byte) (number >> 16));
            }
            case PCM_32 -> out.putInt((int) whole(sample, 32));
            case FLOAT_32 -> out.putFloat(sample);
            case FLOAT_64 -> out.putDouble(sample);
            case MU_LAW -> {
                int size = Math.min(MU_LAW_MOST, (int) Math.abs(whole(sample, 16))) + MU_LAW_BIAS;
                int exponent = 24 - Integer.numberOfLeadingZeros(size);
                out.put((byte) ~((sample < 0 ? 0x80 : 0) | exponent << 4 | size >> exponent + 3 & 15));
            }
        }
    }

    /** Whether it holds any amplitude, also beyond full scale. */
    boolean isFloat() {
        return this == FLOAT_32 || this == FLOAT_64;
    }

    private static long whole(float sample, int bits) {
        long scale = 1L << bits - 1;
        return Math.max(-scale, Math.min(scale - 1, Math.round((double) sample * scale)));
    }
}
