package org.unrolled.audio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.channels.ByteArraySeekableByteChannel;
import org.nd4j.common.base.Preconditions;
import org.unrolled.files.AtomicFile;

/**
 * WAV files: PCM of 8, 16, 24 and 32 bits, float of 32 and 64, mu-law; any number of channels, {@code WAVE_FORMAT_EXTENSIBLE}, chunks
 * in any order, files whose writer couldn't fill in the sizes. <pre>{@code
 * var sound = WavFile.read(Path.of("seven.wav")).mono();
 * WavFile.write(sound, Path.of("copy.wav"));
 * }</pre>
 *
 * <p>Java's own {@code javax.sound.sampled} was weighed: it takes the first data chunk's size for true, ends at a stream that does not
 * say it, tells nothing of where a file is wrong, and leaves the conversion of 24 bits and floats to the caller.
 */
public final class WavFile {
    private static final int BUFFER = 1 << 16;

    private WavFile() {
    }

    /** @throws SoundFileException if it can't be opened, is no such file, is truncated, empty, or holds numbers that aren't finite */
    public static Recording read(Path file) {
        try (var channel = Files.newByteChannel(file)) {
            return new WavReader(file.toString(), channel).read();
        } catch (IOException e) {
            throw new SoundFileException(file + " can't be read: " + e, e);
        }
    }

    /** The same of a file in memory. @param name what errors call it */
    public static Recording read(String name, byte[] file) {
        try (var channel = ByteArraySeekableByteChannel.wrap(file)) {
            return new WavReader(name, channel).read();
        } catch (IOException e) {
            throw new SoundFileException(name + " can't be read: " + e, e);
        }
    }

    /** Writes a sound with 16 bits. @return how many samples lay beyond full scale and were clipped */
    public static long write(Sound sound, Path file) {
        return write(sound, file, SampleFormat.PCM_16);
    }

    /** Writes a sound. @return how many samples lay beyond full scale and were clipped; floats never are */
    public static long write(Sound sound, Path file, SampleFormat format) {
        return write(new Recording(new float[][] {sound.samples()}, sound.sampleRate(), format), file);
    }

    /** Writes all channels in the recording's format. @return how many samples lay beyond full scale and were clipped */
    public static long write(Recording recording, Path file) {
        try {
            AtomicFile.write(file, out -> write(recording, out));
        } catch (IOException e) {
            throw new SoundFileException(file + " can't be written: " + e, e);
        }
        return beyond(recording);
    }

    /** A sound as a WAV file of 16 bits in memory. */
    public static byte[] bytes(Sound sound) {
        var out = new ByteArrayOutputStream(44 + 2 * sound.samples().length);
        try {
            write(new Recording(new float[][] {sound.samples()}, sound.sampleRate(), SampleFormat.PCM_16), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(Recording recording, OutputStream out) throws IOException {
        var format = recording.format();
        int channels = recording.channels().length;
        int turn = channels * format.bytes();
        int samples = recording.channels()[0].length;
        long size = (long) samples * turn;
        Preconditions.checkArgument(samples > 0, "a sound without samples can't be written: give it at least one");
        Preconditions.checkArgument(channels <= 0xffff && turn <= 0xffff && size < 0xffffff00L,
                "%s channels of %s samples, %s bytes: WAV holds 4 GB and blocks of 65,535 bytes", channels, samples, size);
        header(recording, turn, size, out);
        var buffer = ByteBuffer.allocate(Math.max(1, BUFFER / turn) * turn).order(ByteOrder.LITTLE_ENDIAN);
        for (var i = 0; i < samples; i++) {
            for (var channel : recording.channels()) {
                if (!Float.isFinite(channel[i])) {
                    throw new IllegalArgumentException("sample " + i + " is " + channel[i] + ": only finite numbers are written");
                }
                format.write(buffer, channel[i]);
            }
            if (!buffer.hasRemaining() || i == samples - 1) {
                out.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        }
        if (size % 2 == 1) {
            out.write(0);
        }
    }

    /** Plain PCM has the 44 bytes that every program reads; other codecs say how many samples there are. */
    private static void header(Recording recording, int turn, long size, OutputStream out) throws IOException {
        var format = recording.format();
        int channels = recording.channels().length;
        boolean extensible = channels > 2;
        int formatSize = extensible ? 40 : format.tag() == 1 ? 16 : 18;
        int fact = format.tag() == 1 ? 0 : 12;
        var head = ByteBuffer.allocate(28 + formatSize + fact).order(ByteOrder.LITTLE_ENDIAN);
        head.put(ascii("RIFF")).putInt((int) (head.capacity() - 8 + size + size % 2)).put(ascii("WAVEfmt ")).putInt(formatSize);
        head.putShort((short) (extensible ? 0xfffe : format.tag())).putShort((short) channels).putInt(recording.sampleRate());
        head.putInt((int) Math.min(0xffffffffL, (long) recording.sampleRate() * turn));
        head.putShort((short) turn).putShort((short) (8 * format.bytes()));
        if (extensible) {
            head.putShort((short) 22).putShort((short) (8 * format.bytes())).putInt(0);
            head.putShort((short) format.tag()).put(WavReader.GUID_END);
        } else if (formatSize > 16) {
            head.putShort((short) 0);
        }
        if (fact > 0) {
            head.put(ascii("fact")).putInt(4).putInt(recording.channels()[0].length);
        }
        out.write(head.put(ascii("data")).putInt((int) size).array());
    }

    private static long beyond(Recording recording) {
        var count = 0L;
        for (var channel : recording.channels()) {
            for (var sample : channel) {
                count += !recording.format().isFloat() && Math.abs(sample) > 1 ? 1 : 0;
            }
        }
        return count;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
