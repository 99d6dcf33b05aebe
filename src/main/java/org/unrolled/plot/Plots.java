package org.unrolled.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nd4j.common.base.Preconditions;

/**
 * XChart's charts in the house style; add series with the chart's own {@code addSeries}. <pre>{@code
 * var chart = Plots.lines("Loss", "step", "nats");
 * chart.addSeries("training", steps, losses);
 * Show.chart(chart);
 * }</pre>
 */
public final class Plots {
    static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int SQUARE = 460;

    private Plots() {
    }

    /** Curves over a common x axis. */
    public static XYChart lines(String title, String xLabel, String yLabel) {
        return new HouseChart("Line chart", WIDTH, HEIGHT, title, xLabel, yLabel);
    }

    /** Points without lines between them. */
    public static XYChart scatter(String title, String xLabel, String yLabel) {
        var chart = new HouseChart("Scatter chart", WIDTH, HEIGHT, title, xLabel, yLabel);
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        chart.getStyler().setSeriesMarkers(HouseStyle.markers());
        return chart;
    }

    /** Bars over names; several series stand side by side. */
    public static CategoryChart bars(String title, String xLabel, String yLabel) {
        return new HouseBars(WIDTH, HEIGHT, title, xLabel, yLabel);
    }

    /**
     * How often values fall in each of equally wide intervals; values that aren't finite are left out.
     *
     * @param bins number of intervals between the lowest and the highest value
     */
    public static XYChart histogram(String title, String xLabel, double[] values, int bins) {
        var finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        Preconditions.checkArgument(bins >= 1 && finite.length != 0,
                "a histogram of %s finite values in %s intervals: expected at least one of each", finite.length, bins);
        var low = Arrays.stream(finite).min().getAsDouble();
        var high = Arrays.stream(finite).max().getAsDouble();
        // In halves where the distance of two doubles is more than a double holds.
        var scale = Double.isFinite(high - low) ? 1 : 0.5;
        var width = high > low ? Math.max(Double.MIN_VALUE, (scale * high - scale * low) / bins) : Math.max(1, Math.ulp(low));
        var counts = new double[bins];
        for (var value : finite) {
            counts[Math.min(bins - 1, (int) ((scale * value - scale * low) / width))]++;
        }
        // Each bar goes up at its left edge and down at its right one, a hair inside its interval.
        var x = new double[4 * bins];
        var y = new double[4 * bins];
        for (var bin = 0; bin < bins; bin++) {
            x[4 * bin] = x[4 * bin + 1] = Math.min(Double.MAX_VALUE, (scale * low + (bin + 0.02) * width) / scale);
            x[4 * bin + 2] = x[4 * bin + 3] = Math.min(Double.MAX_VALUE, (scale * low + (bin + 0.98) * width) / scale);
            y[4 * bin + 1] = y[4 * bin + 2] = counts[bin];
        }
        var chart = new HouseChart("Histogram", WIDTH, HEIGHT, title, xLabel, "count");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        chart.getStyler().setLegendVisible(false).setSeriesMarkers(new Marker[] {SeriesMarkers.NONE});
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.addSeries("count", x, y).setLineColor(Color.WHITE).setLineWidth(1).setFillColor(HouseStyle.colours()[0]);
        var peak = IntStream.range(0, bins).boxed().max(Comparator.comparingDouble(bin -> counts[bin])).orElseThrow();
        var ends = Ticks.range(low, high);
        chart.describe(finite.length + " values from " + ends + " in " + bins + " intervals, most (" + (int) counts[peak] + ") near "
                + Ticks.number(x[4 * peak] / 2 + x[4 * peak + 2] / 2));
        var infinite = Arrays.stream(values).filter(Double::isInfinite).count();
        chart.note(infinite == 0 ? "" : "Not drawn: " + infinite + (infinite == 1 ? " infinite value" : " infinite values"));
        return chart;
    }

    /**
     * A matrix as a field of shades from its least value (white) to its greatest (dark blue), the values written in the
     * cells where they fit. Values of both signs are drawn as by {@link #signedHeatmap}.
     *
     * @param values rows from top to bottom, shape [rowLabels, columnLabels]; NaN and infinity are drawn grey
     */
    public static HeatMapChart heatmap(String title, List<String> rowLabels, List<String> columnLabels, double[][] values) {
        var finite = Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).summaryStatistics();
        return LabelledHeatMap.of(title, rowLabels, columnLabels, values, finite.getMin() < 0 && finite.getMax() > 0);
    }

    /** A {@link #heatmap} for values that may have both signs, such as states: blue below zero, white at zero, orange above. */
    public static HeatMapChart signedHeatmap(String title, List<String> rowLabels, List<String> columnLabels, double[][] values) {
        return LabelledHeatMap.of(title, rowLabels, columnLabels, values, true);
    }

    /** A plane of two state variables; add paths with {@link #trajectory}. */
    public static XYChart phasePlane(String title, String xLabel, String yLabel) {
        return new HouseChart("Phase plane", SQUARE, SQUARE, title, xLabel, yLabel);
    }

    /**
     * Draws a path through the plane, its start marked with a large dot.
     *
     * @param x first coordinate at each time step
     * @param y second coordinate, as many as of the first
     */
    public static void trajectory(XYChart plane, String name, double[] x, double[] y) {
        Preconditions.checkArgument(x.length != 0 && x.length == y.length,
                "trajectory \"%s\" has %s x and %s y coordinates: expected as many of each, at least one",
                name, x.length, y.length);
        var index = next(plane);
        style(plane.addSeries(name, x, y), index).setMarker(new SparseMarker(HouseStyle.marker(index), false));
        var start = style(plane.addSeries(name + " (start)", new double[] {x[0]}, new double[] {y[0]}), index);
        start.setMarker(new StartMarker());
        start.setLineStyle(SeriesLines.NONE).setShowInLegend(false);
    }

    /**
     * Draws a path as {@link #trajectory(XYChart, String, double[], double[])} does and writes a label beside each point,
     * such as the token that led there.
     *
     * @param labels as many as points; empty ones are left out
     */
    public static void trajectory(XYChart plane, String name, double[] x, double[] y, List<String> labels) {
        Preconditions.checkArgument(labels.size() == x.length,
                "trajectory \"%s\" has %s points and %s labels: expected as many of both", name, x.length, labels.size());
        trajectory(plane, name, x, y);
        plane.getSeries(name).setMarker(HouseStyle.marker(next(plane) - 1));
        plane.addAnnotation(new PathLabels(x, y, labels));
    }

    /**
     * Draws a noisy curve as its exponential mean, the raw values faint behind it; a second call with the same name
     * replaces the points.
     *
     * @param weight of the past in each mean, from 0 to below 1
     */
    public static void smoothed(XYChart chart, String name, double[] x, double[] y, double weight) {
        var raw = name + " (raw)";
        if (chart.getSeries(name) == null) {
            var index = next(chart);
            var faint = style(chart.addSeries(raw, x, y), index);
            faint.setMarker(SeriesMarkers.NONE);
            faint.setLineColor(HouseStyle.faint(index)).setLineStyle(HouseStyle.lines()[0]).setLineWidth(1).setShowInLegend(false);
            style(chart.addSeries(name, x, exponentialMean(y, weight)), index);
            if (chart instanceof HouseChart house) {
                house.raiseNamed();
            }
        } else {
            chart.updateXYSeries(raw, x, y, null);
            chart.updateXYSeries(name, x, exponentialMean(y, weight), null);
        }
    }

    /** {@code m_t = weight m_(t-1) + (1 - weight) y_t}, without the pull to zero at the start; NaN is passed over. */
    static double[] exponentialMean(double[] values, double weight) {
        Preconditions.checkArgument(weight >= 0 && weight < 1,
                "smoothing %s: expected a weight of the past from 0 to below 1", weight);
        var means = new double[values.length];
        var sum = 0.0;
        var total = 0.0;
        for (var i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                sum = weight * sum + (1 - weight) * values[i];
                total = weight * total + (1 - weight);
            }
            means[i] = total == 0 ? Double.NaN : sum / total;
        }
        return means;
    }

    private static int next(XYChart chart) {
        return (int) chart.getSeriesCollection().stream().filter(XYSeries::isShowInLegend).count();
    }

    private static XYSeries style(XYSeries series, int index) {
        var colour = HouseStyle.colours()[index % HouseStyle.colours().length];
        series.setLineColor(colour).setLineStyle(HouseStyle.lines()[index % HouseStyle.lines().length]);
        series.setMarker(new SparseMarker(HouseStyle.marker(index), true)).setMarkerColor(colour);
        return series;
    }

    /**
     * Draws a chart at its size. Lines, points and bars of any numbers are drawn in bounded time, also those of charts that were
     * not made here.
     */
    public static void draw(Chart<?, ?> chart, Graphics2D pen) {
        if (chart instanceof XYChart lines && !(chart instanceof HouseChart)) {
            XyFrame.paint(lines, chart.getWidth(), chart.getHeight(), scales -> chart.paint(pen, chart.getWidth(), chart.getHeight()));
        } else if (chart instanceof CategoryChart bars && !(chart instanceof HouseBars)) {
            BarFrame.paint(bars, chart.getHeight(), () -> chart.paint(pen, chart.getWidth(), chart.getHeight()));
        } else {
            chart.paint(pen, chart.getWidth(), chart.getHeight());
        }
    }

    /** Says below the chart and in its description what the caller has left out; empty words take that back. */
    public static void note(XYChart chart, String words) {
        if (chart instanceof HouseChart house) {
            house.note(words);
        }
    }

    /** What the chart shows, in words: title, axes, and each series with its range and last value. */
    public static String altText(Chart<?, ?> chart) {
        return AltText.of(chart);
    }
}
