package org.unrolled.notebook.moving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.common.base.Preconditions;
import org.unrolled.notebook.MimeBundle;

/** Where each word of a target looked in its source: whoever points at a word, or reaches it by keyboard, sees its weights. */
final class AttentionFigure {
    private static final int ROW = 25;
    private static final int TOP = 34;
    private static final int SOURCE = 250;
    private static final int TARGET = 430;
    private static final int LETTERS = 18;

    private final List<String> source;
    private final List<String> target;
    private final double[][][] heads;

    /** @param heads [heads][target][source] */
    AttentionFigure(List<String> source, List<String> target, double[][][] heads) {
        this.source = source;
        this.target = target;
        this.heads = heads;
        Preconditions.checkArgument(heads.length >= 1, "attention of %s heads, expected at least 1", heads.length);
        for (int head = 0; head < heads.length; head++) {
            var what = "attention of head " + (head + 1);
            Given.matrix(what, heads[head], "target tokens", target.size(), "source tokens", source.size());
            Given.shares(what, heads[head]);
        }
    }

    MimeBundle bundle() {
        var svg = new Svg(680, TOP + ROW * Math.max(source.size(), target.size()) + 6,
            "Source tokens on the left, target tokens on the right, lines between them as thick as the attention", true);
        svg.text(SOURCE - 10, 18, "source", "class", "end quiet").text(TARGET + 10, 18, "target", "class", "quiet");
        double[][] first = mean();
        for (int j = 0; j < source.size(); j++) {
            double weight = first[0][j];
            svg.path(line(j, 0), "class", "edge blue", "fill", "none", "stroke-width", Svg.at(9 * weight), "data-part", "line-" + j)
                .rect(SOURCE - 190, TOP + ROW * j, 190, ROW - 3, "rx", "3", "class", "fill blue", "fill-opacity",
                    MovingFigure.number(0.6 * weight, 2), "data-part", "ground-" + j)
                .text(SOURCE - 10, TOP + ROW * j + 15.5, Given.fitted(source.get(j), LETTERS), "class", "end", "data-part", "source-" + j)
                .text(SOURCE - 200, TOP + ROW * j + 15.5, MovingFigure.number(weight, 3), "class", "end", "data-part", "weight-" + j);
        }
        for (int i = 0; i < target.size(); i++) {
            svg.open("tabindex", "0", "role", "button", "aria-label", "target token " + target.get(i), "data-part", "target-" + i)
                .rect(TARGET, TOP + ROW * i, 190, ROW - 3, "rx", "3", "class", "ring fill orange", "fill-opacity", i == 0 ? "0.3" : "0")
                .text(TARGET + 10, TOP + ROW * i + 15.5, Given.fitted(target.get(i), LETTERS)).close();
        }
        var figure = new MovingFigure("Where each word looks", "attention");
        var shown = new ArrayList<double[][]>();
        shown.add(first);
        if (heads.length > 1) {
            figure.button("head-0", "mean of all heads");
            for (int head = 0; head < heads.length; head++) {
                figure.button("head-" + (head + 1), "head " + (head + 1));
                shown.add(heads[head]);
            }
        }
        var plain = new ArrayList<String>();
        for (int i = 0; i < target.size(); i++) {
            plain.add(looks(first, i));
        }
        return figure.data("source", source).data("target", target).data("row", ROW).data("top", TOP).data("from", SOURCE)
            .data("to", TARGET).data("weights", shown.stream().map(AttentionFigure::thousandths).toList())
            .bundle(svg, plain.get(0), String.join(" ", plain), "fewer heads or shorter sentences");
    }

    private static List<long[]> thousandths(double[][] weights) {
        return Arrays.stream(weights).map(row -> Arrays.stream(row).mapToLong(weight -> Math.round(1000 * weight)).toArray()).toList();
    }

    private String looks(double[][] weights, int i) {
        int most = 0;
        for (int j = 1; j < source.size(); j++) {
            most = weights[i][j] > weights[i][most] ? j : most;
        }
        return "“" + target.get(i) + "” looks at “" + source.get(most) + "” most, with " + MovingFigure.number(weights[i][most], 3) + ".";
    }

    private double[][] mean() {
        var mean = new double[target.size()][source.size()];
        for (var head : heads) {
            for (int i = 0; i < mean.length; i++) {
                for (int j = 0; j < mean[i].length; j++) {
                    mean[i][j] += head[i][j] / heads.length;
                }
            }
        }
        return mean;
    }

    private static String line(int j, int i) {
        return Svg.curve(SOURCE, TOP + ROW * j + 11, TARGET, TOP + ROW * i + 11);
    }
}
