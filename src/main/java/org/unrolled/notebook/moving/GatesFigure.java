package org.unrolled.notebook.moving;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.unrolled.notebook.MimeBundle;

/**
 * One unit of an LSTM or of a GRU, with what goes in on sliders. The equations are those of {@code org.unrolled.nn.Lstm} and {@code Gru}
 * for one input and one unit: each gate has a weight w for the input x, a weight R for the output h' of the step before, and a bias,
 * which the reader moves.
 */
final class GatesFigure {
    private static final double X = 0.8;
    private static final double H = 0.2;
    private static final double C = -0.5;
    /** For each gate the weights of x and h'; round numbers in which the reader can follow the sums. */
    private static final Map<String, double[]> LSTM = weights("f", 0.5, -0.3, "i", 1, 0.4, "a", 1.2, 0.6, "o", 0.8, 0.5);
    private static final Map<String, double[]> GRU = weights("r", 1, -0.5, "u", 0.6, 0.4, "a", 1.2, 0.9);
    private static final int GATES = 204;
    private static final int FORMULAS = 420;
    /** What the drawing begins below the top of its coordinates. */
    private static final int LIFTED = 32;

    private final Svg svg;
    private final Map<String, Double> values = new LinkedHashMap<>();
    private int formulas;

    private GatesFigure(String description, int formulas) {
        svg = new Svg(768, FORMULAS + formulas * 24 - LIFTED, description, false);
        svg.open("transform", "translate(0 -" + LIFTED + ")");
    }

    static MimeBundle lstm() {
        return new GatesFigure("The LSTM cell. The cell state c runs from left to right, is multiplied by the forget gate f, and the "
            + "product of input gate i and candidate a is added. The output gate o lets tanh of c out as h.", 6).drawLstm();
    }

    static MimeBundle gru() {
        return new GatesFigure("The GRU cell. The state h runs from left to right, is multiplied by the update gate u, and 1 - u times the "
            + "candidate a is added. The reset gate r says how much of the old state the candidate sees.", 4).drawGru();
    }

    private MimeBundle drawLstm() {
        for (var gate : LSTM.entrySet()) {
            double sum = gate.getValue()[0] * X + gate.getValue()[1] * H + (gate.getKey().equals("f") ? 1 : 0);
            values.put("z" + gate.getKey(), sum);
            values.put(gate.getKey(), gate.getKey().equals("a") ? Math.tanh(sum) : sigma(sum));
        }
        values.put("c", values.get("f") * C + values.get("i") * values.get("a"));
        values.put("h", values.get("o") * Math.tanh(values.get("c")));
        state(2, 40, "c", "t−1", "c0-number", C, "orange");
        state(652, 40, "c", "t", "c", values.get("c"), "orange");
        state(652, 142, "h", "t", "h", values.get("h"), "blue");
        svg.arrow(106, 62, 216, 62, "orange").arrow(244, 62, 416, 62, "orange").arrow(444, 62, 650, 62, "orange")
            .arrow(230, GATES, 230, 77, "").line(330, GATES, 330, 137, "class", "wire").arrow(330, 137, 416, 137, "")
            .arrow(430, GATES, 430, 152, "").arrow(430, 123, 430, 77, "orange").arrow(572, 62, 572, 98, "orange")
            .rect(544, 98, 56, 26, "rx", "4", "class", "box").text(572, 115.5, "tanh", "class", "middle")
            .arrow(572, 124, 572, 149, "orange").arrow(572, GATES, 572, 179, "").arrow(586, 164, 650, 164, "blue");
        node(230, 62, "×");
        node(430, 137, "×");
        node(430, 62, "+");
        node(572, 164, "×");
        product(330, 52, "keeps", "kept", values.get("f") * C);
        product(488, 110, "writes", "written", values.get("i") * values.get("a"));
        gate(230, "f", "forget gate");
        gate(330, "i", "input gate");
        gate(430, "a", "candidate");
        gate(572, "o", "output gate");
        inputs(230, 330, 430, 572);
        LSTM.forEach((name, weight) -> formula(name, sum(name, name.equals("a") ? "tanh" : "σ", weight, name.equals("f") ? 1 : 0)));
        formula("c", String.format(Locale.ROOT, "c = f·c′ + i·a = %s·%s + %s·%s = %s", two(values.get("f")), two(C), two(values.get("i")),
            two(values.get("a")), three(values.get("c"))));
        formula("h", String.format(Locale.ROOT, "h = o·tanh(c) = %s·tanh(%s) = %s", two(values.get("o")), two(values.get("c")),
            three(values.get("h"))));
        return figure("lstm", "One unit of an LSTM").slider("c0", "c′", -3, 3, 0.1, C).slider("bf", "bias of f", -6, 6, 0.1, 1)
            .slider("bi", "bias of i", -6, 6, 0.1, 0).slider("ba", "bias of a", -6, 6, 0.1, 0).slider("bo", "bias of o", -6, 6, 0.1, 0)
            .data("weights", LSTM).bundle(svg.close(), "c keeps " + MovingFigure.number(100 * values.get("f"), 0) + " % of c′ and takes "
                + MovingFigure.number(100 * values.get("i"), 0) + " % of the candidate; h shows "
                + MovingFigure.number(100 * values.get("o"), 0)
                + " % of tanh(c).", "The forget gate f says how much of the cell state stays, the input gate i how much of the "
                + "candidate a is added: c = f·c′ + i·a. The output gate o says how much of it is shown: h = o·tanh(c).", "nothing");
    }

    private MimeBundle drawGru() {
        for (var name : new String[] {"r", "u"}) {
            values.put("z" + name, GRU.get(name)[0] * X + GRU.get(name)[1] * H);
            values.put(name, sigma(values.get("z" + name)));
        }
        double r = values.get("r");
        double u = values.get("u");
        double sum = GRU.get("a")[0] * X + GRU.get("a")[1] * r * H;
        double a = Math.tanh(sum);
        double h = u * H + (1 - u) * a;
        values.put("a", a);
        state(2, 40, "h", "t−1", "h0-top", H, "blue");
        state(652, 40, "h", "t", "h", h, "blue");
        svg.arrow(106, 62, 216, 62, "blue").arrow(244, 62, 486, 62, "blue").arrow(514, 62, 650, 62, "blue").arrow(230, GATES, 230, 77, "")
            .arrow(230, 137, 350, 137, "").arrow(384, 137, 486, 137, "").arrow(500, GATES, 500, 152, "").arrow(500, 123, 500, 77, "blue")
            .arrow(409, 232, 456, 232, "").circle(230, 137, 3, "class", "head").rect(350, 124, 34, 26, "rx", "13", "class", "box")
            .text(367, 141.5, "1−", "class", "middle");
        node(230, 62, "×");
        node(500, 137, "×");
        node(500, 62, "+");
        product(365, 52, "keeps", "kept", u * H);
        product(560, 110, "writes", "written", (1 - u) * a);
        gate(230, "u", "update gate");
        gate(365, "r", "reset gate");
        gate(500, "a", "candidate");
        inputs(230, 365, 500);
        formula("r", sum("r", "σ", GRU.get("r"), 0));
        formula("u", sum("u", "σ", GRU.get("u"), 0));
        formula("a", String.format(Locale.ROOT, "a = tanh(w·x + R·(r·h′) + b) = tanh(%s·%s + %s·(%s·%s) + %s) = tanh(%s) = %s",
            two(GRU.get("a")[0]), two(X), two(GRU.get("a")[1]), two(r), two(H), two(0), two(sum), three(a)));
        formula("h", String.format(Locale.ROOT, "h = u·h′ + (1 − u)·a = %s·%s + %s·%s = %s", two(u), two(H), two(1 - u), two(a), three(h)));
        return figure("gru", "One unit of a GRU").slider("br", "bias of r", -6, 6, 0.1, 0).slider("bu", "bias of u", -6, 6, 0.1, 0)
            .slider("ba", "bias of a", -6, 6, 0.1, 0).slider("ca", "bias behind r", -6, 6, 0.1, 0)
            .button("after", "Reset after the product").data("weights", GRU)
            .bundle(svg.close(), "h keeps " + MovingFigure.number(100 * u, 0) + " % of h′ and takes "
            + MovingFigure.number(100 * (1 - u), 0)
                + " % of the candidate, which sees " + MovingFigure.number(100 * r, 0) + " % of h′.",
                "The reset gate r says how much of the old state the candidate a sees, the update gate u how much of the old state stays: "
                + "h = u·h′ + (1 − u)·a.", "nothing");
    }

    private static MovingFigure figure(String script, String title) {
        return new MovingFigure(title, "gates", script).slider("x", "x", -3, 3, 0.1, X).slider("h0", "h′", -1, 1, 0.05, H);
    }

    private void state(double x, double y, String name, String index, String part, double value, String colour) {
        svg.rect(x, y, 104, 44, "rx", "5", "class", "box").symbol(x + 12, y + 27, name, index, "class", "large " + colour)
            .text(x + 95, y + 27, MovingFigure.number(value, 2), "class", "end", "data-part", part);
    }

    private void node(double x, double y, String sign) {
        svg.circle(x, y, 13, "class", "box").text(x, y + 5.5, sign, "class", "middle large");
    }

    private void product(double x, double y, String label, String part, double value) {
        svg.text(x - 6, y, label, "class", "end quiet").text(x + 40, y, MovingFigure.number(value, 2), "class", "end", "data-part", part);
    }

    /** A box that is as full as the gate is open; a candidate's is filled from the middle, as it has a sign. */
    private void gate(double middle, String name, String what) {
        double left = middle - 44;
        double value = values.get(name);
        boolean signed = name.equals("a");
        double from = signed ? 38 + 38 * Math.min(0, value) : 0;
        svg.rect(left, GATES, 88, 56, "rx", "5", "class", "box").text(left + 8, GATES + 17, what, "class", "small quiet")
            .text(left + 8, GATES + 36, name, "class", "large", "font-style", "italic")
            .text(left + 82, GATES + 36, MovingFigure.number(value, 2), "class", "end", "data-part", name)
            .rect(left + 6, GATES + 43, 76, 7, "class", "soft").rect(left + 6 + from, GATES + 43, (signed ? 38 : 76) * Math.abs(value), 7,
                "class", "fill " + (signed ? "orange" : "green"), "data-part", name + "-fill", "data-left", Svg.at(left + 6));
    }

    private void inputs(double... gates) {
        state(2, 290, "x", "t", "x-number", X, "green");
        state(2, 344, "h", "t−1", "h0-number", H, "blue");
        double end = gates[gates.length - 1];
        svg.line(106, 312, end - 14, 312, "class", "wire green").line(106, 366, end + 14, 366, "class", "wire blue");
        for (double gate : gates) {
            svg.arrow(gate - 14, 312, gate - 14, GATES + 57, "green").arrow(gate + 14, 366, gate + 14, GATES + 57, "blue");
        }
    }

    private void formula(String name, String text) {
        svg.text(4, FORMULAS + 24 * formulas++, text, "class", "mono", "data-part", "formula-" + name);
    }

    private String sum(String name, String squash, double[] weight, double bias) {
        return String.format(Locale.ROOT, "%s = %s(w·x + R·h′ + b) = %s(%s·%s + %s·%s + %s) = %s(%s) = %s", name, squash, squash,
            two(weight[0]), two(X), two(weight[1]), two(H), two(bias), squash, two(values.get("z" + name)), three(values.get(name)));
    }

    private static String two(double value) {
        return MovingFigure.number(value, 2);
    }

    private static String three(double value) {
        return MovingFigure.number(value, 3);
    }

    private static double sigma(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static Map<String, double[]> weights(Object... namesAndNumbers) {
        var weights = new LinkedHashMap<String, double[]>();
        for (int i = 0; i < namesAndNumbers.length; i += 3) {
            weights.put((String) namesAndNumbers[i], new double[] {((Number) namesAndNumbers[i + 1]).doubleValue(),
                ((Number) namesAndNumbers[i + 2]).doubleValue()});
        }
        return weights;
    }
}
