package org.unrolled.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.io.channels.ByteArraySeekableByteChannel;

/**
 * NIST SPHERE files, in which corpora of speech such as TIMIT come: PCM of 16 bits in either byte order and mu-law, any number of
 * channels. Files that are compressed by {@code shorten} are told as such.
 */
public final class SphereFile {
    private static final int MAGIC = 16;
    private static final int LONGEST_HEADER = 1 << 20;

    private SphereFile() {
    }

    /** @throws SoundFileException if it can't be opened, is no such file, is compressed, truncated or empty */
    public static Recording read(Path file) {
        try (var channel = Files.newByteChannel(file)) {
            return read(file.toString(), channel);
        } catch (IOException e) {
            throw new SoundFileException(file + " can't be read: " + e, e);
        }
    }

    /** The same of a file in memory. @param name what errors call it */
    public static Recording read(String name, byte[] file) {
        try (var channel = ByteArraySeekableByteChannel.wrap(file)) {
            return read(name, channel);
        } catch (IOException e) {
            throw new SoundFileException(name + " can't be read: " + e, e);
        }
    }

    private static Recording read(String name, SeekableByteChannel file) throws IOException {
        var magic = file.size() < MAGIC ? "" : text(name, file, MAGIC);
        if (!magic.startsWith("NIST_1A\n")) {
            throw new SoundFileException(name, 0, "not a SPHERE file: expected to begin with \"NIST_1A\" and a new line");
        }
        long size = number(name, 8, "the size of the header", magic.substring(8).strip());
        if (size < MAGIC || size > Math.min(LONGEST_HEADER, file.size())) {
            throw new SoundFileException(name, 8, "a header of " + size + " bytes in a file of " + file.size() + ": truncated or damaged");
        }
        var fields = fields(name, text(name, file, (int) size));
        var format = format(name, fields);
        long channels = fields.containsKey("channel_count") ? whole(name, fields, "channel_count") : 1;
        long rate = whole(name, fields, "sample_rate");
        if (channels < 1 || channels > 0xffff || rate < 1 || rate > Integer.MAX_VALUE) {
            throw new SoundFileException(name, MAGIC, channels + " channels at " + rate + " Hz: expected at least 1 of each");
        }
        if (channels > 1 && fields.getOrDefault("channels_interleaved", "TRUE").equalsIgnoreCase("FALSE")) {
            throw new SoundFileException(name, MAGIC, channels + " channels one after the other: only channels that take turns are read");
        }
        long end = file.size();
        if (fields.containsKey("sample_count")) {
            long samples = whole(name, fields, "sample_count");
            if (samples < 0 || samples > (file.size() - size) / (channels * format.bytes())) {
                throw new SoundFileException(name, size, "truncated: " + samples + " samples by the header, but only "
                        + (file.size() - size) / (channels * format.bytes()) + " follow");
            }
            end = size + samples * channels * format.bytes();
        }
        var order = fields.getOrDefault("sample_byte_format", "01").equals("10") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return Samples.read(name, file, size, end, order, (int) channels, (int) rate, format);
    }

    /** Lines of a name, a type and a value, up to {@code end_head}. */
    private static Map<String, String> fields(String name, String header) {
        var fields = new HashMap<String, String>();
        for (var line : header.substring(MAGIC).split("\n")) {
            if (line.strip().equals("end_head")) {
                return fields;
            }
            var parts = line.strip().split("\\s+", 3);
            if (parts.length == 3) {
                fields.put(parts[0], parts[2].strip());
            }
        }
        throw new SoundFileException(name, header.length(), "the header ends without \"end_head\": truncated or damaged");
    }

    private static SampleFormat format(String name, Map<String, String> fields) {
        var coding = fields.getOrDefault("sample_coding", "pcm");
        if (coding.contains("shorten")) {
            throw new SoundFileException(name, MAGIC, "samples are compressed by shorten (sample_coding " + coding
                    + "): convert the file with NIST's w_decode or sph2pipe first");
        }
        var bytes = fields.getOrDefault("sample_n_bytes", coding.equals("pcm") ? "2" : "1");
        if (coding.equals("pcm") && bytes.equals("2")) {
            return SampleFormat.PCM_16;
        }
        if ((coding.equals("ulaw") || coding.equals("mu-law")) && bytes.equals("1")) {
            return SampleFormat.MU_LAW;
        }
        throw new SoundFileException(name, MAGIC, "sample_coding " + coding + " with sample_n_bytes " + bytes
                + " is not supported: expected pcm with 2, or ulaw with 1");
    }

    private static long whole(String name, Map<String, String> fields, String field) {
        return number(name, MAGIC, field, fields.getOrDefault(field, "missing"));
    }

    private static long number(String name, long offset, String field, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new SoundFileException(name, offset, field + " is \"" + text + "\": expected a whole number");
        }
    }

    private static String text(String name, SeekableByteChannel file, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        Samples.fill(name, file, 0, bytes);
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }
}
