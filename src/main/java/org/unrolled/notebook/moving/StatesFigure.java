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
import org.nd4j.common.base.Preconditions;
import org.unrolled.notebook.MimeBundle;

/** The states of any model while it reads: a heat map of units and steps, a cursor over it, and one unit as a line. */
final class StatesFigure {
    /** More rows than this are thinner than a line of text is wide. */
    private static final int UNITS = 64;
    private static final int LEFT = 46;
    private static final int TOP = 8;
    private static final int LINE = 90;
    private static final int BARS = 100;
    /** So many have room for their names and numbers beside their rows. */
    private static final int NAMED = 16;
    private static final int WIDE = 600;
    /** What share of the values the darkest colour and the longest bar are for: a few that drift far must not pale all others. */
    private static final double SHARE = 0.9;
    private static final int LETTERS = 12;
    private static final int BLUE = 0x0072b2;
    private static final int ORANGE = 0xd55e00;

    private final List<String> tokens;
    private final double[][] states;
    private final int[] units;
    /** What the darkest colour and the longest bar stand for; larger values look the same. */
    private final double scale;
    private final double column;
    private final double row;
    private final double width;
    private final double height;
    private final boolean words;

    /** @param states [time][units] */
    StatesFigure(List<String> tokens, double[][] states, int... chosen) {
        this.tokens = tokens;
        this.states = states;
        int given = states.length == 0 ? 0 : states[0].length;
        Given.matrix("states", states, "tokens", tokens.size(), "units", given);
        for (int unit : chosen) {
            Preconditions.checkArgument(unit >= 0 && unit < given, "unit %s of %s, expected 0 to %s", unit, given, given - 1);
        }
        int shown = Math.min(UNITS, chosen.length > 0 ? chosen.length : given);
        units = chosen.length > 0 ? Arrays.copyOf(chosen, shown) : IntStream.range(0, shown).map(i -> (int) ((long) i * given / shown))
            .toArray();
        var sizes = Arrays.stream(states).flatMapToDouble(state -> IntStream.of(units).mapToDouble(unit -> Math.abs(state[unit]))).sorted()
            .toArray();
        double common = sizes[(int) (SHARE * (sizes.length - 1))];
        scale = common > 0 ? common : 1;
        words = tokens.stream().anyMatch(token -> token.codePointCount(0, token.length()) > 1);
        double room = (double) WIDE / tokens.size();
        column = words ? Math.max(14, Math.min(44, room)) : Math.max(12, Math.min(26, room));
        row = shown <= NAMED ? 20 : Math.max(5, 320.0 / shown);
        width = column * tokens.size();
        height = row * shown;
    }

    MimeBundle bundle() {
        int time = tokens.size();
        int longest = tokens.stream().mapToInt(token -> Given.fitted(token, LETTERS).length()).max().orElseThrow();
        double lineTop = TOP + height + (words ? 26 + 5.6 * longest : 32);
        double middle = LEFT + width + 14 + BARS / 2.0;
        var thinned = units.length < states[0].length ? units.length + " of " + states[0].length + " units" : units.length + " units";
        var svg = new Svg(LEFT + width + BARS + 62, lineTop + LINE + 8, "Heat map of " + thinned + " over " + time
            + " steps; blue is negative, orange positive, the darkest is " + MovingFigure.number(scale, 2) + " or more", false);
        map(svg);
        bars(svg, middle);
        unit(svg, lineTop);
        return new MovingFigure("States while reading", "states").slider("step", "Step", 1, time, 1, 1)
            .slider("unit", "Unit", 0, units.length - 1, 1, 0).data("tokens", tokens.stream().map(Given::visible).toList())
            .data("units", units).data("scale", scale).data("states", Arrays.stream(states).map(this::shown).toList())
            .data("left", LEFT).data("top", TOP).data("column", column).data("row", row).data("lineTop", lineTop).data("line", LINE)
            .data("bars", BARS).data("middle", middle)
            .bundle(svg, "After “" + Given.visible(tokens.get(0)) + "” " + said(0) + ".", thinned + " over " + time
                + " steps, nine in ten of the values at most " + MovingFigure.number(scale, 2) + " from 0, while it reads "
                + String.join(words ? " " : "", tokens), "a shorter text");
    }

    private void map(Svg svg) {
        svg.rect(LEFT, TOP, width, height, "class", "box").open("style", "image-rendering:pixelated")
            .image(LEFT, TOP, width, height, png()).close();
        for (int u = 0; u < units.length; u += units.length <= NAMED ? 1 : units.length - 1) {
            svg.text(LEFT - 6, TOP + row * (u + 0.5) + 4, (u == 0 ? "unit " : "") + units[u], "class", "end small quiet");
        }
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
            .rect(LEFT, TOP, width, row, "class", "edge ink", "data-part", "chosen");
    }

    /** All units at the cursor. */
    private void bars(Svg svg, double middle) {
        svg.line(middle, TOP, middle, TOP + height, "class", "axis");
        for (int u = 0; u < units.length; u++) {
            double value = share(0, u);
            if (units.length <= NAMED) {
                svg.text(middle + BARS / 2.0 + 46, TOP + row * u + 14.5, MovingFigure.number(states[0][units[u]], 2), "class", "end",
                    "data-part", "number-" + u);
            }
            svg.rect(middle + Math.min(0, value) * BARS / 2, TOP + row * u + 0.5, Math.abs(value) * BARS / 2, row - 1,
                "class", "fill " + (value < 0 ? "blue" : "orange"), "data-part", "bar-" + u);
        }
    }

    /** One unit at all steps. */
    private void unit(Svg svg, double top) {
        double zero = top + LINE / 2.0;
        var most = MovingFigure.number(most(), 2);
        svg.line(LEFT, zero, LEFT + width, zero, "class", "axis")
            .path(line(top), "class", "edge blue", "stroke-width", "1.8", "data-part", "line")
            .circle(LEFT + column / 2, top + LINE * (1 - states[0][units[0]] / most()) / 2, 4, "class", "fill green", "data-part", "dot")
            .text(LEFT - 6, top + 9, most, "class", "end small quiet", "data-part", "most")
            .text(LEFT - 6, top + LINE, "−" + most, "class", "end small quiet", "data-part", "least")
            .text(LEFT + width + 14, zero + 5, said(0), "class", "strong", "data-part", "read");
    }

    /** From -1 to 1. */
    private double share(int t, int u) {
        return Math.max(-1, Math.min(1, states[t][units[u]] / scale));
    }

    /** How far the first unit goes from 0, as each unit's line has a scale of its own. */
    private double most() {
        double most = Arrays.stream(states).mapToDouble(state -> Math.abs(state[units[0]])).max().orElse(0);
        return most > 0 ? most : 1;
    }

    private String said(int t) {
        return "unit " + units[0] + ": " + MovingFigure.number(states[t][units[0]], 2);
    }

    private String line(double top) {
        var shape = new StringBuilder();
        for (int t = 0; t < tokens.size(); t++) {
            shape.append(t == 0 ? 'M' : 'L').append(Svg.at(LEFT + column * (t + 0.5))).append(' ')
                .append(Svg.at(top + LINE * (1 - states[t][units[0]] / most()) / 2));
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
                double value = share(t, u);
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
