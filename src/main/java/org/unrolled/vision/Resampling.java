package org.unrolled.vision;

import java.util.Arrays;
import org.nd4j.common.base.Preconditions;

/**
 * Bilinear resampling with a triangle that is as wide as a new pixel, or as an old one where those are larger. Networks were trained on
 * pictures that Pillow had resized, so this has its numbers: weights of 22 bits, levels rounded after each of two passes. Java2D's
 * bilinear mode was weighed: it looks at four pixels whatever the scale, so fine patterns turn into coarse ones.
 */
final class Resampling {
    private static final int BITS = 22;

    /** For each new pixel the first old one that it sees, and the weights of that and the following ones. */
    private record Weights(int[] first, int[][] of) {
        static Weights between(int oldSize, int newSize) {
            double scale = (double) oldSize / newSize;
            double reach = Math.max(scale, 1);
            var first = new int[newSize];
            var of = new int[newSize][];
            var share = new double[2 * (int) Math.ceil(reach) + 1];
            for (int i = 0; i < newSize; i++) {
                double centre = (i + 0.5) * scale;
                first[i] = Math.max(0, (int) (centre - reach + 0.5));
                int count = Math.min(oldSize, (int) (centre + reach + 0.5)) - first[i];
                double sum = 0;
                for (int k = 0; k < count; k++) {
                    share[k] = Math.max(0, 1 - Math.abs((first[i] + k - centre + 0.5) * (1 / reach)));
                    sum += share[k];
                }
                of[i] = new int[count];
                for (int k = 0; k < count; k++) {
                    of[i][k] = (int) (0.5 + share[k] / sum * (1 << BITS));
                }
            }
            return new Weights(first, of);
        }
    }

    private Resampling() {
    }

    static Picture resize(Picture picture, int width, int height) {
        Preconditions.checkArgument(width >= 1 && height >= 1 && (long) width * Math.max(height, picture.height()) <= Integer.MAX_VALUE / 3,
                "a picture of %s x %s pixels was asked for: expected sides of at least 1, and no more bytes than an array holds", width,
                height);
        // Whichever leaves less to the other; it's Pillow's order in most cases, in others levels differ by one here and there.
        if (height < picture.height() && (long) height * picture.width() < (long) width * picture.height()) {
            return widened(heightened(picture, height), width);
        }
        return heightened(widened(picture, width), height);
    }

    private static Picture widened(Picture picture, int width) {
        int old = picture.width();
        int rows = picture.height();
        return width == old ? picture : new Picture(width, rows, pass(picture.rgb(), new byte[3 * width * rows],
                Weights.between(old, width), rows, 3 * old, 3 * width, 3, 1));
    }

    private static Picture heightened(Picture picture, int height) {
        int width = picture.width();
        return height == picture.height() ? picture : new Picture(width, height, pass(picture.rgb(), new byte[3 * width * height],
                Weights.between(picture.height(), height), 1, 0, 0, 3 * width, width));
    }

    /**
     * Resamples along one direction.
     *
     * @param lines     how many lines go that way, {@code from} and {@code to} bytes apart
     * @param step      bytes from a pixel of a line to the next
     * @param neighbours how many pixels beside each other do the same
     */
    private static byte[] pass(byte[] old, byte[] made, Weights weights, int lines, int from, int to, int step, int neighbours) {
        var sums = new int[3 * neighbours];
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < weights.first.length; i++) {
                Arrays.fill(sums, 1 << BITS - 1);
                int at = line * from + weights.first[i] * step;
                for (int weight : weights.of[i]) {
                    for (int c = 0; c < sums.length; c++) {
                        sums[c] += (old[at + c] & 0xff) * weight;
                    }
                    at += step;
                }
                int place = line * to + i * step;
                for (int c = 0; c < sums.length; c++) {
                    made[place + c] = (byte) Math.min(255, sums[c] >> BITS);
                }
            }
        }
        return made;
    }
}
