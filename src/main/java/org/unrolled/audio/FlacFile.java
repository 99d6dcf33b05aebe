package org.unrolled.audio;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;
import org.jflac.FLACDecoder;
import org.jflac.frame.Frame;
import org.jflac.metadata.StreamInfo;

/**
 * FLAC files, lossless compression in which LibriSpeech comes: up to 32 bits, any number of channels. jFLAC decodes them; it passes
 * over frames that are damaged and ends at a truncated one without a word, so the number of samples and the checksum that the file
 * tells are compared here.
 */
public final class FlacFile {
    /** The block {@code STREAMINFO} comes first and has a fixed size, its end is the MD5 of all samples (RFC 9639, section 8.2). */
    private static final int HEAD = 42;
    private static final int MD5 = 16;

    private FlacFile() {
    }

    /** @throws SoundFileException if it can't be opened, is no such file, is truncated, damaged or empty */
    public static Recording read(Path file) {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(HEAD);
            var head = in.readNBytes(HEAD);
            if (head.length < HEAD || head[0] != 'f' || head[1] != 'L' || head[2] != 'a' || head[3] != 'C' || (head[4] & 0x7f) != 0) {
                throw new SoundFileException(file.toString(), 0, "not a FLAC file: expected \"fLaC\" and the properties of the stream");
            }
            in.reset();
            return read(file.toString(), in, Arrays.copyOfRange(head, HEAD - MD5, HEAD));
        } catch (IOException e) {
            throw new SoundFileException(file + " can't be read: " + e, e);
        }
    }

    private static Recording read(String name, InputStream in, byte[] md5) throws IOException {
        var decoder = new FLACDecoder(in);
        StreamInfo info;
        float[][] channels;
        int filled = 0;
        var digest = DigestUtils.getMd5Digest();
        try {
            info = decoder.readStreamInfo();
            decoder.readMetadata(info);
            if (info.getTotalSamples() < 1 || info.getTotalSamples() > Integer.MAX_VALUE - 8) {
                throw new SoundFileException(name, 0, info.getTotalSamples() + " samples by its header: expected 1 or more, at most as "
                        + "many as an array holds");
            }
            channels = new float[info.getChannels()][(int) info.getTotalSamples()];
            for (var frame = next(decoder); frame != null && filled < channels[0].length; frame = next(decoder)) {
                filled = take(decoder, frame, info, channels, filled, digest);
            }
        } catch (RuntimeException e) {
            // What jFLAC runs into where a file is damaged.
            throw e instanceof SoundFileException ? e : new SoundFileException(name + " is damaged: " + e, e);
        }
        if (filled != channels[0].length || decoder.getBadFrames() > 0) {
            throw new SoundFileException(name, decoder.getTotalBytesRead(), "truncated or damaged: " + filled
                    + " samples could be decoded, " + channels[0].length + " by its header");
        }
        // All zeros: whoever wrote it didn't count.
        if (!Arrays.equals(md5, new byte[MD5]) && !Arrays.equals(md5, digest.digest())) {
            throw new SoundFileException(name, HEAD - MD5, "damaged: its samples don't have the checksum that stands here");
        }
        int bits = info.getBitsPerSample();
        return new Recording(channels, info.getSampleRate(), bits <= 8 ? SampleFormat.PCM_8 : bits <= 16 ? SampleFormat.PCM_16
                : bits <= 24 ? SampleFormat.PCM_24 : SampleFormat.PCM_32);
    }

    private static Frame next(FLACDecoder decoder) throws IOException {
        try {
            return decoder.readNextFrame();
        } catch (EOFException e) {
            return null;
        }
    }

    /** Takes over a frame's samples. @return how many there are now */
    private static int take(FLACDecoder decoder, Frame frame, StreamInfo info, float[][] channels, int filled, MessageDigest digest) {
        int bits = info.getBitsPerSample();
        int width = (bits + 7) / 8;
        int count = Math.min(frame.header.blockSize, channels[0].length - filled);
        var bytes = new byte[count * channels.length * width];
        for (int channel = 0; channel < channels.length; channel++) {
            int[] samples = decoder.getChannelData()[channel].getOutput();
            for (int i = 0; i < count; i++) {
                channels[channel][filled + i] = (float) Math.scalb((double) samples[i], 1 - bits);
                for (int part = 0; part < width; part++) {
                    bytes[(i * channels.length + channel) * width + part] = (byte) (samples[i] >> 8 * part);
                }
            }
        }
        digest.update(bytes);
        return filled + count;
    }
}
