package org.unrolled.data;

import java.util.List;

/**
 * A photograph's entry in a captions file.
 *
 * @param id number within the data set
 * @param fileName name of the picture's file
 * @param width width in pixels of the original, which the file at hand may have been reduced from
 * @param height height in pixels of the original
 * @param captions what people wrote about it, usually five
 */
public record CaptionedImage(long id, String fileName, int width, int height, List<String> captions) { }
