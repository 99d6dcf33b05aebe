package org.unrolled.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Walks through the chunks of a RIFF file. A chunk's size is believed as far as the file reaches, so that memory is bounded by
 * the length of the file.
 */
final class WavReader {
    private static final int EXTENSIBLE = 0xfffe;
    /** The end of every sub-format that is an old codec's number. */
    static final byte[] GUID_END = {0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71};
    /** What a writer that can't go back leaves in the size: nothing, the greatest, and SoX's. */
    private static final long[] UNKNOWN = {0, 0xffffffffL, 0x7ffff000L};
    private static final Map<Integer, String> CODECS = Map.of(0x02, "Microsoft ADPCM", 0x06, "A-law", 0x11, "IMA ADPCM",
            0x31, "GSM 6.10", 0x50, "MPEG", 0x55, "MP3", 0xff, "AAC", 0x161, "Windows Media Audio", 0xf1ac, "FLAC");

    private final String name;
    private final SeekableByteChannel file;
    private final long length;
    private int channels;
    private int sampleRate;
    private SampleFormat format;
    private long dataStart = -1;
    private long dataEnd;

    WavReader(String name, SeekableByteChannel file) throws IOException {
        this.name = name;
        this.file = file;
        this.length = file.size();
    }

    Recording read() throws IOException {
        header();
        chunks();
        if (dataStart < 0) {
            throw wrong(length, "the file ends and there was no \"data\" chunk: truncated, or no sound in it");
        }
        if (format == null) {
            throw wrong(length, "the file ends and there was no \"fmt \" chunk, which says how samples are written: truncated");
        }
        return Samples.read(name, file, dataStart, dataEnd, ByteOrder.LITTLE_ENDIAN, channels, sampleRate, format);
    }

    private void header() throws IOException {
        if (length < 12) {
            throw wrong(0, "the file has " + length + " bytes: expected a WAV file, which begins with \"RIFF\", its size and \"WAVE\"");
        }
        var head = bytes(0, 12);
        var riff = text(head);
        head.getInt();
        var wave = text(head);
        if (riff.equals("RIFX") || riff.equals("RF64")) {
            throw wrong(0, "a WAV file of the kind " + riff + (riff.equals("RIFX") ? " (big-endian)" : " (over 4 GB)")
                    + ": only RIFF is read; convert it");
        }
        if (!riff.equals("RIFF")) {
            throw wrong(0, "not a WAV file: begins with \"" + riff + "\", expected \"RIFF\""
                    + (riff.equals("NIST") ? "; SphereFile reads SPHERE files" : ""));
        }
        if (!wave.equals("WAVE")) {
            throw wrong(8, "a RIFF file of the kind \"" + wave + "\", expected \"WAVE\"");
        }
    }

    private void chunks() throws IOException {
        for (long at = 12; at + 8 <= length; ) {
            var head = bytes(at, 8);
            var id = text(head);
            long size = head.getInt() & 0xffffffffL;
            long body = at + 8;
            boolean done = dataStart >= 0 && format != null;
            if (id.equals("data") && dataStart < 0) {
                if (isUnknown(size, body)) {
                    size = length - body;
                }
                dataStart = body;
                dataEnd = body + size;
            } else if (done && (body + size > length || !isName(head))) {
                // The sound is whole; what follows it is not needed.
                return;
            } else if (!isName(head)) {
                throw wrong(at, "not the name of a chunk: \"" + id + "\"; the chunk before it has a wrong size, or the file is damaged");
            }
            if (body + size > length) {
                throw wrong(at, "truncated: chunk \"" + id + "\" has " + size + " bytes by its header, but only "
                        + (length - body) + " follow");
            }
            if (id.equals("fmt ") && format == null) {
                format(body, size);
            }
            at = body + size + (size & 1);
        }
    }

    /** Whether the samples go on to the end of the file. An empty data chunk among others is known by the chunks after it. */
    private boolean isUnknown(long size, long body) throws IOException {
        if (Arrays.stream(UNKNOWN).noneMatch(unknown -> unknown == size) || size != 0 && body + size <= length) {
            return false;
        }
        long at = body;
        while (size == 0 && at + 8 <= length) {
            var head = bytes(at, 8);
            if (!isName(head)) {
                return true;
            }
            long next = head.getInt(4) & 0xffffffffL;
            at += 8 + next + (next & 1);
        }
        return at != length;
    }

    private void format(long at, long size) throws IOException {
        if (size < 16) {
            throw wrong(at - 4, "a \"fmt \" chunk of " + size + " bytes: expected at least 16");
        }
        var in = bytes(at, (int) Math.min(size, 40));
        int tag = in.getShort() & 0xffff;
        channels = in.getShort() & 0xffff;
        sampleRate = in.getInt();
        in.getInt();
        int block = in.getShort() & 0xffff;
        int bits = in.getShort() & 0xffff;
        if (channels == 0) {
            throw wrong(at + 2, "a sound with 0 channels: expected at least 1");
        }
        if (sampleRate <= 0) {
            throw wrong(at + 4, "a sample rate of " + Integer.toUnsignedString(sampleRate) + " Hz: expected 1 to " + Integer.MAX_VALUE);
        }
        if (tag == EXTENSIBLE) {
            if (in.limit() < 40) {
                throw wrong(at - 4, "a \"fmt \" chunk of " + size + " bytes for WAVE_FORMAT_EXTENSIBLE: expected 40");
            }
            tag = in.getShort(24) & 0xffff;
            if (!Arrays.equals(in.array(), 26, 40, GUID_END, 0, GUID_END.length)) {
                throw wrong(at + 24, "an unknown sub-format of WAVE_FORMAT_EXTENSIBLE: expected PCM or float");
            }
        }
        // Samples of 12 or 20 bits lie in the upper bits of 16 or 24.
        int bytes = (bits + 7) / 8;
        format = format(tag, bytes, bits, at);
        if (block != channels * bytes) {
            throw wrong(at + 12, channels + " channels of " + bits + " bits in blocks of " + block + " bytes: expected "
                    + channels * bytes);
        }
    }

    private SampleFormat format(int tag, int bytes, int bits, long at) {
        var codec = Arrays.stream(SampleFormat.values()).filter(known -> known.tag() == tag).toList();
        if (codec.isEmpty()) {
            throw wrong(at, String.format(Locale.ROOT, "codec 0x%04x (%s) is not supported: expected PCM, float or mu-law; convert it",
                    tag, CODECS.getOrDefault(tag, "unknown")));
        }
        return codec.stream().filter(known -> known.bytes() == bytes).findFirst().orElseThrow(() -> wrong(at + 14,
                bits + " bits a sample for codec " + tag + ": expected 8, 16, 24 or 32 of PCM, 32 or 64 of float, 8 of mu-law"));
    }

    private ByteBuffer bytes(long at, int count) throws IOException {
        var buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        Samples.fill(name, file, at, buffer);
        return buffer;
    }

    /** The next four bytes as text; what isn't a printable letter is a dot. */
    private static String text(ByteBuffer in) {
        var four = new byte[4];
        in.get(four);
        return new String(four, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
    }

    private static boolean isName(ByteBuffer head) {
        for (var i = 0; i < 4; i++) {
            if (head.get(i) < ' ' || head.get(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private SoundFileException wrong(long offset, String what) {
        return new SoundFileException(name, offset, what);
    }
}
