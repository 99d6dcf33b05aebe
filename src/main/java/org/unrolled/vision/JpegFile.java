package org.unrolled.vision;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;

/**
 * JPEG: grey, colour, and CMYK as it is or as Adobe's programs write it, inverted or with a lightness (YCCK). What three or four
 * components mean is found as libjpeg finds it (its {@code default_decompress_parms}): by Adobe's marker, the JFIF marker, the
 * components' numbers. Levels are those of JFIF 1.02.
 */
final class JpegFile {
    /** A block of 8 x 8 levels needs a bit in a progressive file, colour is stored for each second row and column. */
    private static final int DENSEST = 64 * 4;
    /** A progressive file's coefficients, two bytes each, are all in memory at once. */
    private static final long MOST_PROGRESSIVE = 1 << 26;
    private static final int APP0 = 0xe0;
    private static final int START_OF_SCAN = 0xda;

    private final String name;
    private final byte[] file;
    private int kept = 2;
    private int width;
    private int height;
    private boolean progressive;
    /** The numbers of the components in one. */
    private int components;
    private boolean jfif;
    /** Adobe's marker: 0 as it is, 1 YCbCr, 2 YCCK; -1 there is none. */
    private int adobe = -1;
    private int orientation = 1;

    private JpegFile(String name, byte[] file) {
        this.name = name;
        this.file = file;
    }

    static boolean begins(byte[] file) {
        return file.length > 3 && unsigned(file, 0) == 0xff && unsigned(file, 1) == 0xd8 && unsigned(file, 2) == 0xff;
    }

    static Picture read(String name, byte[] file) throws IOException {
        var jpeg = new JpegFile(name, file);
        int length = jpeg.readHead();
        int step = PictureFile.step(name, jpeg.width, jpeg.height, jpeg.progressive ? MOST_PROGRESSIVE : PictureFile.MOST_PIXELS,
                file.length, DENSEST);
        var raster = PictureFile.decode("jpeg", file, length, step, (reader, settings) -> reader.readRaster(0, settings));
        return jpeg.picture(raster).oriented(jpeg.orientation);
    }

    /**
     * Goes through the segments before the first scan, and takes those out that applications have put in: Java's decoder stumbles over
     * profiles, thumbnails and markers that it can't make sense of, and needs none of them.
     *
     * @return how many bytes of the file are left
     */
    private int readHead() {
        int at = 2;
        while (true) {
            if (at > file.length - 4) {
                throw new PictureException(name, "truncated: it ends before its first scan");
            }
            int marker = unsigned(file, at + 1);
            if (unsigned(file, at) != 0xff) {
                throw new PictureException(name, "damaged: expected a marker at byte " + at + ", not " + unsigned(file, at));
            }
            if (marker == 0xff) {
                at++;
                continue;
            }
            int end = at + 2 + word(at + 2);
            if (end > file.length || end < at + 4) {
                throw new PictureException(name, "truncated: the segment at byte " + at + " goes beyond the end");
            }
            if (marker == START_OF_SCAN) {
                if (components == 0) {
                    throw new PictureException(name, "damaged: it has a scan and no frame before it");
                }
                System.arraycopy(file, at, file, kept, file.length - at);
                return kept + file.length - at;
            }
            segment(marker, at + 4, end - at - 4);
            if (marker < APP0) {
                System.arraycopy(file, at, file, kept, end - at);
                kept += end - at;
            }
            at = end;
        }
    }

    private void segment(int marker, int from, int length) {
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
            if (length < 6 || length < 6 + 3 * unsigned(file, from + 5)) {
                throw new PictureException(name, "damaged: its frame is shorter than its components need");
            }
            height = word(from + 1);
            width = word(from + 3);
            progressive = marker != 0xc0 && marker != 0xc1;
            for (int i = 0; i < unsigned(file, from + 5); i++) {
                components = components << 8 | unsigned(file, from + 6 + 3 * i);
            }
        } else if (marker == APP0 && starts(from, length, "JFIF\0")) {
            jfif = true;
        } else if (marker == APP0 + 1 && starts(from, length, "Exif\0\0")) {
            orientation = Exif.orientation(file, from + 6, length - 6);
        } else if (marker == APP0 + 14 && length >= 12 && starts(from, length, "Adobe")) {
            adobe = unsigned(file, from + 11);
        }
    }

    private boolean starts(int from, int length, String with) {
        for (int i = 0; i < with.length(); i++) {
            if (i >= length || file[from + i] != with.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private Picture picture(Raster raster) {
        int bands = raster.getNumBands();
        if (bands == 2 || bands > 4) {
            throw new PictureException(name, bands + " components: expected 1 (grey), 3 (colour) or 4 (CMYK)");
        }
        boolean luminance = bands == 4 ? adobe == 2 : bands == 3 && (jfif || (adobe >= 0 ? adobe != 0 : components != 0x524742));
        // Adobe's programs write no ink as 255.
        int inverted = bands == 4 && adobe >= 0 ? 255 : 0;
        var rgb = new byte[3 * raster.getWidth() * raster.getHeight()];
        var row = new int[bands * raster.getWidth()];
        var pixel = new int[3];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int at = 0; at < row.length; at += bands) {
                if (bands == 1) {
                    Arrays.fill(pixel, row[at]);
                } else if (luminance) {
                    colour(row[at], row[at + 1] - 128, row[at + 2] - 128, pixel);
                } else {
                    System.arraycopy(row, at, pixel, 0, 3);
                }
                for (int level : pixel) {
                    if (bands == 4) {
                        // YCCK's three are the complements of the inks.
                        int ink = (luminance ? 255 - level : level) ^ inverted;
                        int black = 255 - (row[at + 3] ^ inverted);
                        level = black - (ink * black + 127) / 255;
                    }
                    rgb[to++] = (byte) level;
                }
            }
        }
        return new Picture(raster.getWidth(), raster.getHeight(), rgb);
    }

    /** Lightness and two differences to red, green and blue, with 16 bits after the point. */
    private static void colour(int y, int cb, int cr, int[] rgb) {
        rgb[0] = level(y + (91881 * cr + 32768 >> 16));
        rgb[1] = level(y + (-22554 * cb - 46802 * cr + 32768 >> 16));
        rgb[2] = level(y + (116130 * cb + 32768 >> 16));
    }

    private static int level(int any) {
        return Math.max(0, Math.min(255, any));
    }

    private int word(int at) {
        return unsigned(file, at) << 8 | unsigned(file, at + 1);
    }

    private static int unsigned(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }
}
