package org.unrolled.notebook;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.common.base.Preconditions;
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

    static MimeBundle slider(String label, List<String> values, List<? extends Chart<?, ?>> charts) {
        Preconditions.checkArgument(!charts.isEmpty() && values.size() == charts.size(),
                "a slider over %s charts with %s values: expected a value for each of at least one chart", charts.size(), values.size());
        var moved = "var n=+this.value,c=this.parentNode.nextElementSibling.children;"
                + "for(var i=0;i&lt;c.length;i++)c[i].style.display=i===n?'':'none';this.nextElementSibling.value=c[n].dataset.value;";
        var html = new StringBuilder("<div class=\"unrolled-slider\"><label>" + Html.escape(label) + " <input type=\"range\" min=\"0\""
                + " max=\"" + (charts.size() - 1) + "\" value=\"0\" style=\"vertical-align:middle\" oninput=\"" + moved + "\"> <output>"
                + Html.escape(values.get(0)) + "</output></label><div>");
        var images = Drawing.within(LIMIT, () -> charts.stream()
                .map(chart -> ImageView.img(image(chart), SCALE, CLASS, Plots.altText(chart))).toList());
        for (var i = 0; i < images.size(); i++) {
            html.append("<div data-value=\"").append(Html.escape(values.get(i))).append(i == 0 ? "\">" : "\" style=\"display:none\">")
                    .append(images.get(i)).append("</div>");
        }
        return MimeBundle.html(html + "</div></div>", IntStream.range(0, images.size())
                .mapToObj(i -> label + " " + values.get(i) + ": " + Plots.altText(charts.get(i))).collect(Collectors.joining("\n")));
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
