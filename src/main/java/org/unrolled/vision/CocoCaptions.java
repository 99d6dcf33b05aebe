package org.unrolled.vision;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonEncoding;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonGenerator;
import org.unrolled.data.DataCache;
import org.unrolled.data.DatasetException;
import org.unrolled.files.AtomicFile;

/**
 * Captions in MS COCO's JSON format (Chen et al. 2015, "Microsoft COCO Captions"), read and written piece by piece, and in that of
 * Karpathy's split ({@code dataset_coco.json}; Karpathy and Fei-Fei 2015, "Deep Visual-Semantic Alignments").
 */
public final class CocoCaptions {
    private final Map<Long, CaptionedImage> images = new LinkedHashMap<>();
    private final Map<Long, List<String>> captions = new HashMap<>();
    /** Where an image was first spoken of, of those whose entry has not come yet. */
    private final Map<Long, String> open = new LinkedHashMap<>();
    private final LongOpenHashSet annotations = new LongOpenHashSet();

    private CocoCaptions() { }

    /**
     * The images of a part of the data set in the file's order.
     *
     * @param part {@code train2017} or {@code val2017}
     */
    public static CaptionSet read(DataCache cache, String part) {
        return read(cache.path("coco-captions", "annotations/captions_" + part + ".json"), part);
    }

    /**
     * Reads any file of that format. Captions lose white space at their ends; an image without caption is kept.
     *
     * @throws DatasetException if it isn't whole JSON, an id stands twice, a caption is empty or of an image that is not listed; the
     *                          message names the file and the place
     */
    public static CaptionSet read(Path file, String split) {
        var reader = new CocoCaptions();
        CaptionJson.read(file, reader::entry);
        for (var each : reader.open.entrySet()) {
            throw new DatasetException(file + ", " + each.getValue() + ": a caption of image " + each.getKey()
                    + ", which the file doesn't list under 'images'");
        }
        if (reader.images.isEmpty()) {
            throw new DatasetException(file + " is not a captions file: expected 'images', and 'annotations' that belong to them");
        }
        return new CaptionSet(split, reader.images.values().stream().map(image -> new CaptionedImage(image.id(), image.fileName(),
                image.width(), image.height(), image.url(), reader.captions.getOrDefault(image.id(), List.of()))).toList());
    }

    private void entry(String list, CaptionJson.Entry entry) throws IOException {
        if (list.equals("images")) {
            var image = new CaptionedImage(entry.number("id"), entry.text("file_name"), entry.size("width"), entry.size("height"),
                    entry.fields().getOrDefault("coco_url", entry.fields().getOrDefault("flickr_url", "")), List.of());
            if (images.put(image.id(), image) != null) {
                throw new IOException(entry.place() + ": a second image with the id " + image.id());
            }
            open.remove(image.id());
        } else if (list.equals("annotations")) {
            long image = entry.number("image_id");
            if (entry.fields().containsKey("id") && !annotations.add(entry.number("id"))) {
                throw new IOException(entry.place() + ": a second caption with the id " + entry.number("id"));
            }
            if (!images.containsKey(image)) {
                open.putIfAbsent(image, entry.place());
            }
            captions.computeIfAbsent(image, id -> new ArrayList<>(5)).add(entry.caption(entry.text("caption")));
        }
    }

    /** Writes a file of that format, whole or not at all; captions are numbered from 1. */
    public static void write(Path file, CaptionSet set) throws IOException {
        AtomicFile.write(file, out -> {
            try (var json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
                json.writeStartObject();
                json.writeObjectFieldStart("info");
                json.writeStringField("description", set.split());
                json.writeEndObject();
                json.writeArrayFieldStart("licenses");
                json.writeEndArray();
                json.writeArrayFieldStart("images");
                for (var image : set.images()) {
                    writeImage(json, image);
                }
                json.writeEndArray();
                json.writeArrayFieldStart("annotations");
                long number = 0;
                for (var image : set.images()) {
                    for (var caption : image.captions()) {
                        json.writeRaw('\n');
                        json.writeStartObject();
                        json.writeNumberField("image_id", image.id());
                        json.writeNumberField("id", ++number);
                        json.writeStringField("caption", caption);
                        json.writeEndObject();
                    }
                }
                json.writeEndArray();
                json.writeEndObject();
            }
        });
    }

    private static void writeImage(JsonGenerator json, CaptionedImage image) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeNumberField("id", image.id());
        json.writeStringField("file_name", image.fileName());
        json.writeNumberField("width", image.width());
        json.writeNumberField("height", image.height());
        json.writeStringField("coco_url", image.url());
        json.writeEndObject();
    }

    /**
     * Karpathy's split: the images by the name of their part, {@code train}, {@code restval}, {@code val} or {@code test}. Papers train on
     * {@code train} and {@code restval} together. The id is {@code cocoid} where there is one, else {@code imgid}.
     */
    public static Map<String, CaptionSet> readKarpathy(Path file) {
        var parts = new LinkedHashMap<String, List<CaptionedImage>>();
        var ids = new LongOpenHashSet();
        CaptionJson.read(file, (list, entry) -> {
            if (list.equals("images")) {
                var captions = new ArrayList<String>();
                for (var sentence : entry.sentences()) {
                    captions.add(entry.caption(sentence));
                }
                long id = entry.number(entry.fields().containsKey("cocoid") ? "cocoid" : "imgid");
                if (!ids.add(id)) {
                    throw new IOException(entry.place() + ": a second image with the id " + id);
                }
                parts.computeIfAbsent(entry.text("split"), name -> new ArrayList<>())
                        .add(new CaptionedImage(id, entry.text("filename"), 0, 0, "", captions));
            }
        });
        if (parts.isEmpty()) {
            throw new DatasetException(file + " has no 'images': expected a file such as dataset_coco.json");
        }
        var sets = new LinkedHashMap<String, CaptionSet>();
        parts.forEach((name, images) -> sets.put(name, new CaptionSet(name, images)));
        return sets;
    }
}
