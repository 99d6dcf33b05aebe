package org.unrolled.notebook.moving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.notebook.MimeBundle;

/** How long the gradient is at each lag, on a logarithmic axis, with a slider for the spectral radius. */
final class GradientFigure {
    private static final int LEFT = 62;
    private static final int TOP = 14;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 270;
    private static final String[] COLOURS = {"blue", "orange", "green"};
    /** Powers of ten that the axis shows at most: beyond, a curve runs along the edge. */
    private static final int FLOOR = -12;
    private static final int CEILING = 12;
    /** For the logarithm of a length that is 0 in double precision. */
    private static final double NOTHING = 1e-300;

    private final double[] radii;
    private final Map<String, double[][]> norms;
    private final int lags;

    GradientFigure(double[] radii, Map<String, double[][]> norms) {
        this.radii = radii;
        this.norms = norms;
        Preconditions.checkArgument(!norms.isEmpty() && norms.size() <= COLOURS.length, "%s curves, expected 1 to %s", norms.size(),
                COLOURS.length);
        Given.finite("spectral radii", radii);
        Preconditions.checkArgument(IntStream.range(1, radii.length).allMatch(i -> radii[i] > radii[i - 1]),
                "spectral radii are %s, expected rising ones", Arrays.toString(radii));
        var first = norms.values().iterator().next();
        lags = first.length == 0 ? 0 : first[0].length;
        norms.forEach((name, curves) -> {
            Given.matrix("gradients of \"" + name + "\"", curves, "spectral radii", radii.length, "lags", lags);
            Preconditions.checkArgument(lags >= 2, "gradients at %s lag, expected at least at lags 0 and 1", lags);
            for (var curve : curves) {
                Preconditions.checkArgument(curve[0] > 0 && Arrays.stream(curve).allMatch(norm -> norm >= 0),
                    "lengths of gradients of \"%s\" are %s, expected 0 or above, and more than 0 at lag 0", name, Arrays.toString(curve));
            }
        });
    }

    MimeBundle bundle() {
        var logs = new ArrayList<double[][]>();
        norms.values().forEach(curves -> logs.add(Arrays.stream(curves).map(GradientFigure::logarithms).toArray(double[][]::new)));
        var all = logs.stream().flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).summaryStatistics();
        int low = (int) Math.floor(Math.max(FLOOR, Math.min(-1, all.getMin())));
        int high = (int) Math.ceil(Math.min(CEILING, Math.max(1, all.getMax())));
        int at = IntStream.range(0, radii.length).reduce((a, b) -> Math.abs(radii[a] - 1) <= Math.abs(radii[b] - 1) ? a : b).orElseThrow();
        var svg = new Svg(LEFT + WIDTH + 206, TOP + HEIGHT + 44, "Curves of the gradient's length over the lag, on a logarithmic "
            + "axis from 10 to the " + low + " to 10 to the " + high, false);
        axes(svg, low, high);
        int curve = 0;
        var said = new ArrayList<String>();
        for (var name : norms.keySet()) {
            var colour = COLOURS[curve];
            double[] values = logs.get(curve)[at];
            svg.path(shape(values, low, high), "class", "edge " + colour, "stroke-width", "2.2", "data-part", "curve-" + curve);
            double y = TOP + 16 + 58 * curve;
            svg.line(LEFT + WIDTH + 16, y - 4, LEFT + WIDTH + 40, y - 4, "class", "edge " + colour, "stroke-width", "2.2")
                .text(LEFT + WIDTH + 46, y, name, "class", "strong " + colour)
                .text(LEFT + WIDTH + 46, y + 18, factor(values), "class", "small", "data-part", "factor-" + curve)
                .text(LEFT + WIDTH + 46, y + 34, left(values), "class", "small", "data-part", "left-" + curve);
            said.add(name + ": " + factor(values) + ", " + left(values));
            curve++;
        }
        var sentence = "Spectral radius " + MovingFigure.number(radii[at], 2) + ". " + String.join("; ", said) + ".";
        return new MovingFigure("How much of the gradient arrives", "gradient")
            .slider("radius", "Spectral radius ρ", 0, radii.length - 1, 1, at).data("radii", radii)
            .data("names", List.copyOf(norms.keySet())).data("low", low).data("high", high).data("left", LEFT)
            .data("top", TOP).data("width", WIDTH).data("height", HEIGHT)
            .data("logs", logs.stream().map(curves -> MovingFigure.rounded(curves, 3)).toList())
            .bundle(svg, sentence, sentence, "fewer radii or lags");
    }

    private void axes(Svg svg, int low, int high) {
        int every = Math.max(1, (int) Math.ceil((high - low) / 8.0));
        for (int power = low; power <= high; power++) {
            if (power % every == 0) {
                double y = TOP + HEIGHT * (high - power) / (double) (high - low);
                svg.line(LEFT, y, LEFT + WIDTH, y, "class", "axis", "opacity", power == 0 ? "1" : "0.45")
                    .text(LEFT - 8, y + 4, power == 0 ? "1" : power == 1 ? "10" : "10" + superscript(power), "class", "end small");
            }
        }
        int step = Math.max(1, (int) Math.round((lags - 1) / 6.0 / 5) * 5);
        for (int lag = 0; lag < lags; lag += step) {
            double x = LEFT + WIDTH * lag / (lags - 1.0);
            svg.line(x, TOP + HEIGHT, x, TOP + HEIGHT + 4, "class", "axis")
                .text(x, TOP + HEIGHT + 18, Integer.toString(lag), "class", "middle small");
        }
        svg.text(LEFT + WIDTH / 2.0, TOP + HEIGHT + 38, "lag k: steps back from the loss", "class", "middle quiet")
            .text(0, 0, "‖∂L/∂h‖ at lag k", "class", "middle quiet", "transform", "translate(13 " + (TOP + HEIGHT / 2) + ") rotate(-90)");
    }

    private static String superscript(int power) {
        var digits = new StringBuilder(power < 0 ? "⁻" : "");
        Integer.toString(Math.abs(power)).chars().forEach(digit -> digits.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digit - '0')));
        return digits.toString();
    }

    private static double[] logarithms(double[] norms) {
        return Arrays.stream(norms).map(norm -> Math.log10(Math.max(NOTHING, norm))).toArray();
    }

    private static String shape(double[] logs, int low, int high) {
        var shape = new StringBuilder();
        for (int lag = 0; lag < logs.length; lag++) {
            shape.append(lag == 0 ? 'M' : 'L').append(Svg.at(LEFT + WIDTH * lag / (logs.length - 1.0))).append(' ')
                .append(Svg.at(TOP + HEIGHT * (high - Math.max(low, Math.min(high, logs[lag]))) / (high - low)));
        }
        return shape.toString();
    }

    private static String factor(double[] logs) {
        return "factor a step " + MovingFigure.number(Math.pow(10, (logs[logs.length - 1] - logs[0]) / (logs.length - 1)), 3);
    }

    private static String left(double[] logs) {
        double power = logs[logs.length - 1] - logs[0];
        int whole = (int) Math.floor(power);
        return "times " + MovingFigure.number(Math.pow(10, power - whole), 1) + " · 10" + superscript(whole) + " after "
            + (logs.length - 1);
    }
}
