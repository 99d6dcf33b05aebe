package org.unrolled.vision;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.nd4j.common.base.Preconditions;

/**
 * Features of pictures on disk: computed once, read many times, and gone on with after a break. All numbers are little-endian:
 * <pre>
 * "UNROFEAT"  shorts: length of who made them, how many sizes; who made them, UTF-8; sizes, ints; CRC-32
 * per picture: short length of its id; id, UTF-8; floats; CRC-32
 * </pre>
 * A row that is cut off at the end is written again; a damaged one is an error.
 */
public final class FeatureFile implements AutoCloseable {
    private static final byte[] MAGIC = "UNROFEAT".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final FileChannel channel;
    private final String maker;
    private final List<Integer> shape;
    /** Where each id's floats begin. */
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private long end;

    private FeatureFile(Path path, FileChannel channel, String maker, List<Integer> shape) {
        this.path = path;
        this.channel = channel;
        this.maker = maker;
        this.shape = List.copyOf(shape);
    }

    /**
     * Opens a file to go on with, or makes one.
     *
     * @param maker what made the features: network, its checksum, settings
     * @param shape sizes of a picture's features, such as channels, rows, columns
     * @throws PictureException if it can't be opened, is another maker's, has other sizes, or is damaged
     */
    public static FeatureFile open(Path path, String maker, List<Integer> shape) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw new PictureException(path.toString(), "another program writes features into it: wait for it, or give another file");
            }
            var file = new FeatureFile(path, channel, maker, shape);
            file.begin();
            return file;
        } catch (IOException | RuntimeException e) {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException unimportant) {
                e.addSuppressed(unimportant);
            }
            throw e instanceof PictureException own ? own : new PictureException(path.toString(), "can't be opened: " + e, e);
        }
    }

    private void begin() throws IOException {
        var head = head();
        long size = channel.size();
        int there = (int) Math.min(size, head.capacity());
        var found = read(0, there);
        if (size < head.capacity() && found.equals(head.slice(0, there))) {
            // New, or the program ended before the header was whole.
            channel.truncate(0);
            channel.write(head.duplicate(), 0);
            end = head.capacity();
            return;
        }
        if (!found.equals(head)) {
            throw new PictureException(path.toString(), stranger() + "Expected features of " + shape + " by " + maker
                    + ": give another file, or delete this one");
        }
        end = head.capacity();
        while (end < size) {
            long next = row(size);
            if (next < 0) {
                channel.truncate(end);
                return;
            }
            end = next;
        }
    }

    /** Whose features they are instead. */
    private String stranger() throws IOException {
        long size = channel.size();
        if (size < 12 || !read(0, 8).equals(ByteBuffer.wrap(MAGIC))) {
            return "no file of features. ";
        }
        var lengths = read(8, 4);
        int length = Math.min(Short.toUnsignedInt(lengths.getShort(0)), (int) Math.min(size - 12, 0xffff));
        int sizes = Math.min(Short.toUnsignedInt(lengths.getShort(2)), (int) ((size - 12 - length) / 4));
        var there = new ArrayList<Integer>();
        var numbers = read(12 + length, 4 * sizes);
        for (int i = 0; i < sizes; i++) {
            there.add(numbers.getInt(4 * i));
        }
        return "it holds features of " + there + " by " + text(read(12, length)) + ". ";
    }

    private ByteBuffer head() {
        var name = maker.getBytes(StandardCharsets.UTF_8);
        Preconditions.checkArgument(name.length <= 0xffff, "a maker's description of %s bytes: expected at most 65,535", name.length);
        var head = buffer(MAGIC.length + 4 + name.length + 4 * shape.size() + 4);
        head.put(MAGIC).putShort((short) name.length).putShort((short) shape.size()).put(name);
        shape.forEach(head::putInt);
        return head.putInt(crc(head.array(), head.position())).flip();
    }

    /** Takes note of the row at the end. @return where it ends; -1 if it is cut off */
    private long row(long size) throws IOException {
        if (size - end < 2) {
            return -1;
        }
        int length = Short.toUnsignedInt(read(end, 2).getShort(0));
        long next = end + 2 + length + 4L * numbers() + 4;
        if (next > size) {
            return -1;
        }
        var row = read(end, (int) (next - end));
        if (row.getInt(row.capacity() - 4) != crc(row.array(), row.capacity() - 4)) {
            throw new PictureException(path.toString(), "damaged: features number " + (rows.size() + 1) + ", at byte " + end
                    + ", don't have the checksum that stands behind them: delete the file and compute them again");
        }
        rows.put(text(row.slice(2, length)), end + 2 + length);
        return next;
    }

    /** @throws PictureException if they are another maker's or have other sizes */
    void check(String otherMaker, List<Integer> otherShape) {
        if (!maker.equals(otherMaker) || !shape.equals(otherShape)) {
            throw new PictureException(path.toString(), "opened for features of " + shape + " by " + maker + ", given to " + otherMaker
                    + " with " + otherShape + ": give it the file that it opened");
        }
    }

    /** Of which pictures there are features, in the order in which they came. */
    public Set<String> ids() {
        return Collections.unmodifiableSet(rows.keySet());
    }

    /** How many numbers a picture has. */
    public int numbers() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Features of a picture. @throws PictureException if there are none, or the file can't be read */
    public float[] get(String id) {
        var at = rows.get(id);
        if (at == null) {
            throw new PictureException(path.toString(), "has no features of '" + id + "', but of " + rows.size() + " other pictures");
        }
        try {
            var features = new float[numbers()];
            read(at, 4 * features.length).asFloatBuffer().get(features);
            return features;
        } catch (IOException e) {
            throw new PictureException(path.toString(), "features of '" + id + "' can't be read: " + e, e);
        }
    }

    /**
     * Writes a picture's features behind the others.
     *
     * @throws IllegalArgumentException if there are some already, or they are too many or too few
     * @throws PictureException         if they can't be written
     */
    public void append(String id, float[] features) {
        var name = id.getBytes(StandardCharsets.UTF_8);
        Preconditions.checkArgument(features.length == numbers(), "%s features of '%s', expected %s", features.length, id, shape);
        Preconditions.checkArgument(!rows.containsKey(id) && name.length <= 0xffff, "features of '%s' are there already, or its name has "
                + "more than 65,535 bytes", id);
        var row = buffer(2 + name.length + 4 * features.length + 4).putShort((short) name.length).put(name);
        for (float feature : features) {
            row.putFloat(feature);
        }
        row.putInt(crc(row.array(), row.position())).flip();
        try {
            long at = end;
            while (row.hasRemaining()) {
                at += channel.write(row, at);
            }
            rows.put(id, end + 2 + name.length);
            end = at;
        } catch (IOException e) {
            throw new PictureException(path.toString(), "features of '" + id + "' can't be written: " + e, e);
        }
    }

    private ByteBuffer read(long at, int length) throws IOException {
        var bytes = buffer(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("it ends at byte " + (at + bytes.position()));
            }
        }
        return bytes.flip();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static int crc(byte[] of, int length) {
        var crc = new CRC32();
        crc.update(of, 0, length);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PictureException(path.toString(), "can't be closed: " + e, e);
        }
    }
}
