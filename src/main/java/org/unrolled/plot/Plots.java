package org.unrolled.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.lines.SeriesLines;

/**
 * XChart's charts in the house style; add series with the chart's own {@code addSeries}. {@snippet :
 * var chart = Plots.lines("Loss", "step", "nats");
 * chart.addSeries("training", steps, losses);
 * Show.chart(chart);
 * }
 */
public final class Plots {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int SQUARE = 460;

    private Plots() {
    }

    /** Curves over a common x axis. */
    public static XYChart lines(String title, String xLabel, String yLabel) {
        return xy(WIDTH, HEIGHT, title, xLabel, yLabel);
    }

    /** Points without lines between them. */
    public static XYChart scatter(String title, String xLabel, String yLabel) {
        var chart = xy(WIDTH, HEIGHT, title, xLabel, yLabel);
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        chart.getStyler().setSeriesMarkers(HouseStyle.markers());
        return chart;
    }

    /** Bars over names; several series stand side by side. */
    public static CategoryChart bars(String title, String xLabel, String yLabel) {
        var chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(xLabel).yAxisTitle(yLabel).build();
        HouseStyle.apply(chart.getStyler());
        chart.getStyler().setSeriesColors(HouseStyle.fills());
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setAvailableSpaceFill(0.7);
        return chart;
    }

    /**
     * How often values fall in each of equally wide intervals; values that aren't finite are left out.
     *
     * @param bins number of intervals between the lowest and the highest value
     */
    public static CategoryChart histogram(String title, String xLabel, double[] values, int bins) {
        var finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (bins < 1 || finite.length == 0) {
            throw new IllegalArgumentException("a histogram of " + finite.length + " finite values in " + bins
                    + " intervals: expected at least one of each");
        }
        var low = Arrays.stream(finite).min().getAsDouble();
        var high = Arrays.stream(finite).max().getAsDouble();
        var width = high > low ? (high - low) / bins : 1;
        var counts = new double[bins];
        for (var value : finite) {
            counts[Math.min(bins - 1, (int) ((value - low) / width))]++;
        }
        var centres = new ArrayList<String>();
        for (var bin = 0; bin < bins; bin++) {
            centres.add(Ticks.number(low + (bin + 0.5) * width));
        }
        var chart = bars(title, xLabel, "count");
        chart.getStyler().setAvailableSpaceFill(0.97);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisMaxLabelCount(10);
        chart.addSeries("count", unique(centres), Arrays.stream(counts).boxed().toList());
        return chart;
    }

    /**
     * A matrix as a field of shades from its least value (white) to its greatest (dark blue), the values written in the
     * cells where they fit.
     *
     * @param values rows from top to bottom, shape [rowLabels, columnLabels]; NaN is drawn grey
     */
    public static HeatMapChart heatmap(String title, List<String> rowLabels, List<String> columnLabels, double[][] values) {
        return heatmap(title, rowLabels, columnLabels, values, false);
    }

    /** A {@link #heatmap} for values of both signs: blue below zero, white at zero, orange above. */
    public static HeatMapChart signedHeatmap(String title, List<String> rowLabels, List<String> columnLabels, double[][] values) {
        return heatmap(title, rowLabels, columnLabels, values, true);
    }

    /** A plane of two state variables; add paths with {@link #trajectory}. */
    public static XYChart phasePlane(String title, String xLabel, String yLabel) {
        return xy(SQUARE + 120, SQUARE, title, xLabel, yLabel);
    }

    /**
     * Draws a path through the plane, its start marked with a large dot.
     *
     * @param x first coordinate at each time step
     * @param y second coordinate, as many as of the first
     */
    public static void trajectory(XYChart plane, String name, double[] x, double[] y) {
        if (x.length == 0 || x.length != y.length) {
            throw new IllegalArgumentException("trajectory \"" + name + "\" has " + x.length + " x and " + y.length
                    + " y coordinates: expected as many of each, at least one");
        }
        var index = (int) plane.getSeriesCollection().stream().filter(series -> !series.getName().endsWith(AltText.START)).count();
        var colour = HouseStyle.colours()[index % HouseStyle.colours().length];
        plane.addSeries(name, x, y).setLineColor(colour).setLineStyle(HouseStyle.lines()[index % HouseStyle.lines().length]);
        plane.getSeries(name).setMarkerColor(colour).setMarker(new SparseMarker(HouseStyle.markers()[index % HouseStyle.markers().length]));
        var start = plane.addSeries(name + AltText.START, new double[] {x[0]}, new double[] {y[0]});
        start.setLineStyle(SeriesLines.NONE).setShowInLegend(false);
        start.setMarker(new StartMarker()).setMarkerColor(colour);
    }

    /** What the chart shows, in words: title, axes, and each series with its range and last value. */
    public static String altText(Chart<?, ?> chart) {
        return AltText.of(chart);
    }

    private static HeatMapChart heatmap(String title, List<String> rows, List<String> columns, double[][] values, boolean signed) {
        if (rows.isEmpty() || columns.isEmpty() || values.length != rows.size()
                || Arrays.stream(values).anyMatch(row -> row.length != columns.size())) {
            throw new IllegalArgumentException("heat map \"" + title + "\" has " + rows.size() + " row and " + columns.size()
                    + " column labels for values of shape [" + values.length + ", " + (values.length == 0 ? 0 : values[0].length)
                    + "]: expected a label for each row and each column");
        }
        var height = (int) Math.max(200, Math.min(620, 110 + 28.0 * rows.size()));
        return new LabelledHeatMap(WIDTH, height, title, rows, columns, values, signed);
    }

    private static XYChart xy(int width, int height, String title, String xLabel, String yLabel) {
        var chart = new XYChartBuilder().width(width).height(height).title(title).xAxisTitle(xLabel).yAxisTitle(yLabel).build();
        HouseStyle.apply(chart.getStyler());
        return chart;
    }

    /** XChart puts equal names on one place: neighbours that round to the same number get invisible differences. */
    private static List<String> unique(List<String> names) {
        var out = new ArrayList<String>();
        for (var name : names) {
            var free = name;
            while (out.contains(free)) {
                free += "\u200b";
            }
            out.add(free);
        }
        return out;
    }
}
