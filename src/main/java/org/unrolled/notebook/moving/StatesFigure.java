package org.unrolled.notebook.moving;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.unrolled.notebook.MimeBundle;

/** The states of any model while it reads: a heat map of units and steps, a cursor over it, and one unit as a line. */
final class StatesFigure {
    /** More rows than this are thinner than a line of text is wide. */
    private static final int UNITS = 64;
    private static final int LEFT = 46;
    private static final int TOP = 8;
    private static final int LINE = 90;
    private static final int BARS = 120;
    private static final int LETTERS = 12;
    private static final int BLUE = 0x0072b2;
    private static final int ORANGE = 0xd55e00;

    private final List<String> tokens;
    private final double[][] states;
    private final int[] units;
    private final double largest;
    private final double column;
    private final double row;
    private final double width;
    private final double height;
    private final boolean words;

    /** @param states [time][units] */
    StatesFigure(List<String> tokens, double[][] states) {
        this.tokens = tokens;
        this.states = states;
        int given = states.length == 0 ? 0 : states[0].length;
        Given.matrix("states", states, "tokens", tokens.size(), "units", given);
        int shown = Math.min(UNITS, given);
        units = IntStream.range(0, shown).map(i -> (int) ((long) i * given / shown)).toArray();
        double most = Arrays.stream(states).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
        largest = most == 0 ? 1 : most;
        words = tokens.stream().anyMatch(token -> token.codePointCount(0, token.length()) > 1);
        double room = 640.0 / tokens.size();
        column = words ? Math.max(20, Math.min(44, room)) : Math.max(12, Math.min(26, room));
        row = Math.max(5, Math.min(16, 320.0 / shown));
        width = column * tokens.size();
        height = row * shown;
    }

    MimeBundle bundle() {
        int time = tokens.size();
        double lineTop = TOP + height + (words ? 86 : 32);
        double middle = LEFT + width + 14 + BARS / 2.0;
        var thinned = units.length < states[0].length ? units.length + " of " + states[0].length + " units" : units.length + " units";
        var most = MovingFigure.number(largest, 2);
        var svg = new Svg(LEFT + width + BARS + 60, lineTop + LINE + 8, "Heat map of " + thinned + " over " + time
            + " steps; blue is negative, orange positive, the largest is " + most, false);
        map(svg);
        bars(svg, middle);
        unit(svg, lineTop, most);
        return new MovingFigure("States while reading", "states").slider("step", "Step", 1, time, 1, 1)
            .slider("unit", "Unit", 0, units.length - 1, 1, 0).data("tokens", tokens.stream().map(Given::visible).toList())
            .data("units", units).data("largest", largest).data("states", Arrays.stream(states).map(this::shown).toList())
            .data("left", LEFT).data("top", TOP).data("column", column).data("row", row).data("lineTop", lineTop).data("line", LINE)
            .data("bars", BARS).data("middle", middle)
            .bundle(svg, "After “" + Given.visible(tokens.get(0)) + "” " + said(0) + ".", thinned + " over " + time + " steps, at most "
                + most + " from 0, while it reads " + String.join(words ? " " : "", tokens), "a shorter text");
    }

    private void map(Svg svg) {
        svg.rect(LEFT, TOP, width, height, "class", "box").open("style", "image-rendering:pixelated")
            .image(LEFT, TOP, width, height, png()).close();
        svg.text(LEFT - 6, TOP + 11, "unit " + units[0], "class", "end small quiet")
            .text(LEFT - 6, TOP + height - 1, Integer.toString(units[units.length - 1]), "class", "end small quiet");
        for (int t = 0; t < tokens.size(); t++) {
            double x = LEFT + column * (t + 0.5);
            var token = Given.fitted(tokens.get(t), LETTERS);
            var turned = "translate(" + Svg.at(x + 5) + " " + Svg.at(TOP + height + 12) + ") rotate(-50)";
            if (words) {
                svg.text(0, 0, token, "class", "end", "transform", turned, "data-part", "token-" + t);
            } else {
                svg.text(x, TOP + height + 17, token, "class", "middle", "data-part", "token-" + t);
            }
        }
        svg.rect(LEFT, TOP, column, height, "class", "edge green", "stroke-width", "2", "data-part", "cursor")
            .rect(LEFT, TOP, width, row, "class", "edge", "data-part", "chosen");
    }

    /** All units at the cursor. */
    private void bars(Svg svg, double middle) {
        svg.line(middle, TOP, middle, TOP + height, "class", "axis");
        for (int u = 0; u < units.length; u++) {
            double value = states[0][units[u]] / largest;
            svg.rect(middle + Math.min(0, value) * BARS / 2, TOP + row * u + 0.5, Math.abs(value) * BARS / 2, row - 1,
                "class", "fill " + (value < 0 ? "blue" : "orange"), "data-part", "bar-" + u);
        }
    }

    /** One unit at all steps. */
    private void unit(Svg svg, double top, String most) {
        double zero = top + LINE / 2.0;
        svg.line(LEFT, zero, LEFT + width, zero, "class", "axis")
            .path(line(top), "class", "edge blue", "stroke-width", "1.8", "data-part", "line")
            .circle(LEFT + column / 2, top + LINE * (1 - states[0][units[0]] / largest) / 2, 4, "class", "fill green", "data-part", "dot")
            .text(LEFT - 6, top + 9, most, "class", "end small quiet").text(LEFT - 6, top + LINE, "−" + most, "class", "end small quiet")
            .text(LEFT + width + 14, zero + 5, said(0), "class", "strong", "data-part", "read");
    }

    private String said(int t) {
        return "unit " + units[0] + ": " + MovingFigure.number(states[t][units[0]], 2);
    }

    private String line(double top) {
        var shape = new StringBuilder();
        for (int t = 0; t < tokens.size(); t++) {
            shape.append(t == 0 ? 'M' : 'L').append(Svg.at(LEFT + column * (t + 0.5))).append(' ')
                .append(Svg.at(top + LINE * (1 - states[t][units[0]] / largest) / 2));
        }
        return shape.toString();
    }

    private double[] shown(double[] state) {
        return MovingFigure.rounded(IntStream.of(units).mapToDouble(unit -> state[unit]).toArray(), 3);
    }

    /** One pixel a number, the more opaque the larger, so that it lies well on a light and on a dark page. */
    private String png() {
        var image = new BufferedImage(tokens.size(), units.length, BufferedImage.TYPE_INT_ARGB);
        for (int t = 0; t < tokens.size(); t++) {
            for (int u = 0; u < units.length; u++) {
                double value = states[t][units[u]] / largest;
                image.setRGB(t, u, (int) Math.round(255 * Math.abs(value)) << 24 | (value < 0 ? BLUE : ORANGE));
            }
        }
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
