package org.unrolled.vision;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * PNG: grey, colour and palette, 1 to 16 bits, interlaced or not (W3C recommendation, third edition, sections 5 and 11). What shines
 * through is put on white. Profile and gamma are passed over.
 */
final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /** All that levels depend on: of other chunks Java's decoder would unpack texts of any length. */
    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
    /** Deflate makes at most 1,032 bytes of one, a byte can be eight pixels. */
    private static final int DENSEST = 8 * 1032;

    private PngFile() {
    }

    static boolean begins(byte[] file) {
        return Arrays.mismatch(file, SIGNATURE) == SIGNATURE.length;
    }

    static Picture read(String name, byte[] file) throws IOException {
        int orientation = 1;
        int step = 0;
        var whole = ByteBuffer.wrap(file);
        int kept = SIGNATURE.length;
        boolean ended = false;
        for (int at = SIGNATURE.length; !ended;) {
            if (at > file.length - 12 || whole.getInt(at) < 0 || whole.getInt(at) > file.length - 12 - at) {
                throw new PictureException(name, "truncated: the chunk at byte " + at + " goes beyond the end");
            }
            int length = whole.getInt(at);
            var kind = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (NEEDED.contains(kind)) {
                var crc = new CRC32();
                crc.update(file, at + 4, length + 4);
                if ((int) crc.getValue() != whole.getInt(at + 8 + length)) {
                    throw new PictureException(name, "damaged: the chunk " + kind + " at byte " + at + " hasn't the checksum it names");
                }
                // IHDR has to be the first; a palette that came last would have no use.
                if (step == 0) {
                    step = kind.equals("IHDR") && length == 13 ? PictureFile.step(name, whole.getInt(at + 8), whole.getInt(at + 12),
                            PictureFile.MOST_PIXELS, file.length, DENSEST) : 0;
                    if (step == 0) {
                        throw new PictureException(name, "damaged: its first chunk is " + kind + " of " + length
                                + " bytes, expected IHDR of 13");
                    }
                }
                System.arraycopy(file, at, file, kept, length + 12);
                kept += length + 12;
            } else if (kind.equals("eXIf")) {
                orientation = Exif.orientation(file, at + 8, length);
            }
            ended = kind.equals("IEND");
            at += length + 12;
        }
        var image = PictureFile.decode("png", file, kept, step, (reader, settings) -> reader.read(0, settings));
        return picture(image).oriented(orientation);
    }

    /** Red, green and blue by the numbers that are stored: {@code BufferedImage.getRGB} would take grey for linear light. */
    private static Picture picture(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        var raster = image.getRaster();
        int bands = raster.getNumBands();
        int shift = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
        var palette = image.getColorModel() instanceof IndexColorModel index ? index : null;
        var rgb = new byte[3 * width * height];
        var row = new int[bands * width];
        for (int y = 0, to = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int alpha = palette != null ? palette.getAlpha(row[x]) : bands % 2 == 0 ? row[x * bands + bands - 1] >> shift : 255;
                for (int channel = 0; channel < 3; channel++) {
                    int level = palette != null ? palette.getRGB(row[x]) >> 16 - 8 * channel & 0xff
                            : row[x * bands + (bands > 2 ? channel : 0)] >> shift;
                    rgb[to++] = (byte) ((level * alpha + 255 * (255 - alpha) + 127) / 255);
                }
            }
        }
        return new Picture(width, height, rgb);
    }
}
