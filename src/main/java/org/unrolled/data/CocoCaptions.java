package org.unrolled.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.MappingJsonFactory;

/** Reads captions in MS COCO's JSON format (Chen et al., 2015), piece by piece: the training file has 90 MB. */
public final class CocoCaptions {
    private record Image(String fileName, int width, int height) { }

    private final Map<Long, Image> images = new LinkedHashMap<>();
    private final Map<Long, List<String>> captions = new HashMap<>();

    private CocoCaptions() { }

    /**
     * The images of a part of the data set in the file's order.
     *
     * @param part {@code train2017} or {@code val2017}
     */
    public static List<CaptionedImage> read(DataCache cache, String part) {
        return read(cache.path("coco-captions", "annotations/captions_" + part + ".json"));
    }

    /**
     * Reads any file of that format.
     *
     * @throws DatasetException if it isn't JSON, is cut off, or has captions for images that it doesn't list
     */
    public static List<CaptionedImage> read(Path file) {
        var reader = new CocoCaptions();
        try (var in = Files.newInputStream(file); var json = new MappingJsonFactory().createParser(in)) {
            reader.document(json);
        } catch (IOException e) {
            throw new DatasetException(file + " is not a whole captions file: " + Downloader.reason(e), e);
        }
        if (reader.images.isEmpty() || !reader.images.keySet().containsAll(reader.captions.keySet())) {
            throw new DatasetException(file + " is not a captions file: expected 'images' and 'annotations' that belong to them");
        }
        var result = new ArrayList<CaptionedImage>(reader.images.size());
        reader.images.forEach((id, image) -> result.add(new CaptionedImage(id, image.fileName(), image.width(), image.height(),
                List.copyOf(reader.captions.getOrDefault(id, List.of())))));
        return result;
    }

    private void document(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("it does not begin with {");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.getCurrentName();
            boolean list = json.nextToken() == JsonToken.START_ARRAY;
            if (list && (name.equals("images") || name.equals("annotations"))) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    entry(json.readValueAsTree(), name.equals("images"));
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private void entry(JsonNode fields, boolean image) throws IOException {
        try {
            if (image) {
                images.put(Long.valueOf(field(fields, "id")), new Image(field(fields, "file_name"),
                        Integer.parseInt(field(fields, "width")), Integer.parseInt(field(fields, "height"))));
            } else {
                captions.computeIfAbsent(Long.valueOf(field(fields, "image_id")), id -> new ArrayList<>())
                        .add(field(fields, "caption").strip());
            }
        } catch (NumberFormatException e) {
            throw new IOException("a field of " + fields + " is not a number", e);
        }
    }

    private static String field(JsonNode entry, String name) throws IOException {
        if (!entry.path(name).isValueNode()) {
            throw new IOException("an entry has no '" + name + "'");
        }
        return entry.get(name).asText();
    }
}
