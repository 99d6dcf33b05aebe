package org.unrolled.plot;

import java.awt.Graphics2D;
import java.util.ArrayList;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/**
 * An XChart line chart whose n-th series has the n-th dashes as well as the n-th colour; XChart itself changes the
 * dashes only when the colours are used up.
 */
final class HouseChart extends XYChart {
    private final String kind;
    private String description = "";
    private String note = "";
    private XyFrame frame;

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

    /** What the caller left out, in words; empty: nothing. */
    String note() {
        return note;
    }

    void note(String words) {
        note = words;
    }

    /** The scales of the drawing that is under way. */
    XyFrame frame() {
        return frame;
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
            if (series.getMarker() instanceof SparseMarker sparse) {
                sparse.restart();
            }
        }
        Footer.paint(this, pen, width, height, room -> XyFrame.paint(this, width, room, scales -> {
            frame = scales;
            super.paint(pen, width, room);
        }));
        setHeight(height);
    }
}
