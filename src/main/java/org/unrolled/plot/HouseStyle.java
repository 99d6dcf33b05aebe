package org.unrolled.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One look for all charts: white ground, dark text, Okabe and Ito's colours (which readers with any common colour
 * blindness tell apart), and for each series its own dashes and marker, so that nothing is lost in a grey print.
 */
final class HouseStyle {
    private static final Color INK = new Color(0x22, 0x22, 0x22);
    private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);

    private HouseStyle() {
    }

    static void apply(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setChartFontColor(INK);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        styler.setChartTitlePadding(6);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendPosition(Footer.HERE);
        styler.setMarkerSize(7);
        styler.setSeriesColors(colours());
        styler.setSeriesLines(lines());
        styler.setSeriesMarkers(sparseMarkers());
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        styler.setAxisTickLabelsColor(INK);
        styler.setAxisTickMarksColor(INK);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(0.8f));
    }

    /** Okabe and Ito, "Color Universal Design", 2008; black first would be too loud, yellow too pale on white. */
    static Color[] colours() {
        return new Color[] {new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7),
            new Color(0x000000), new Color(0xe69f00), new Color(0x56b4e9)};
    }

    /** The same colours for areas, in an order in which neighbours differ in lightness too. */
    static Color[] fills() {
        return new Color[] {new Color(0x0072b2), new Color(0xe69f00), new Color(0x333333), new Color(0x56b4e9),
            new Color(0xd55e00), new Color(0xf0e442), new Color(0x009e73)};
    }

    static BasicStroke[] lines() {
        float[][] dashes = {{}, {8, 4}, {2, 3}, {10, 3, 2, 3}, {5, 2}, {14, 4}, {6, 2, 2, 2, 2, 2}};
        var strokes = new BasicStroke[dashes.length];
        for (var i = 0; i < dashes.length; i++) {
            strokes[i] = new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10,
                    dashes[i].length == 0 ? null : dashes[i], 0);
        }
        return strokes;
    }

    static Marker[] markers() {
        return new Marker[] {SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.DIAMOND, SeriesMarkers.CROSS, SeriesMarkers.TRIANGLE_DOWN, SeriesMarkers.PLUS};
    }

    static Marker marker(int index) {
        return markers()[index % markers().length];
    }

    /** The colour of a series as it lies behind its smoothed line. */
    static Color faint(int index) {
        var colour = colours()[index % colours().length];
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 70);
    }

    private static Marker[] sparseMarkers() {
        var markers = markers();
        for (var i = 0; i < markers.length; i++) {
            markers[i] = new SparseMarker(markers[i], true);
        }
        return markers;
    }
}
