package org.unrolled.notebook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing to show, in one or more MIME types; the reader's program takes the richest that it understands.
 *
 * @param data content by MIME type, always with {@code text/plain}
 */
public record MimeBundle(Map<String, String> data) {
    static final String PLAIN = "text/plain";
    static final String HTML = "text/html";

    public MimeBundle {
        if (!data.containsKey(PLAIN)) {
            throw new IllegalArgumentException("a bundle needs text/plain for readers without graphics, given "
                    + data.keySet() + ": add a plain text that says the same");
        }
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** Plain text and nothing else. */
    public static MimeBundle text(String plain) {
        return new MimeBundle(Map.of(PLAIN, plain));
    }

    /** HTML with the plain text that stands in for it where HTML isn't shown. */
    public static MimeBundle html(String html, String plain) {
        var data = new LinkedHashMap<String, String>();
        data.put(HTML, html);
        data.put(PLAIN, plain);
        return new MimeBundle(data);
    }

    /** The plain text. */
    public String plain() {
        return data.get(PLAIN);
    }

    /** The HTML, or the empty string when there is none. */
    public String html() {
        return data.getOrDefault(HTML, "");
    }
}
