package org.unrolled.vision;

import org.nd4j.common.base.Preconditions;

/**
 * A picture in red, green and blue. <pre>{@code
 * var picture = PictureFile.read(Path.of("dog.jpg")).resizeShortSide(256).centreCrop(224, 224);
 * }</pre>
 *
 * @param width  pixels of a row
 * @param height rows
 * @param rgb    row by row from the top, three unsigned bytes a pixel, as sRGB has them; not copied
 */
public record Picture(int width, int height, byte[] rgb) {
    /** @throws IllegalArgumentException if a side is below 1 or the bytes are too few or too many */
    public Picture {
        Preconditions.checkArgument(width >= 1 && height >= 1 && rgb.length == 3L * width * height,
                "a picture of %s x %s pixels with %s bytes: expected sides of at least 1 and three bytes a pixel", width, height,
                rgb.length);
    }

    /** What stands in a pixel, from 0 to 255. @param channel 0 red, 1 green, 2 blue */
    public int level(int x, int y, int channel) {
        return rgb[3 * (y * width + x) + channel] & 0xff;
    }

    /**
     * The picture in another size, proportions not kept: bilinear, over all pixels that fall into a new one, so that nothing flickers
     * where it gets smaller. The same levels as Pillow's {@code resize(size, BILINEAR)}.
     */
    public Picture resize(int newWidth, int newHeight) {
        return Resampling.resize(this, newWidth, newHeight);
    }

    /** The same with proportions kept: the shorter side gets so many pixels, the longer one is cut to whole ones, as torchvision does. */
    public Picture resizeShortSide(int pixels) {
        Preconditions.checkArgument(pixels >= 1, "a short side of %s pixels was asked for, expected at least 1", pixels);
        int longSide = (int) ((long) pixels * Math.max(width, height) / Math.min(width, height));
        return width <= height ? resize(pixels, longSide) : resize(longSide, pixels);
    }

    /**
     * A part of it.
     *
     * @param left first column
     * @param top  first row
     * @throws IllegalArgumentException if the part isn't all inside
     */
    public Picture crop(int left, int top, int partWidth, int partHeight) {
        Preconditions.checkArgument(left >= 0 && top >= 0 && partWidth >= 1 && partHeight >= 1 && left <= width - partWidth
                && top <= height - partHeight, "a part of %s x %s pixels from column %s and row %s, of a picture of %s x %s: expected one "
                + "inside, resize the picture first", partWidth, partHeight, left, top, width, height);
        var part = new byte[3 * partWidth * partHeight];
        for (int y = 0; y < partHeight; y++) {
            System.arraycopy(rgb, 3 * ((top + y) * width + left), part, 3 * y * partWidth, 3 * partWidth);
        }
        return new Picture(partWidth, partHeight, part);
    }

    /** The part in the middle; where it can't be quite there, it is half a pixel further to the top left. */
    public Picture centreCrop(int partWidth, int partHeight) {
        return crop(Math.floorDiv(width - partWidth, 2), Math.floorDiv(height - partHeight, 2), partWidth, partHeight);
    }

    /**
     * The picture as it is to be seen when the camera was held otherwise.
     *
     * @param orientation Exif's, 1 to 8: where the first row and the first column are to be seen; 1 leaves all as it is
     */
    Picture oriented(int orientation) {
        if (orientation < 2 || orientation > 8) {
            return this;
        }
        boolean turned = orientation > 4;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBelow = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int seenWidth = turned ? height : width;
        int seenHeight = turned ? width : height;
        var seen = new byte[rgb.length];
        for (int y = 0, to = 0; y < seenHeight; y++) {
            for (int x = 0; x < seenWidth; x++) {
                int column = turned ? y : x;
                int row = turned ? x : y;
                int from = 3 * ((fromBelow ? height - 1 - row : row) * width + (fromRight ? width - 1 - column : column));
                for (int channel = 0; channel < 3; channel++) {
                    seen[to++] = rgb[from + channel];
                }
            }
        }
        return new Picture(seenWidth, seenHeight, seen);
    }

    @Override
    public String toString() {
        return "a picture of " + width + " x " + height + " pixels";
    }
}
