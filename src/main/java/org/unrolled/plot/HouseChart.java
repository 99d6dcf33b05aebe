package org.unrolled.plot;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * An XChart line chart whose n-th series has the n-th dashes as well as the n-th colour; XChart itself changes the
 * dashes only when the colours are used up.
 */
final class HouseChart extends XYChart {
    private static final String GHOST = "\u200b";
    private static final int MOST_TICKS = 12;

    private final String kind;
    private String description = "";

    HouseChart(String kind, int width, int height, String title, String xLabel, String yLabel) {
        super(new XYChartBuilder().width(width).height(height).title(title).xAxisTitle(xLabel).yAxisTitle(yLabel));
        this.kind = kind;
        HouseStyle.apply(getStyler());
    }

    String kind() {
        return kind;
    }

    /** Words that stand for the description of the series; empty: describe each. */
    String description() {
        return description;
    }

    void describe(String words) {
        description = words;
    }

    /** Lets the named lines lie above the raw values behind them. */
    void raiseNamed() {
        for (var series : new ArrayList<>(seriesMap.values())) {
            if (series.isShowInLegend()) {
                seriesMap.remove(series.getName());
                seriesMap.put(series.getName(), series);
            }
        }
    }

    @Override
    public void paint(Graphics2D pen, int width, int height) {
        var lines = HouseStyle.lines();
        var index = 0;
        for (var series : getSeriesCollection()) {
            if (series.getLineStyle() == null) {
                series.setLineStyle(lines[index % lines.length]);
            }
            index += series.isShowInLegend() ? 1 : 0;
        }
        breakEvenSpacing();
        ManyDecades.paint(this, () -> super.paint(pen, width, height));
        removeSeries(GHOST);
    }

    /**
     * XChart puts the ticks of evenly spaced points on every n-th point, at 0, 43, 86. One invisible point between
     * them makes it count in round numbers.
     */
    private void breakEvenSpacing() {
        var x = getSeriesCollection().stream().flatMapToDouble(series -> Arrays.stream(series.getXData()))
                .filter(Double::isFinite).distinct().toArray();
        if (x.length > MOST_TICKS) {
            var low = Arrays.stream(x).min().getAsDouble();
            var high = Arrays.stream(x).max().getAsDouble();
            addSeries(GHOST, new double[] {low + (high - low) / Math.PI}, new double[] {Double.NaN})
                    .setMarker(SeriesMarkers.NONE).setShowInLegend(false);
        }
    }
}
