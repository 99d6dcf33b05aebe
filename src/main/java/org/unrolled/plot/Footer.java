package org.unrolled.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.chartpart.RenderableSeries.LegendRenderType;
import org.knowm.xchart.internal.series.MarkerSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;

/**
 * What stands below a chart: its series side by side in as many rows as they need, which leaves the chart its width, and what
 * could not be drawn. A single series needs no row: the title names it.
 */
final class Footer {
    static final LegendPosition HERE = LegendPosition.OutsideS;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color QUIET = new Color(0x55, 0x55, 0x55);
    private static final int LINE = 20;
    private static final int SAMPLE = 34;
    private static final int BOX = 14;
    private static final int GAP = 7;
    private static final int BETWEEN = 20;
    private static final int MARGIN = 16;

    private final Chart<?, ?> chart;
    private final Graphics2D pen;
    private final int width;
    private final List<List<MarkerSeries>> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final String title;

    private Footer(Chart<?, ?> chart, Graphics2D pen, int width) {
        this.chart = chart;
        this.pen = pen;
        this.width = width;
        var styler = chart.getStyler();
        var named = chart.getSeriesCollection().stream().filter(series -> series.isShowInLegend() && series.isEnabled())
                .map(MarkerSeries.class::cast).toList();
        var shown = styler.isLegendVisible() && styler.getLegendPosition() == HERE;
        title = shown && named.size() == 1 ? titleOf(named.get(0)) : chart.getTitle();
        if (shown && (named.size() > 1 || title == null)) {
            fill(named);
        }
        var note = LeftOut.of(chart);
        if (!note.isEmpty()) {
            notes.addAll(lines(note));
        }
    }

    /** @param drawing draws the chart itself in the height that is left to it */
    static void paint(Chart<?, ?> chart, Graphics2D pen, int width, int height, IntConsumer drawing) {
        pen.setColor(chart.getStyler().getChartBackgroundColor());
        pen.fillRect(0, 0, width, height);
        var footer = new Footer(chart, pen, width);
        var styler = chart.getStyler();
        var title = chart.getTitle();
        var legend = styler.isLegendVisible();
        var room = height - LINE * (footer.rows.size() + footer.notes.size());
        try {
            chart.setTitle(footer.title == null ? title : footer.title);
            styler.setLegendVisible(legend && styler.getLegendPosition() != HERE);
            drawing.accept(room);
        } finally {
            chart.setTitle(title);
            styler.setLegendVisible(legend);
        }
        footer.paint(room - 3);
    }

    /** The chart's title with the series' name, if it doesn't say so already; null if that is too long. */
    private String titleOf(MarkerSeries series) {
        var said = (chart.getTitle() + " " + AltText.yLabel(chart)).toLowerCase(Locale.ROOT);
        if (said.contains(series.getLabel().toLowerCase(Locale.ROOT))) {
            return chart.getTitle();
        }
        var both = chart.getTitle().isBlank() ? series.getLabel() : chart.getTitle() + ": " + series.getLabel();
        return pen.getFontMetrics(chart.getStyler().getChartTitleFont()).stringWidth(both) < width - 100 ? both : null;
    }

    private void fill(List<MarkerSeries> named) {
        var taken = width;
        for (var series : named) {
            if (taken + width(series) > width - 2 * MARGIN) {
                rows.add(new ArrayList<>());
                taken = 0;
            }
            rows.get(rows.size() - 1).add(series);
            taken += width(series) + BETWEEN;
        }
    }

    private int width(MarkerSeries series) {
        return sample(series) + GAP + pen.getFontMetrics(FONT).stringWidth(name(series));
    }

    private String name(MarkerSeries series) {
        return Ticks.fit(series.getLabel(), pen.getFontMetrics(FONT), width - 2 * MARGIN - SAMPLE - GAP);
    }

    private static int sample(MarkerSeries series) {
        return isLine(series) ? SAMPLE : BOX;
    }

    private static boolean isLine(MarkerSeries series) {
        return series.getLegendRenderType() == LegendRenderType.Line;
    }

    /** Words in lines as wide as the chart. */
    private List<String> lines(String words) {
        var metrics = pen.getFontMetrics(FONT);
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : words.split(" ")) {
            if (line.length() > 0 && metrics.stringWidth(line + " " + word) > width - 2 * MARGIN) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines.size() <= 3 ? lines : List.of(lines.get(0), lines.get(1), Ticks.fit(lines.get(2) + " " + lines.get(3), metrics, width - 2 * MARGIN));
    }

    private void paint(int top) {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setFont(FONT);
        var y = top;
        for (var row : rows) {
            var x = (width - row.stream().mapToInt(this::width).sum() - BETWEEN * (row.size() - 1)) / 2;
            for (var series : row) {
                paint(series, x, y + LINE / 2);
                x += width(series) + BETWEEN;
            }
            y += LINE;
        }
        pen.setColor(QUIET);
        for (var line : notes) {
            pen.drawString(line, MARGIN, y + LINE / 2 + 4);
            y += LINE;
        }
    }

    private void paint(MarkerSeries series, int x, int y) {
        var plain = pen.getStroke();
        if (series.getLegendRenderType() == LegendRenderType.Box || series.getLegendRenderType() == LegendRenderType.BoxNoOutline) {
            pen.setColor(series.getFillColor());
            pen.fillRect(x, y - BOX / 2, BOX, BOX);
        } else {
            if (isLine(series) && series.getLineStyle() != SeriesLines.NONE) {
                pen.setColor(series.getLineColor());
                pen.setStroke(series.getLineStyle() == null ? new BasicStroke(1.8f) : series.getLineStyle());
                pen.draw(new Line2D.Double(x, y, x + SAMPLE, y));
                pen.setStroke(plain);
            }
            pen.setColor(series.getMarkerColor());
            var marker = series.getMarker() instanceof SparseMarker sparse ? sparse.shape() : series.getMarker();
            marker.paint(pen, x + sample(series) / 2.0, y, ((AxesChartStyler) chart.getStyler()).getMarkerSize());
        }
        pen.setColor(chart.getStyler().getChartFontColor());
        pen.drawString(name(series), x + sample(series) + GAP, y + 4);
    }
}
