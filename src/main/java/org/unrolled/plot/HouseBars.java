package org.unrolled.plot;

import java.awt.Graphics2D;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** An XChart bar chart in the house style. */
final class HouseBars extends CategoryChart {
    HouseBars(int width, int height, String title, String xLabel, String yLabel) {
        super(new CategoryChartBuilder().width(width).height(height).title(title).xAxisTitle(xLabel).yAxisTitle(yLabel));
        HouseStyle.apply(getStyler());
        getStyler().setSeriesColors(HouseStyle.fills());
        getStyler().setPlotGridVerticalLinesVisible(false);
        getStyler().setAvailableSpaceFill(0.7);
    }

    @Override
    public void paint(Graphics2D pen, int width, int height) {
        getSeriesCollection().stream().filter(series -> series.getChartCategorySeriesRenderStyle().isEmpty())
                .forEach(series -> series.setChartCategorySeriesRenderStyle(getStyler().getDefaultSeriesRenderStyle()));
        Footer.paint(this, pen, width, height, room -> BarFrame.paint(this, room, () -> super.paint(pen, width, room)));
        setHeight(height);
    }
}
