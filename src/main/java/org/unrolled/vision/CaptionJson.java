package org.unrolled.vision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;
import org.unrolled.data.DatasetException;

/** Reads lists of flat entries out of a JSON file, entry by entry, and says where a damaged file is damaged. */
final class CaptionJson {
    /** Hears of an entry of a list. */
    interface Listener {
        void entry(String list, Entry entry) throws IOException;
    }

    /** An entry's numbers, texts and lists of its sentences, with its place in the file. */
    record Entry(Map<String, String> fields, List<String> sentences, String place) {
        String text(String name) throws IOException {
            if (!fields.containsKey(name)) {
                throw new IOException(place + ": an entry without '" + name + "', expected one in each");
            }
            return fields.get(name);
        }

        long number(String name) throws IOException {
            try {
                return Long.parseLong(text(name));
            } catch (NumberFormatException e) {
                throw new IOException(place + ": '" + name + "' is '" + text(name) + "', expected a whole number", e);
            }
        }

        int size(String name) throws IOException {
            long size = fields.containsKey(name) ? number(name) : 0;
            if (size < 0 || size > Integer.MAX_VALUE) {
                throw new IOException(place + ": '" + name + "' is " + size + ", expected pixels, 0 or more");
            }
            return (int) size;
        }

        String caption(String text) throws IOException {
            if (text.isBlank()) {
                throw new IOException(place + ": an empty caption. Take it out, or write one");
            }
            return text.strip();
        }
    }

    private CaptionJson() { }

    static void read(Path file, Listener listener) {
        try (var in = Files.newInputStream(file); var json = new JsonFactory().createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it does not begin with {, as captions files do");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.getCurrentName();
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        listener.entry(name, entry(json));
                    }
                    if (json.currentToken() != JsonToken.END_ARRAY) {
                        throw new IOException(place(json) + ": expected { or the end of the list '" + name + "'");
                    }
                } else {
                    json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw new IOException(place(json) + ": the file ends too early, or goes on after its end");
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new DatasetException(file + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr() + ", byte "
                    + at.getByteOffset()) + ": no whole JSON: " + e.getOriginalMessage() + ". Fetch or copy the file again", e);
        } catch (IOException e) {
            throw new DatasetException(file + " can't be read as captions: " + e.getMessage(), e);
        }
    }

    private static String place(JsonParser json) {
        return "line " + json.getTokenLocation().getLineNr() + ", column " + json.getTokenLocation().getColumnNr();
    }

    private static Entry entry(JsonParser json) throws IOException {
        var entry = new Entry(new HashMap<>(), new ArrayList<>(), place(json));
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.getCurrentName();
            if (json.nextToken() == JsonToken.START_ARRAY && name.equals("sentences")) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    entry.sentences().add(entry(json).text("raw"));
                }
            } else if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
                entry.fields().put(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return entry;
    }
}
