package org.unrolled.plot;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.series.Series.DataType;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws a line or scatter chart of any finite numbers in bounded time: XChart is given points on {@linkplain AxisScale scales}
 * that it can handle, and as {@linkplain Points many} as make the picture. Then the chart is as it was.
 */
final class XyFrame {
    private static final String GHOST = "\u200b";
    /** Numbers on the n-th y axis of several are n times this further up, so that a label knows which axis it stands at. */
    private static final double AXES_APART = 1e8;
    /** Points outside the axes are drawn no further away than this many lengths of the axis. */
    private static final double BEYOND = 20;

    private final XYChart chart;
    private final Map<XYSeries, Points> given = new LinkedHashMap<>();
    private final boolean logX;
    private final boolean logY;
    private final boolean dates;
    private AxisScale x;
    private final Map<Integer, AxisScale> y = new TreeMap<>();

    private XyFrame(XYChart chart) {
        this.chart = chart;
        var styler = chart.getStyler();
        logX = styler.isXAxisLogarithmic();
        logY = styler.isYAxisLogarithmic();
        chart.getSeriesCollection().forEach(series ->
                given.put(series, new Points(series.getXData(), series.getYData(), series.getExtraValues())));
        dates = given.keySet().stream().anyMatch(series -> series.getxAxisDataType() == DataType.Date);
    }

    /** @param drawing XChart's own, at this size */
    static void paint(XYChart chart, int width, int height, Consumer<XyFrame> drawing) {
        var frame = new XyFrame(chart);
        var undo = frame.settings();
        try {
            frame.prepare(width, height);
            drawing.accept(frame);
        } finally {
            undo.run();
        }
    }

    double atX(double value) {
        return x == null ? value : x.at(value);
    }

    /** On the first y axis. */
    double atY(double value) {
        return y.values().iterator().next().at(value);
    }

    private void prepare(int width, int height) {
        if (given.isEmpty()) {
            return;
        }
        var styler = chart.getStyler();
        var across = styler.getPlotContentSize() * Math.max(60, width - 90);
        var up = styler.getPlotContentSize() * Math.max(40, height - 90);
        x = dates ? null : scale(given.values().stream().flatMapToDouble(points -> Arrays.stream(points.x())),
                styler.getXAxisMin(), styler.getXAxisMax(), logX, across / 90);
        given.keySet().stream().map(this::axis).distinct().forEach(axis ->
                y.put(axis, scale(given.entrySet().stream().filter(entry -> axis(entry.getKey()) == axis).map(Map.Entry::getValue)
                        .flatMapToDouble(XyFrame::ends), bound(styler.getYAxisMin(axis), styler.getYAxisMin()),
                        bound(styler.getYAxisMax(axis), styler.getYAxisMax()), logY, up < 160 ? up / 28 : up / 46)));
        given.forEach((series, points) -> replace(series, points, width, height));
        if (!dates) {
            styler.setXAxisLogarithmic(x.isPowers()).setXAxisLogarithmicDecadeOnly(false).setXAxisMin(x.from()).setXAxisMax(x.to());
            styler.setXAxisTickMarkSpacingHint(x.spacing(across, 0.9 * Math.min(across, up)));
            styler.setXAxisTickLabelsFormattingFunction(labels(at -> x, 0, styler.getXAxisTickLabelsFormattingFunction(),
                    styler.getXAxisDecimalPattern()));
            chart.setXAxisTitle(x.title(chart.getXAxisTitle()));
            breakEvenSpacing();
        }
        var first = y.values().iterator().next();
        styler.setYAxisLogarithmic(first.isPowers()).setYAxisLogarithmicDecadeOnly(false);
        styler.setYAxisTickMarkSpacingHint(first.spacing(up, 0.9 * up));
        styler.setYAxisTickLabelsFormattingFunction(labels(at -> y.get(y.size() == 1 ? y.keySet().iterator().next()
                : (int) Math.rint(at / AXES_APART)), y.size() == 1 ? 0 : AXES_APART, styler.getYAxisTickLabelsFormattingFunction(),
                styler.getYAxisDecimalPattern()));
        y.forEach((axis, scale) -> {
            styler.setYAxisMin(axis, scale.from() + shift(axis)).setYAxisMax(axis, scale.to() + shift(axis));
            chart.setYAxisGroupTitle(axis, scale.title(chart.getYAxisGroupTitle(axis)));
        });
    }

    /** The y axis of a series; all have one on a logarithmic scale. */
    private int axis(XYSeries series) {
        return logY ? 0 : series.getYAxisGroup();
    }

    private double shift(int axis) {
        return y.size() == 1 ? 0 : axis * AXES_APART;
    }

    private static Double bound(Double own, Double common) {
        return own == null ? common : own;
    }

    /** The y of points and the ends of their error bars. */
    private static DoubleStream ends(Points points) {
        var y = points.y();
        var errors = points.errors();
        return errors == null ? Arrays.stream(y)
                : DoubleStream.iterate(0, i -> i < y.length, i -> i + 1).flatMap(i -> {
                    var error = Double.isFinite(errors[(int) i]) ? errors[(int) i] : 0;
                    return DoubleStream.of(y[(int) i] - error, y[(int) i], y[(int) i] + error);
                });
    }

    private static AxisScale scale(DoubleStream values, Double min, Double max, boolean log, double ticks) {
        var drawable = values.filter(value -> Points.isDrawable(value, log)).toArray();
        var low = Arrays.stream(drawable).min().orElse(log ? 0.1 : 0);
        var high = Arrays.stream(drawable).max().orElse(1);
        var from = min != null && Points.isDrawable(min, log) ? min : max != null ? Math.min(low, max) : low;
        var to = max != null && Points.isDrawable(max, log) && max >= from ? max : Math.max(high, from);
        return log ? AxisScale.logarithmic(from, to, ticks)
                : AxisScale.even(from, to, Arrays.stream(drawable).allMatch(value -> value == Math.rint(value)), ticks);
    }

    private void replace(XYSeries series, Points points, int width, int height) {
        var upright = y.get(axis(series));
        var shift = shift(axis(series));
        var drawn = points.drawable(logX, logY)
                .map(value -> x == null ? value : near(x, x.at(value)), value -> near(upright, upright.at(value)) + shift, upright::length);
        if (x != null) {
            var style = series.getXYSeriesRenderStyle().orElse(XYSeriesRenderStyle.Line);
            // The picture may be drawn at twice its size; a marker is larger.
            var scatter = style == XYSeriesRenderStyle.Scatter;
            var fine = scatter ? 0.5 : 2;
            drawn = drawn.thinned(value -> Math.floor(x.share(value) * fine * width),
                    value -> Math.floor(upright.share(value - shift) * fine * height), !scatter);
        }
        series.replaceData(drawn.x(), drawn.y(), drawn.errors());
    }

    private static double near(AxisScale scale, double at) {
        var far = BEYOND * (scale.to() - scale.from());
        return scale.isPowers() || !(far > 0) || Double.isNaN(at) ? at : Math.max(scale.from() - far, Math.min(scale.to() + far, at));
    }

    /** The caller's own labels, or the scale's. */
    private static Function<Double, String> labels(DoubleFunction<AxisScale> scales, double apart, Function<Double, String> own,
                                                   String pattern) {
        var format = pattern == null ? null : new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        return at -> {
            var scale = scales.apply(at);
            var here = apart == 0 ? at : at - apart * Math.rint(at / apart);
            return own != null ? own.apply(scale.value(here)) : format != null ? format.format(scale.value(here)) : scale.label(here);
        };
    }

    /**
     * XChart puts the ticks of evenly spaced points on every n-th point, at 0, 43, 86. One invisible point between
     * them makes it count in round numbers.
     */
    private void breakEvenSpacing() {
        chart.addSeries(GHOST, new double[] {x.from() + (x.to() - x.from()) / Math.PI}, new double[] {Double.NaN})
                .setMarker(SeriesMarkers.NONE).setShowInLegend(false).setYAxisGroup(y.keySet().iterator().next());
    }

    /** Remembers the chart's data and settings. @return what puts them back */
    private Runnable settings() {
        var styler = chart.getStyler();
        var xTitle = chart.getXAxisTitle();
        var yTitle = chart.getYAxisTitle();
        var spacingX = styler.getXAxisTickMarkSpacingHint();
        var spacingY = styler.getYAxisTickMarkSpacingHint();
        var decadesX = styler.isXAxisLogarithmicDecadeOnly();
        var decadesY = styler.isYAxisLogarithmicDecadeOnly();
        var labelsX = styler.getXAxisTickLabelsFormattingFunction();
        var labelsY = styler.getYAxisTickLabelsFormattingFunction();
        var lowX = styler.getXAxisMin();
        var highX = styler.getXAxisMax();
        var lows = new LinkedHashMap<Integer, Double>();
        var highs = new LinkedHashMap<Integer, Double>();
        var titles = new LinkedHashMap<Integer, String>();
        given.keySet().stream().map(this::axis).distinct().forEach(axis -> {
            lows.put(axis, styler.getYAxisMin(axis));
            highs.put(axis, styler.getYAxisMax(axis));
            titles.put(axis, chart.getYAxisGroupTitle(axis).equals(yTitle) ? null : chart.getYAxisGroupTitle(axis));
        });
        return () -> {
            chart.removeSeries(GHOST);
            given.forEach((series, points) -> series.replaceData(points.x(), points.y(), points.errors()));
            chart.setXAxisTitle(xTitle);
            titles.forEach(chart::setYAxisGroupTitle);
            lows.forEach(styler::setYAxisMin);
            highs.forEach(styler::setYAxisMax);
            styler.setXAxisMin(lowX).setXAxisMax(highX).setXAxisLogarithmic(logX).setYAxisLogarithmic(logY);
            styler.setXAxisTickMarkSpacingHint(spacingX).setYAxisTickMarkSpacingHint(spacingY);
            styler.setXAxisLogarithmicDecadeOnly(decadesX).setYAxisLogarithmicDecadeOnly(decadesY);
            styler.setXAxisTickLabelsFormattingFunction(labelsX).setYAxisTickLabelsFormattingFunction(labelsY);
        };
    }
}
