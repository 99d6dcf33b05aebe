package org.unrolled.plot;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;

/** Draws a bar chart of any finite numbers, as {@link XyFrame} does for lines; what isn't finite is left out. */
final class BarFrame {
    private final CategoryChart chart;
    private final Map<CategorySeries, double[]> given = new LinkedHashMap<>();

    private BarFrame(CategoryChart chart) {
        this.chart = chart;
        chart.getSeriesCollection().forEach(series -> given.put(series, series.getYData()));
    }

    static void paint(CategoryChart chart, int height, Runnable drawing) {
        var styler = chart.getStyler();
        if (chart.getSeriesCollection().isEmpty() || styler.isYAxisLogarithmic() || styler.getYAxisTickLabelsFormattingFunction() != null) {
            drawing.run();
            return;
        }
        var frame = new BarFrame(chart);
        var title = chart.getYAxisTitle();
        var low = styler.getYAxisMin();
        var high = styler.getYAxisMax();
        var spacing = styler.getYAxisTickMarkSpacingHint();
        var pattern = styler.getXAxisDecimalPattern();
        try {
            frame.prepare(styler.getPlotContentSize() * Math.max(40, height - 90));
            drawing.run();
        } finally {
            frame.given.forEach((series, values) -> series.replaceData(values));
            chart.setYAxisTitle(title);
            styler.setYAxisMin(low).setYAxisMax(high).setYAxisTickMarkSpacingHint(spacing);
            styler.setYAxisTickLabelsFormattingFunction(null).setXAxisDecimalPattern(pattern);
        }
    }

    private void prepare(double up) {
        var styler = chart.getStyler();
        var finite = given.values().stream().flatMapToDouble(Arrays::stream).filter(Double::isFinite).toArray();
        var ends = DoubleStream.concat(DoubleStream.concat(Arrays.stream(finite), stacks()), DoubleStream.of(0)).summaryStatistics();
        var low = styler.getYAxisMin() != null ? styler.getYAxisMin() : ends.getMin();
        var high = styler.getYAxisMax() != null ? styler.getYAxisMax() : ends.getMax() > low ? ends.getMax() : low + 1;
        var scale = AxisScale.even(low, Math.max(low, high), Arrays.stream(finite).allMatch(value -> value == Math.rint(value)),
                up < 160 ? up / 28 : up / 46);
        given.forEach((series, values) -> series.replaceData(
                Arrays.stream(values).map(value -> Double.isFinite(value) ? scale.length(value) : Double.NaN).toArray()));
        // A little off the bars' ends: XChart puts the ticks of evenly spaced values on the values.
        var little = (scale.to() - scale.from()) / 100;
        styler.setYAxisMin(scale.from() - little).setYAxisMax(scale.to() + 2 * little);
        styler.setYAxisTickMarkSpacingHint(scale.spacing(up, 0.9 * up)).setYAxisTickLabelsFormattingFunction(scale::label);
        chart.setYAxisTitle(scale.title(chart.getYAxisTitle()));
        if (styler.getXAxisDecimalPattern() == null && styler.getDecimalPattern() == null) {
            styler.setXAxisDecimalPattern("#,##0.######");
        }
    }

    /** The ends of bars that stand on each other. */
    private DoubleStream stacks() {
        if (!chart.getStyler().isStacked()) {
            return DoubleStream.empty();
        }
        List<double[]> bars = List.copyOf(given.values());
        var most = bars.stream().mapToInt(values -> values.length).max().orElse(0);
        return DoubleStream.of(-1, 1).flatMap(sign -> DoubleStream.iterate(0, i -> i < most, i -> i + 1).map(i -> bars.stream()
                .filter(values -> i < values.length && values[(int) i] * sign > 0 && Double.isFinite(values[(int) i]))
                .mapToDouble(values -> values[(int) i]).sum())).filter(Double::isFinite);
    }
}
