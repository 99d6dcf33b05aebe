package org.unrolled.notebook.moving;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.unrolled.files.Resource;
import org.unrolled.notebook.Html;
import org.unrolled.notebook.MimeBundle;

/**
 * One figure as HTML that needs nothing else: its style, its controls, the drawing of its first state, and its script with the numbers
 * that it shows. The script finds its figure as the element that it stands in and touches nothing outside, so that a page may hold
 * several, and the same one twice. Where scripts don't run, the drawing stands still and the controls aren't shown.
 */
final class MovingFigure {
    /** A notebook with a few figures stays quick to open and to compare. */
    static final int MOST_BYTES = 200_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] UNSAFE = {"<", ">", "&", "\u2028", "\u2029"};
    private static final String[] SAFE = {"\\u003c", "\\u003e", "\\u0026", "\\u2028", "\\u2029"};

    private final String title;
    private final String[] scripts;
    private final StringBuilder controls = new StringBuilder();
    private final Map<String, Object> data = new LinkedHashMap<>();

    /** @param scripts names of its scripts among the resources, its own last */
    MovingFigure(String title, String... scripts) {
        this.title = title;
        this.scripts = scripts;
    }

    MovingFigure slider(String part, String label, double low, double high, double step, double value) {
        controls.append("<label>").append(Html.escape(label)).append(" <input type=\"range\" data-part=\"").append(part).append("\" min=\"")
            .append(plain(low)).append("\" max=\"").append(plain(high)).append("\" step=\"").append(plain(step)).append("\" value=\"")
            .append(plain(value)).append("\"><output data-part=\"").append(part).append("-value\"></output></label>\n");
        return this;
    }

    MovingFigure button(String part, String label) {
        controls.append("<button type=\"button\" data-part=\"").append(part).append("\">").append(Html.escape(label)).append("</button>\n");
        return this;
    }

    /** Buttons that go one step back or forward, and a slider over all steps. */
    MovingFigure steps(int count) {
        return button("back", "◀ Back").button("forward", "Forward ▶").slider("step", "Step", 1, count, 1, 1);
    }

    /** What the script gets under this name: numbers, texts, and lists and maps of them. */
    MovingFigure data(String name, Object value) {
        data.put(name, value);
        return this;
    }

    /**
     * @param drawing its first state
     * @param said    that state in words
     * @param plain   what stands for the figure where HTML isn't shown
     * @param less    what to give less of, if it is too large
     */
    MimeBundle bundle(Svg drawing, String said, String plain, String less) {
        var html = "<figure class=\"unrolled-moving\" data-figure=\"" + scripts[scripts.length - 1] + "\" aria-label=\""
            + Html.escape(title)
            + "\" data-lm-suppress-shortcuts=\"true\">\n<style>\n" + resource("moving.css") + "</style>\n<figcaption>" + Html.escape(title)
            + "</figcaption>\n<div class=\"controls\" hidden>" + controls + "</div>\n<div class=\"drawing\">" + drawing
            + "</div>\n<p class=\"said\" aria-live=\"polite\">" + Html.escape(said) + "</p>\n<script>\n(function () {\n"
            + "const root = document.currentScript.parentNode;\nconst data = " + json() + ";\n" + resource("moving.js")
            + Arrays.stream(scripts).map(script -> resource(script + ".js")).collect(Collectors.joining()) + "})();\n</script>\n</figure>";
        int bytes = html.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                "the figure \"%s\" would have %,d bytes, expected at most %,d: give %s", title, bytes, MOST_BYTES, less));
        }
        return MimeBundle.html(html, title + ". " + plain);
    }

    /** As it may stand within a script element: no text of the data can end the element or begin a comment. */
    private String json() {
        try {
            return StringUtils.replaceEach(JSON.writeValueAsString(data), UNSAFE, SAFE);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        return Resource.text(MovingFigure.class, name);
    }

    /** A number with a fixed count of decimals and the minus sign of print, as {@code number} in moving.js writes it. */
    static String number(double value, int decimals) {
        var text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.startsWith("-") ? text.matches("-[0.]+") ? text.substring(1) : "−" + text.substring(1) : text;
    }

    /** Numbers of which no more digits are kept than the figure needs. */
    static double[] rounded(double[] values, int decimals) {
        double scale = Math.pow(10, decimals);
        return Arrays.stream(values).map(value -> Math.round(value * scale) / scale).toArray();
    }

    static double[][] rounded(double[][] values, int decimals) {
        return Arrays.stream(values).map(row -> rounded(row, decimals)).toArray(double[][]::new);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
