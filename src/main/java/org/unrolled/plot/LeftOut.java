package org.unrolled.plot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.AxesChartSeriesCategory;
import org.knowm.xchart.internal.series.AxesChartSeriesNumerical;

/** What a chart can't draw, in words. A y that isn't a number is meant as a gap and needs none. */
final class LeftOut {
    private LeftOut() {
    }

    /** Such as "Not drawn: 2 infinite values of loss"; empty if all is drawn. */
    static String of(Chart<?, ?> chart) {
        var words = new LinkedHashMap<String, Long>();
        if (chart instanceof AxesChart<?, ?> axes) {
            var logX = axes.getStyler().isXAxisLogarithmic();
            var logY = axes.getStyler().isYAxisLogarithmic();
            for (var series : axes.getSeriesCollection()) {
                if (series.isShowInLegend() && series instanceof AxesChartSeriesNumerical numbers) {
                    count(words, series.getLabel(), numbers.getXData(), numbers.getYData(), logX, logY);
                    if (series instanceof XYSeries line && line.getXYSeriesRenderStyle().orElse(null) == XYSeries.XYSeriesRenderStyle.Line
                            && Points.isSketched(numbers.getXData())) {
                        words.put("points of " + series.getLabel() + ", but for the extremes of each stretch", (long) numbers.getXData().length);
                    }
                } else if (series.isShowInLegend() && series instanceof AxesChartSeriesCategory bars) {
                    count(words, series.getLabel(), new double[bars.getYData().length], bars.getYData(), false, logY);
                }
            }
        }
        var own = chart instanceof HouseChart house ? house.note() : "";
        var all = String.join("; ", words.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey()).toList());
        return all.isEmpty() ? own : "Not drawn: " + all + (own.isEmpty() ? "" : ". " + own);
    }

    private static void count(Map<String, Long> words, String name, double[] x, double[] y, boolean logX, boolean logY) {
        add(words, "infinite", name, IntStream.range(0, y.length).filter(i -> !Double.isFinite(x[i]) || Double.isInfinite(y[i])).count());
        if (logX || logY) {
            add(words, "not positive (logarithmic axis)", name,
                    IntStream.range(0, y.length).filter(i -> logX && x[i] <= 0 || logY && y[i] <= 0).count());
        }
    }

    private static void add(Map<String, Long> words, String what, String name, long count) {
        if (count > 0) {
            words.put((count == 1 ? "value of " : "values of ") + name + ", " + what, count);
        }
    }
}
