package org.unrolled.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.internal.chartpart.Chart;

class PlotsTest {
    private static final double[] X = {0, 1, 2};

    @Test
    void eachSeriesHasItsOwnColourDashesAndMarker() {
        var chart = Plots.lines("Loss", "step", "nats");
        for (var name : List.of("RNN", "GRU", "LSTM", "n-gram")) {
            chart.addSeries(name, X, X);
        }
        draw(chart);
        var colours = new HashSet<Color>();
        var dashes = new HashSet<String>();
        var markers = new HashSet<Object>();
        for (var series : chart.getSeriesCollection()) {
            colours.add(series.getLineColor());
            dashes.add(Arrays.toString(series.getLineStyle().getDashArray()));
            markers.add(series.getMarker());
        }
        assertEquals(List.of(4, 4, 4), List.of(colours.size(), dashes.size(), markers.size()));
    }

    @Test
    void theColoursStandOutFromWhitePaper() {
        for (var colour : HouseStyle.colours()) {
            var contrast = 1.05 / (Shades.luminance(colour) + 0.05);
            assertTrue(contrast > 2, colour + " has a contrast of " + contrast + " on white");
        }
    }

    @Test
    void drawingLeavesTheSeriesAsTheyWere() {
        var chart = Plots.lines("Loss", "step", "nats");
        var x = IntStream.range(0, 50).asDoubleStream().toArray();
        chart.addSeries("training", x, x);
        draw(chart);
        draw(chart);
        assertEquals(1, chart.getSeriesCollection().size());
    }

    @Test
    void alternativeTextNamesTitleAxesSeriesAndLastValues() {
        var chart = Plots.lines("Loss", "step", "nats");
        chart.addSeries("training", X, new double[] {3, 2, 1.5});
        assertEquals("Line chart \"Loss\", nats over step. training: 3 points, x from 0 to 2, y from 1.50 to 3, last 1.50.",
                Plots.altText(chart));
        var bars = Plots.bars("Accuracy", "pooling", "share");
        bars.addSeries("GRU", List.of("mean", "max"), List.of(0.5, 0.75));
        assertEquals("Bar chart \"Accuracy\", share over pooling. GRU: mean 0.50, max 0.75.", Plots.altText(bars));
        assertEquals("Scatter chart \"Words\", y axis length.", Plots.altText(Plots.scatter("Words", "", "length")));
    }

    @Test
    void aChartWithoutPointsOrWithNothingButNaNCanBeDrawn() {
        draw(Plots.lines("empty", "x", "y"));
        var chart = Plots.lines("diverged", "x", "y");
        chart.addSeries("loss", X, new double[] {Double.NaN, Double.NaN, Double.NaN});
        draw(chart);
        assertTrue(Plots.altText(chart).endsWith("y from none to none, last none."), Plots.altText(chart));
    }

    @Test
    void aHistogramCountsEveryFiniteValueOnce() {
        var chart = Plots.histogram("norms", "norm", new double[] {0, 1, 1.5, 4, Double.NaN}, 4);
        // Heights of the four bars, each at its left and right edge.
        assertArrayEquals(new double[] {0, 1, 1, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 1, 1, 0}, chart.getSeries("count").getYData());
        assertEquals("Histogram \"norms\", count over norm. 4 values from 0 to 4 in 4 intervals, most (2) near 1.50.", Plots.altText(chart));
        assertThrows(IllegalArgumentException.class, () -> Plots.histogram("none", "x", new double[] {Double.NaN}, 4));
    }

    @Test
    void aHeatMapIsLightAtItsLeastAndDarkAtItsGreatestValue() {
        var map = Plots.heatmap("attention", List.of("a", "man"), List.of("ein", "Mann"), new double[][] {{0, 1}, {1, 0}});
        var image = draw(map);
        // A point of the upper left cell and one of the upper right cell, beside their numbers.
        var upperLeft = new Color(image.getRGB(80, 60));
        var upperRight = new Color(image.getRGB(map.getWidth() - 120, 60));
        assertTrue(Shades.luminance(upperLeft) > 0.8, upperLeft.toString());
        assertTrue(Shades.luminance(upperRight) < 0.1, upperRight.toString());
        assertEquals("Heat map \"attention\": 2 rows (a, man), 2 columns (ein, Mann), values from 0 to 1.", Plots.altText(map));
    }

    @Test
    void aHeatMapWantsALabelForEachRowAndColumn() {
        var wrong = assertThrows(IllegalArgumentException.class,
                () -> Plots.heatmap("attention", List.of("a"), List.of("ein", "Mann"), new double[][] {{0}}));
        assertEquals("heat map \"attention\" has 1 row and 2 column labels for values of shape [1, 1]: expected a label for"
                + " each row and each column", wrong.getMessage());
    }

    @Test
    void aHeatMapOfOneValueOrOfNaNCanBeDrawn() {
        draw(Plots.heatmap("one", List.of("a"), List.of("b"), new double[][] {{3}}));
        draw(Plots.signedHeatmap("none", List.of("a"), List.of("b"), new double[][] {{Double.NaN}}));
    }

    @Test
    void shadesGetDarkerInEvenStepsAndTheirInkCanBeRead() {
        for (var step = 0; step < 10; step++) {
            var shade = Shades.single(step / 10.0);
            assertTrue(lightness(shade) > lightness(Shades.single((step + 1) / 10.0)), "step " + step);
            var drop = lightness(shade) - lightness(Shades.single((step + 1) / 10.0));
            assertEquals(7.3, drop, 1.5, "CIE lightness from step " + step);
            var contrast = (Math.max(Shades.luminance(shade), Shades.luminance(Shades.inkOn(shade))) + 0.05)
                    / (Math.min(Shades.luminance(shade), Shades.luminance(Shades.inkOn(shade))) + 0.05);
            assertTrue(contrast >= 4.5, "contrast " + contrast + " at step " + step);
        }
        assertNotEquals(Shades.signed(-1), Shades.signed(1));
        assertEquals(Shades.signed(0), Shades.single(0));
    }

    @Test
    void aTrajectoryMarksItsStart() {
        var plane = Plots.phasePlane("dynamics", "h1", "h2");
        Plots.trajectory(plane, "settles", new double[] {1, 0.5}, new double[] {0, 0.1});
        Plots.trajectory(plane, "oscillates", new double[] {1, -1}, new double[] {0, 0});
        draw(plane);
        assertEquals(2, plane.getSeriesCollection().stream().filter(series -> series.isShowInLegend()).count());
        assertEquals(1, plane.getSeries("settles (start)").getXData()[0]);
        assertNotEquals(plane.getSeries("settles").getLineColor(), plane.getSeries("oscillates").getLineColor());
        assertThrows(IllegalArgumentException.class, () -> Plots.trajectory(plane, "odd", X, new double[] {1}));
    }

    @Test
    void smoothingIsTheWeightedMeanWithoutAPullToZero() {
        assertArrayEquals(new double[] {1, 3, 3}, Plots.exponentialMean(new double[] {1, 4, Double.NaN}, 0.5), 1e-12);
        assertArrayEquals(new double[] {7, 7, 7}, Plots.exponentialMean(new double[] {7, 7, 7}, 0.9), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> Plots.exponentialMean(X, 1));
    }

    private static BufferedImage draw(Chart<?, ?> chart) {
        var image = new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        chart.paint(pen, chart.getWidth(), chart.getHeight());
        pen.dispose();
        return image;
    }

    /** CIE 1976 lightness, 0 to 100. */
    private static double lightness(Color colour) {
        return 116 * Math.cbrt(Shades.luminance(colour)) - 16;
    }
}
