package org.unrolled.plot;

import java.util.ArrayList;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.AxesChartSeriesCategory;
import org.knowm.xchart.internal.series.AxesChartSeriesNumerical;
import org.knowm.xchart.internal.series.Series;

/** A chart in words, for readers who can't see it. */
final class AltText {
    private AltText() {
    }

    static String of(Chart<?, ?> chart) {
        var text = new StringBuilder(kind(chart));
        if (!chart.getTitle().isBlank()) {
            text.append(" \"").append(chart.getTitle()).append('"');
        }
        if (chart instanceof AxesChart<?, ?> axes) {
            var names = new ArrayList<String>();
            if (axes.getYAxisTitle() != null && !axes.getYAxisTitle().isBlank()) {
                names.add(axes.getYAxisTitle());
            }
            if (axes.getXAxisTitle() != null && !axes.getXAxisTitle().isBlank()) {
                names.add(axes.getXAxisTitle());
            }
            text.append(names.isEmpty() ? "" : ", " + String.join(" over ", names));
        }
        text.append('.');
        for (var series : chart.getSeriesCollection()) {
            text.append(' ').append(describe(series)).append('.');
        }
        return text.toString();
    }

    private static String kind(Chart<?, ?> chart) {
        return chart instanceof HeatMapChart ? "Heat map" : chart instanceof CategoryChart ? "Bar chart" : "Chart";
    }

    private static String describe(Series series) {
        var y = series instanceof AxesChartSeriesNumerical n ? n.getYData()
                : series instanceof AxesChartSeriesCategory c ? c.getYData() : new double[0];
        if (y.length == 0) {
            return series.getName();
        }
        return String.format(Locale.ROOT, "%s: %d points, last %.4g", series.getName(), y.length, y[y.length - 1]);
    }
}
