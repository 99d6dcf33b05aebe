package org.unrolled.plot;

import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;

/** XChart's charts in the house style; add series with the chart's own {@code addSeries}. */
public final class Plots {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    private Plots() {
    }

    /** Curves over a common x axis. */
    public static XYChart lines(String title, String xLabel, String yLabel) {
        var chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(xLabel).yAxisTitle(yLabel).build();
        HouseStyle.apply(chart.getStyler());
        return chart;
    }

    /** Points without lines between them. */
    public static XYChart scatter(String title, String xLabel, String yLabel) {
        var chart = lines(title, xLabel, yLabel);
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        chart.getStyler().setSeriesMarkers(HouseStyle.markers());
        return chart;
    }

    /** Bars over names; several series stand side by side. */
    public static CategoryChart bars(String title, String xLabel, String yLabel) {
        var chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(xLabel).yAxisTitle(yLabel).build();
        HouseStyle.apply(chart.getStyler());
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setAvailableSpaceFill(0.7);
        return chart;
    }

    /**
     * A matrix as a field of shades, the value written into each cell.
     *
     * @param values rows from top to bottom, shape [rowLabels, columnLabels]
     */
    public static HeatMapChart heatmap(String title, List<String> rowLabels, List<String> columnLabels, double[][] values) {
        var chart = new HeatMapChartBuilder().width(WIDTH).height(HEIGHT).title(title).build();
        HouseStyle.apply(chart.getStyler());
        return chart;
    }

    /** What the chart shows, in words: title, axes, and each series with its range and last value. */
    public static String altText(Chart<?, ?> chart) {
        return AltText.of(chart);
    }
}
