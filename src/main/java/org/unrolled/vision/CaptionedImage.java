package org.unrolled.vision;

import java.util.List;

/**
 * A photograph's entry in a captions file.
 *
 * @param id number within the data set
 * @param fileName name of the picture's file
 * @param width width in pixels of the original, which the file at hand may have been reduced from; 0 where the file doesn't say
 * @param height height in pixels of the original; 0 where the file doesn't say
 * @param url where the picture can be fetched, empty where the file doesn't say
 * @param captions what people wrote about it, usually five, in the file's order
 */
public record CaptionedImage(long id, String fileName, int width, int height, String url, List<String> captions) {
    /** Keeps a copy. */
    public CaptionedImage {
        captions = List.copyOf(captions);
    }
}
