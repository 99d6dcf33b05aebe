package org.unrolled.notebook;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.knowm.xchart.internal.chartpart.Chart;
import org.unrolled.plot.Plots;

/** Charts as pictures, drawn at twice their size so that they are sharp on dense screens and on paper. */
final class ChartView {
    private static final int SCALE = 2;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String CLASS = "unrolled-chart";

    private ChartView() {
    }

    static MimeBundle bundle(Chart<?, ?> chart) {
        return bundle(chart, Plots.altText(chart));
    }

    static MimeBundle bundle(Chart<?, ?> chart, String alt) {
        return Drawing.within(LIMIT, () -> ImageView.bundle(image(chart), SCALE, CLASS, alt));
    }

    static MimeBundle grid(int columns, List<? extends Chart<?, ?>> charts) {
        if (columns < 1 || charts.isEmpty()) {
            throw new IllegalArgumentException("charts side by side need at least one column and one chart, given "
                    + columns + " columns and " + charts.size() + " charts");
        }
        var cells = Drawing.within(LIMIT, () -> charts.stream().map(chart -> "<div>"
                + ImageView.img(image(chart), SCALE, CLASS, Plots.altText(chart)) + "</div>").collect(Collectors.joining()));
        var html = "<div style=\"display:grid;gap:8px;justify-content:start;grid-template-columns:repeat(" + columns
                + ",minmax(0,max-content))\">" + cells + "</div>";
        return MimeBundle.html(html, charts.stream().map(Plots::altText).collect(Collectors.joining("\n")));
    }

    private static BufferedImage image(Chart<?, ?> chart) {
        var image = new BufferedImage(SCALE * chart.getWidth(), SCALE * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.scale(SCALE, SCALE);
        Plots.draw(chart, pen);
        pen.dispose();
        return image;
    }
}
