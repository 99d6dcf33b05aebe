package org.unrolled.plot;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.AxesChartSeriesCategory;
import org.knowm.xchart.internal.series.AxesChartSeriesNumerical;
import org.knowm.xchart.internal.series.Series;

/** A chart in words, for readers who can't see it. */
final class AltText {
    /** How the series that marks the start of a path is named; it is no series of its own to the reader. */
    static final String START = " (start)";
    private static final int CATEGORIES = 6;

    private AltText() {
    }

    static String of(Chart<?, ?> chart) {
        var text = new StringBuilder(kind(chart));
        if (chart.getTitle() != null && !chart.getTitle().isBlank()) {
            text.append(" \"").append(chart.getTitle()).append('"');
        }
        if (chart instanceof LabelledHeatMap map) {
            return text.append(": ").append(map.describe()).append('.').toString();
        }
        if (chart instanceof AxesChart<?, ?> axes) {
            text.append(axes(axes.getXAxisTitle(), axes.getYAxisTitle()));
        }
        text.append('.');
        for (var series : chart.getSeriesCollection()) {
            if (!series.getName().endsWith(START)) {
                text.append(' ').append(describe(series)).append('.');
            }
        }
        return text.toString();
    }

    private static String axes(String x, String y) {
        var hasX = x != null && !x.isBlank();
        var hasY = y != null && !y.isBlank();
        return hasX && hasY ? ", " + y + " over " + x : hasX ? ", x axis " + x : hasY ? ", y axis " + y : "";
    }

    private static String kind(Chart<?, ?> chart) {
        if (chart instanceof XYChart xy) {
            return xy.getStyler().getDefaultSeriesRenderStyle() == XYSeriesRenderStyle.Scatter ? "Scatter chart" : "Line chart";
        }
        return chart instanceof CategoryChart ? "Bar chart" : "Chart";
    }

    private static String describe(Series series) {
        if (series instanceof AxesChartSeriesCategory category) {
            return series.getName() + ": " + bars(category.getXData(), category.getYData());
        }
        if (!(series instanceof AxesChartSeriesNumerical numbers)) {
            return series.getName();
        }
        var x = numbers.getXData();
        var y = numbers.getYData();
        if (y.length == 0) {
            return series.getName() + ": no points";
        }
        return series.getName() + ": " + (y.length == 1 ? "1 point" : y.length + " points") + ", x from " + least(x) + " to " + greatest(x)
                + ", y from " + least(y) + " to " + greatest(y) + ", last " + Ticks.number(y[y.length - 1]);
    }

    private static String bars(Collection<?> names, double[] values) {
        if (values.length > CATEGORIES) {
            return values.length + " bars from " + least(values) + " to " + greatest(values);
        }
        var out = new StringBuilder();
        Iterator<?> name = names.iterator();
        for (var value : values) {
            out.append(out.isEmpty() ? "" : ", ").append(name.next()).append(' ').append(Ticks.number(value));
        }
        return out.toString();
    }

    private static String least(double[] values) {
        return Ticks.number(Arrays.stream(values).filter(Double::isFinite).min().orElse(Double.NaN));
    }

    private static String greatest(double[] values) {
        return Ticks.number(Arrays.stream(values).filter(Double::isFinite).max().orElse(Double.NaN));
    }
}
