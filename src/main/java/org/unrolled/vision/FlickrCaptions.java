package org.unrolled.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.unrolled.data.DatasetException;
import org.unrolled.files.TextLines;

/** The text files of Flickr8k and Flickr30k (Hodosh, Young and Hockenmaier 2013, "Framing Image Description as a Ranking Task"). */
public final class FlickrCaptions {
    private static final Pattern LINE = Pattern.compile("(?<name>[^\\t#]+)#(?<number>\\d{1,9})\\t(?<caption>.*)");

    private FlickrCaptions() { }

    /**
     * Reads {@code Flickr8k.token.txt}: {@code NAME#NUMBER}, a tab, and the caption in each line. Images are numbered from 0.
     *
     * @throws DatasetException if a line is another, a caption is empty, or one image has a number twice; the message names the line
     */
    public static CaptionSet read(Path file) {
        var captions = new LinkedHashMap<String, List<String>>();
        var seen = new LinkedHashSet<String>();
        var lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            var line = LINE.matcher(lines.get(i));
            if (!line.matches() || line.group("caption").isBlank()) {
                throw bad(file, i, "'" + lines.get(i) + "', expected NAME#NUMBER, a tab and a caption");
            }
            if (!seen.add(line.group("name") + "#" + line.group("number"))) {
                throw bad(file, i, "a second " + line.group("name") + "#" + line.group("number"));
            }
            captions.computeIfAbsent(line.group("name"), name -> new ArrayList<>()).add(line.group("caption").strip());
        }
        return set("all", captions);
    }

    /** Images by their files' names, numbered from 0. */
    static CaptionSet set(String split, Map<String, List<String>> captions) {
        var images = new ArrayList<CaptionedImage>();
        captions.forEach((name, texts) -> images.add(new CaptionedImage(images.size(), name, 0, 0, "", texts)));
        return new CaptionSet(split, images);
    }

    /** The images that a file such as {@code Flickr_8k.trainImages.txt} names, in its order: a file name in each line. */
    public static CaptionSet part(CaptionSet all, String split, Path names) {
        Map<String, CaptionedImage> left = new LinkedHashMap<>();
        all.images().forEach(image -> left.put(image.fileName(), image));
        var images = new ArrayList<CaptionedImage>();
        var lines = lines(names);
        for (int i = 0; i < lines.size(); i++) {
            var image = left.remove(lines.get(i).strip());
            if (image == null) {
                throw bad(names, i, "'" + lines.get(i) + "', which has no captions or stands twice");
            }
            images.add(image);
        }
        return new CaptionSet(split, images);
    }

    /** @throws DatasetException if it can't be read */
    static List<String> lines(Path file) {
        try {
            return TextLines.read(file);
        } catch (IOException e) {
            throw new DatasetException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static DatasetException bad(Path file, int line, String given) {
        return new DatasetException(file + ", line " + (line + 1) + ": " + given);
    }
}
