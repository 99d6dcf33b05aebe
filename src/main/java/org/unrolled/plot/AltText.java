package org.unrolled.plot;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.AxesChartSeriesCategory;
import org.knowm.xchart.internal.series.AxesChartSeriesNumerical;
import org.knowm.xchart.internal.series.Series;

/** A chart in words, for readers who can't see it. */
final class AltText {
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
        if (chart instanceof HouseChart house && !house.description().isEmpty()) {
            return text.append(' ').append(house.description()).append('.').append(leftOut(chart)).toString();
        }
        for (var series : chart.getSeriesCollection()) {
            // What isn't in the legend is the start of a path or the raw values behind a smoothed line.
            if (series.isShowInLegend()) {
                text.append(' ').append(describe(series)).append('.');
            }
        }
        return text.append(leftOut(chart)).toString();
    }

    private static String leftOut(Chart<?, ?> chart) {
        var words = LeftOut.of(chart);
        return words.isEmpty() ? "" : " " + words + ".";
    }

    /** The title of a chart's y axis; empty if it has none. */
    static String yLabel(Chart<?, ?> chart) {
        return chart instanceof AxesChart<?, ?> axes && axes.getYAxisTitle() != null ? axes.getYAxisTitle() : "";
    }

    private static String axes(String x, String y) {
        var hasX = x != null && !x.isBlank();
        var hasY = y != null && !y.isBlank();
        return hasX && hasY ? ", " + y + " over " + x : hasX ? ", x axis " + x : hasY ? ", y axis " + y : "";
    }

    private static String kind(Chart<?, ?> chart) {
        return chart instanceof HouseChart house ? house.kind() : chart instanceof XYChart ? "Line chart"
                : chart instanceof CategoryChart ? "Bar chart" : chart instanceof HeatMapChart ? "Heat map" : "Chart";
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
        return series.getName() + ": " + (y.length == 1 ? "1 point" : y.length + " points") + ", x from " + range(x) + ", y from " + range(y)
                + ", last " + Ticks.number(y[y.length - 1]);
    }

    private static String bars(Collection<?> names, double[] values) {
        if (values.length > CATEGORIES) {
            return values.length + " bars from " + range(values);
        }
        var out = new StringBuilder();
        Iterator<?> name = names.iterator();
        for (var value : values) {
            out.append(out.isEmpty() ? "" : ", ").append(name.next()).append(' ').append(Ticks.number(value));
        }
        return out.toString();
    }

    private static String range(double[] values) {
        return Ticks.range(Arrays.stream(values).filter(Double::isFinite).min().orElse(Double.NaN),
                Arrays.stream(values).filter(Double::isFinite).max().orElse(Double.NaN));
    }
}
