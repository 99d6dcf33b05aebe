package org.unrolled.notebook.moving;

import java.util.Locale;
import org.unrolled.notebook.Html;

/**
 * A drawing in SVG, piece by piece. Attributes are given as name, value, name, value; a part that a script changes later is named
 * by {@code data-part}, as an id would have to be unique in the page, and a page may hold a figure twice.
 */
final class Svg {
    /** On a narrow page a drawing shrinks so far, and no further: then it is scrolled. */
    private static final double SMALLEST = 0.8;

    private final StringBuilder out = new StringBuilder();

    /** @param description what a reader who doesn't see it is told; where parts can be reached by keyboard, they speak for themselves */
    Svg(double width, double height, String description, boolean reachable) {
        out.append(String.format(Locale.ROOT, "<svg width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" style=\"min-width:%spx\" role=\"%s\" "
            + "aria-label=\"%s\">", at(width), at(height), at(width), at(height), at(SMALLEST * width), reachable ? "group" : "img",
            Html.escape(description)));
    }

    Svg rect(double x, double y, double width, double height, String... attributes) {
        return element("rect", "x", x, "y", y, "width", width, "height", height).attributes("/>", attributes);
    }

    Svg line(double x1, double y1, double x2, double y2, String... attributes) {
        return element("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2).attributes("/>", attributes);
    }

    Svg circle(double x, double y, double radius, String... attributes) {
        return element("circle", "cx", x, "cy", y, "r", radius).attributes("/>", attributes);
    }

    Svg path(String shape, String... attributes) {
        return element("path").attributes("", "d", shape).attributes("/>", attributes);
    }

    /** Line and head of an arrow from one point to another, the head at the second. */
    Svg arrow(double x1, double y1, double x2, double y2, String colour) {
        double length = Math.hypot(x2 - x1, y2 - y1);
        double dx = 7 * (x2 - x1) / length;
        double dy = 7 * (y2 - y1) / length;
        return line(x1, y1, x2 - dx, y2 - dy, "class", "wire " + colour)
            .path(String.format(Locale.ROOT, "M%.1f %.1fL%.1f %.1fL%.1f %.1fz", x2, y2, x2 - dx - dy / 2, y2 - dy + dx / 2,
                x2 - dx + dy / 2, y2 - dy - dx / 2), "class", "head " + colour);
    }

    Svg text(double x, double y, String text, String... attributes) {
        element("text", "x", x, "y", y).attributes(">", attributes);
        out.append(Html.escape(text)).append("</text>");
        return this;
    }

    /** Text with a part set lower: {@code h}, {@code t-1}. */
    Svg symbol(double x, double y, String name, String index, String... attributes) {
        element("text", "x", x, "y", y).attributes(">", attributes);
        out.append("<tspan font-style=\"italic\">").append(Html.escape(name)).append("</tspan><tspan dy=\"4\" font-size=\"75%\">")
            .append(Html.escape(index)).append("</tspan></text>");
        return this;
    }

    /** @param address of the pixels, which it carries itself */
    Svg image(double x, double y, double width, double height, String address) {
        return element("image", "x", x, "y", y, "width", width, "height", height)
            .attributes("/>", "preserveAspectRatio", "none", "href", address);
    }

    Svg open(String... attributes) {
        return element("g").attributes(">", attributes);
    }

    Svg close() {
        out.append("</g>\n");
        return this;
    }

    private Svg element(String name, Object... numbers) {
        out.append('<').append(name);
        for (int i = 0; i < numbers.length; i += 2) {
            out.append(' ').append(numbers[i]).append("=\"").append(at((Double) numbers[i + 1])).append('"');
        }
        return this;
    }

    private Svg attributes(String end, String... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"").append(Html.escape(attributes[i + 1])).append('"');
        }
        out.append(end);
        return this;
    }

    /** The shape of a line from left to right that leaves and arrives level. */
    static String curve(double x1, double y1, double x2, double y2) {
        var middle = at((x1 + x2) / 2);
        return "M" + at(x1) + " " + at(y1) + "C" + middle + " " + at(y1) + " " + middle + " " + at(y2) + " " + at(x2) + " " + at(y2);
    }

    /** A place in tenths of a pixel, the shortest way to write it. */
    static String at(double value) {
        double tenths = Math.round(value * 10) / 10.0;
        return tenths == Math.rint(tenths) ? Long.toString((long) tenths) : Double.toString(tenths);
    }

    @Override
    public String toString() {
        return out + "</svg>";
    }
}
