package org.unrolled.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/** Reads the samples of a file, whatever its header was. */
final class Samples {
    private static final int BUFFER = 1 << 16;

    private Samples() {
    }

    /**
     * The samples from byte {@code start} to {@code end}, channels taking turns; what is left of a last turn is passed over.
     *
     * @throws SoundFileException if there is none, or one that isn't a finite number
     */
    static Recording read(String name, SeekableByteChannel file, long start, long end, ByteOrder order, int channels, int sampleRate,
                          SampleFormat format) throws IOException {
        int turn = channels * format.bytes();
        long count = (end - start) / turn;
        if (count == 0) {
            throw new SoundFileException(name, start, "no samples: " + (end - start) + " bytes of sound, a sample of "
                    + (channels == 1 ? "the channel" : "all " + channels + " channels") + " has " + turn);
        }
        if (count > Integer.MAX_VALUE - 8) {
            throw new SoundFileException(name, start, count + " samples a channel: more than an array holds; cut the file");
        }
        var samples = new float[channels][(int) count];
        var buffer = ByteBuffer.allocate((int) Math.min(count * turn, Math.max(1, BUFFER / turn) * (long) turn)).order(order);
        long at = start;
        for (var i = 0; i < count; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), (count - i) * turn));
            fill(name, file, at, buffer);
            for (; buffer.hasRemaining(); i++) {
                for (var channel = 0; channel < channels; channel++) {
                    float sample = format.read(buffer);
                    if (!Float.isFinite(sample)) {
                        throw new SoundFileException(name, at + buffer.position() - format.bytes(), "sample " + i + " of channel " + channel
                                + " is " + sample + ": expected a finite number");
                    }
                    samples[channel][i] = sample;
                }
            }
            at += buffer.limit();
        }
        return new Recording(samples, sampleRate, format);
    }

    /** Fills the buffer from this place of the file and turns it for reading. */
    static void fill(String name, SeekableByteChannel file, long at, ByteBuffer buffer) throws IOException {
        file.position(at);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new SoundFileException(name, at + buffer.position(), "the file ends here, " + buffer.remaining()
                        + " bytes too early");
            }
        }
        buffer.flip();
    }
}
