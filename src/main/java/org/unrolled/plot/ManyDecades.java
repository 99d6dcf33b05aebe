package org.unrolled.plot;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;

/**
 * A logarithmic y axis over many powers of ten. XChart labels every power, one over the other; here the chart is drawn with
 * the exponents on an even scale, which has room for its labels, and then put back as it was.
 */
final class ManyDecades {
    private static final int FEW = 9;
    private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private final XYChart chart;
    private final Map<String, double[]> values = new LinkedHashMap<>();
    private final Map<String, double[]> errors = new LinkedHashMap<>();
    private final Double lowest;
    private final Double highest;

    private ManyDecades(XYChart chart) {
        this.chart = chart;
        lowest = chart.getStyler().getYAxisMin();
        highest = chart.getStyler().getYAxisMax();
    }

    /** Draws; with exponents if the axis is logarithmic and spans too many powers of ten for XChart. */
    static void paint(XYChart chart, Runnable drawing) {
        var decades = new ManyDecades(chart);
        if (!chart.getStyler().isYAxisLogarithmic() || !(decades.to() - decades.from() > FEW)) {
            drawing.run();
            return;
        }
        decades.takeLogarithms();
        try {
            drawing.run();
        } finally {
            decades.restore();
        }
    }

    private double from() {
        return lowest == null ? exponents().min().orElse(0) : Math.log10(lowest);
    }

    private double to() {
        return highest == null ? exponents().max().orElse(0) : Math.log10(highest);
    }

    private DoubleStream exponents() {
        return chart.getSeriesCollection().stream().flatMapToDouble(series -> Arrays.stream(series.getYData()))
                .filter(y -> y > 0 && Double.isFinite(y)).map(Math::log10);
    }

    private void takeLogarithms() {
        // Ticks start at the axis's ends, which therefore are whole numbers of ticks.
        var step = Arrays.stream(new double[] {2, 5, 10, 20, 50, 100}).filter(size -> (to() - from()) / size <= FEW).findFirst().orElse(100);
        var low = step * Math.floor(from() / step);
        var high = step * Math.ceil(to() / step);
        for (var series : chart.getSeriesCollection()) {
            values.put(series.getName(), series.getYData());
            errors.put(series.getName(), series.getExtraValues());
            series.replaceData(series.getXData(), Arrays.stream(series.getYData())
                    .map(y -> y > 0 ? Math.log10(y) : Double.NaN).toArray(), null);
        }
        chart.getStyler().setYAxisLogarithmic(false).setYAxisTickLabelsFormattingFunction(ManyDecades::power);
        chart.getStyler().setYAxisMin(low).setYAxisMax(high);
    }

    private void restore() {
        chart.getSeriesCollection().forEach(series ->
                series.replaceData(series.getXData(), values.get(series.getName()), errors.get(series.getName())));
        chart.getStyler().setYAxisLogarithmic(true).setYAxisTickLabelsFormattingFunction(null);
        chart.getStyler().setYAxisMin(lowest).setYAxisMax(highest);
    }

    /** 10 to the power of a whole number; nothing between them. */
    static String power(double exponent) {
        if (exponent != Math.rint(exponent)) {
            return "";
        }
        var text = new StringBuilder(exponent < 0 ? "10⁻" : "10");
        String.valueOf((long) Math.abs(exponent)).chars().forEach(digit -> text.append(RAISED.charAt(digit - '0')));
        return text.toString();
    }
}
