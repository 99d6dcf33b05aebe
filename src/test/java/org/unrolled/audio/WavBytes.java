package org.unrolled.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** RIFF files put together chunk by chunk, right or wrong. */
final class WavBytes {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Integer riffSize;

    /** A chunk with its true size. */
    WavBytes chunk(String id, byte[] content) {
        return chunk(id, content.length, content);
    }

    /** A chunk that says another size. */
    WavBytes chunk(String id, int size, byte[] content) {
        body.writeBytes(id.getBytes(StandardCharsets.ISO_8859_1));
        body.writeBytes(little(4).putInt(size).array());
        body.writeBytes(content);
        if (content.length % 2 == 1) {
            body.write(0);
        }
        return this;
    }

    WavBytes raw(byte[] content) {
        body.writeBytes(content);
        return this;
    }

    WavBytes riffSize(int size) {
        riffSize = size;
        return this;
    }

    /** A format of 16 bytes. */
    static byte[] format(int tag, int channels, int rate, int bits) {
        return format(tag, channels, rate, bits, channels * (bits / 8));
    }

    static byte[] format(int tag, int channels, int rate, int bits, int block) {
        return little(16).putShort((short) tag).putShort((short) channels).putInt(rate).putInt(rate * block)
                .putShort((short) block).putShort((short) bits).array();
    }

    /** Samples of 16 bits. */
    static byte[] shorts(int... samples) {
        var out = little(2 * samples.length);
        for (var sample : samples) {
            out.putShort((short) sample);
        }
        return out.array();
    }

    static byte[] floats(float... samples) {
        var out = little(4 * samples.length);
        for (var sample : samples) {
            out.putFloat(sample);
        }
        return out.array();
    }

    byte[] bytes() {
        var content = body.toByteArray();
        return little(12 + content.length).put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(riffSize == null ? 4 + content.length : riffSize)
                .put("WAVE".getBytes(StandardCharsets.US_ASCII)).put(content).array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
