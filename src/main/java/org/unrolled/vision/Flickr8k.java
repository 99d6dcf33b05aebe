package org.unrolled.vision;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.unrolled.arrays.OnDemand;
import org.unrolled.data.DataCache;
import org.unrolled.data.DatasetException;

/**
 * Flickr8k (Hodosh, Young and Hockenmaier 2013): 8,000 photographs with five captions each, in the split that papers use, and features
 * of all of them, EfficientNet-Lite0's last map averaged to 4 x 4 places and packed.
 *
 * @param split    train, dev or test, with the images in the order of the features
 * @param grids    [{@value #CHANNELS} x 4 x 4] of each image, unpacked when they are asked for
 */
public record Flickr8k(CaptionSet split, List<float[]> grids) {
    /** Numbers of a place. */
    public static final int CHANNELS = 1280;
    private static final int NUMBERS = CHANNELS * 16;
    private static final int PACKED = NUMBERS / 2;
    /** What each of the sixteen levels stands for: squares, as most features are small. */
    private static final float[] LEVELS = new float[16];

    static {
        for (int i = 0; i < LEVELS.length; i++) {
            LEVELS[i] = i * i / 225f * 6;
        }
    }

    /**
     * Reads a part.
     *
     * @param part train, dev or test
     * @throws DatasetException if the data set can't be had, or a file isn't what it should be
     */
    public static Flickr8k read(DataCache cache, String part) {
        var set = set(cache, part);
        int images = set.images().size();
        var file = cache.path("flickr8k", "features4x4-" + part + ".bin.gz");
        try (var in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            var packed = new ArrayList<byte[]>();
            for (var row = in.readNBytes(PACKED); row.length > 0; row = in.readNBytes(PACKED)) {
                packed.add(row);
            }
            if (packed.size() != images || packed.get(packed.size() - 1).length != PACKED) {
                throw new DatasetException(file + " has features of " + packed.size() + " photographs, the last " + packed.get(
                        packed.size() - 1).length + " bytes long: expected " + images + " of " + PACKED + " bytes");
            }
            return new Flickr8k(set, OnDemand.list(images, i -> unpacked(packed.get(i))));
        } catch (IOException e) {
            throw new DatasetException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static float[] unpacked(byte[] packed) {
        var grid = new float[NUMBERS];
        for (int i = 0; i < packed.length; i++) {
            grid[2 * i] = LEVELS[packed[i] & 15];
            grid[2 * i + 1] = LEVELS[packed[i] >> 4 & 15];
        }
        return grid;
    }

    private static CaptionSet set(DataCache cache, String part) {
        var captions = cache.path("flickr8k", "captions.tsv.gz");
        var byName = new LinkedHashMap<String, List<String>>();
        FlickrCaptions.lines(cache.path("flickr8k", "images-" + part + ".txt"))
                .forEach(name -> byName.put(name.strip(), new ArrayList<>()));
        for (var line : FlickrCaptions.lines(captions)) {
            var fields = line.split("\t", 4);
            if (fields.length < 4 || fields[0].equals(part) && !byName.containsKey(fields[1])) {
                throw new DatasetException(captions + ": '" + line + "', expected split, file, number and caption with tabs between, and a "
                        + "file that the split lists");
            }
            if (fields[0].equals(part)) {
                byName.get(fields[1]).add(fields[3].strip());
            }
        }
        return FlickrCaptions.set(part, byName);
    }
}
