package org.unrolled.notebook.moving;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.notebook.MimeBundle;

/** One prediction as bars, with temperature, top-k and nucleus on sliders; in the order of {@code org.unrolled.decode.Sampler}. */
final class SamplingFigure {
    /** Bars that a reader compares at a glance; the tokens after them share one line. */
    private static final int BARS = 16;
    private static final int ROW = 21;
    private static final int TOP = 30;
    private static final int LEFT = 110;
    private static final int WIDTH = 380;
    /** Digits of a log-probability: the shares come out right to a millionth. */
    private static final int DECIMALS = 6;

    private final double[] sorted;
    private final List<String> tokens;

    SamplingFigure(List<String> tokens, double[] logProbabilities) {
        Preconditions.checkArgument(tokens.size() == logProbabilities.length, "%s tokens and %s log-probabilities, expected one for each",
                tokens.size(), logProbabilities.length);
        for (int id = 0; id < logProbabilities.length; id++) {
            if (Double.isNaN(logProbabilities[id]) || logProbabilities[id] == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("the log-probability of token " + id + " is " + logProbabilities[id]
                    + ", expected a number or minus infinity");
            }
        }
        // Among equals lower ids come first, as the sampler takes them. What has no probability can't be drawn at any temperature.
        var order = IntStream.range(0, logProbabilities.length).filter(id -> logProbabilities[id] > Double.NEGATIVE_INFINITY).boxed()
            .sorted(Comparator.comparingDouble(id -> -logProbabilities[id])).toList();
        Preconditions.checkArgument(order.size() >= 2, "%s of %s tokens have a probability above 0, expected at least 2", order.size(),
                tokens.size());
        this.sorted = order.stream().mapToDouble(id -> logProbabilities[id]).toArray();
        this.tokens = order.stream().limit(BARS).map(id -> Given.fitted(tokens.get(id), 12)).toList();
    }

    MimeBundle bundle() {
        double[] p = Arrays.stream(sorted).map(log -> Math.exp(log - sorted[0])).toArray();
        double sum = Arrays.stream(p).sum();
        double entropy = Arrays.stream(p).map(each -> each / sum).filter(each -> each > 0)
            .map(each -> -each * Math.log(each) / Math.log(2)).sum();
        int bars = tokens.size();
        int others = p.length - bars;
        var svg = new Svg(LEFT + WIDTH + 170, TOP + ROW * (bars + (others > 0 ? 1 : 0)) + 8, "Bars of the probabilities of the next token",
            false);
        svg.text(LEFT + WIDTH + 76, 17, "❙ model", "class", "end orange small")
            .text(LEFT + WIDTH + 160, 17, "drawn with", "class", "end quiet small");
        for (int rank = 0; rank < bars; rank++) {
            row(svg, rank, tokens.get(rank), p[rank] / sum, p[0] / sum, false);
        }
        if (others > 0) {
            row(svg, bars, others + " others", Arrays.stream(p).skip(bars).sum() / sum, p[0] / sum, true);
        }
        var said = p.length + " of " + p.length + " tokens can be drawn, entropy " + MovingFigure.number(entropy, 2) + " bits.";
        return new MovingFigure("Temperature, top-k and nucleus on one prediction", "sampling")
            .slider("temperature", "Temperature", 0, 2, 0.05, 1)
            .slider("top-k", "Top-k", 1, p.length, 1, p.length).slider("nucleus", "Nucleus p", 0.05, 1, 0.01, 1)
            .data("logs", MovingFigure.rounded(sorted, DECIMALS)).data("bars", bars).data("left", LEFT).data("width", WIDTH)
            .bundle(svg, said, "The most probable: " + IntStream.range(0, Math.min(5, bars)).mapToObj(rank -> tokens.get(rank) + " "
                + MovingFigure.number(p[rank] / sum, 3)).collect(Collectors.joining(", ")) + ". " + said, "a smaller vocabulary");
    }

    private static void row(Svg svg, int rank, String label, double p, double highest, boolean quiet) {
        double y = TOP + ROW * rank;
        double width = WIDTH * Math.min(1, p / highest);
        svg.open("data-part", "row-" + rank).text(LEFT - 10, y + 13, label, "class", "end" + (quiet ? " quiet" : ""))
            .rect(LEFT, y + 1, WIDTH, ROW - 5, "class", "soft", "opacity", "0.5")
            .rect(LEFT, y + 1, width, ROW - 5, "class", "fill blue", "data-part", "bar-" + rank)
            .line(LEFT + width, y - 1, LEFT + width, y + ROW - 2, "class", "edge orange", "stroke-width", "2", "data-part", "mark-" + rank)
            .text(LEFT + WIDTH + 76, y + 13, MovingFigure.number(p, 4), "class", "end quiet")
            .text(LEFT + WIDTH + 160, y + 13, MovingFigure.number(p, 4), "class", "end", "data-part", "share-" + rank).close();
    }
}
