package org.unrolled.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Numbers of every size can be drawn; XChart's own axes never end on some of them. The time limits are only against that. */
@Timeout(300)
class AnySeriesTest {
    private static final double[] X = {0, 1, 2};

    @Test
    void anySeriesCanBeDrawnByEveryKindOfChart() {
        Map<String, BiFunction<double[], double[], Chart<?, ?>>> kinds = new TreeMap<>();
        kinds.put("lines", (x, y) -> with(Plots.lines("lines", "x", "y"), x, y));
        kinds.put("scatter", (x, y) -> with(Plots.scatter("scatter", "", ""), x, y));
        kinds.put("logarithmic y", (x, y) -> logarithmic(false, true, x, y));
        kinds.put("logarithmic x and y", (x, y) -> logarithmic(true, true, x, y));
        kinds.put("bars", (x, y) -> {
            var chart = Plots.bars("bars", "x", "y");
            chart.addSeries("a", IntStream.range(0, y.length).mapToObj(i -> "n" + i).toList(), Arrays.stream(y).boxed().toList());
            return chart;
        });
        kinds.put("histogram", (x, y) -> Plots.histogram("histogram", "x", x, 1 + y.length % 40));
        kinds.put("heat map", (x, y) -> Plots.heatmap("heat map", List.of("x", "y"),
                IntStream.range(0, x.length).mapToObj(String::valueOf).toList(), new double[][] {x, y}));
        kinds.put("path", (x, y) -> {
            var plane = Plots.phasePlane("plane", "x", "y");
            Plots.trajectory(plane, "a", x, y, IntStream.range(0, x.length).mapToObj(String::valueOf).toList());
            return plane;
        });
        kinds.put("smoothed", (x, y) -> {
            var chart = Plots.lines("smoothed", "x", "y");
            Plots.smoothed(chart, "a", x, y, 0.9);
            return chart;
        });
        kinds.put("XChart's own lines", (x, y) -> with(new XYChartBuilder().width(300).height(200).build(), x, y));
        kinds.put("XChart's own bars", (x, y) -> {
            var chart = new CategoryChartBuilder().width(300).height(200).build();
            chart.addSeries("a", IntStream.range(0, y.length).mapToObj(i -> "n" + i).toList(), Arrays.stream(y).boxed().toList());
            return chart;
        });
        kinds.put("two y axes", (x, y) -> {
            var chart = with(Plots.lines("two", "x", "y"), x, y);
            chart.addSeries("b", x, x.clone()).setYAxisGroup(1);
            return chart;
        });
        var random = new Random(7);
        var drawn = 0;
        for (var kind : kinds.entrySet()) {
            for (var round = 0; round < 40; round++) {
                var size = round % 5 == 0 ? 1 : 2 + random.nextInt(30);
                var x = numbers(random, size, round % 3 == 0);
                var y = numbers(random, size, false);
                var chart = kind.getValue().apply(x, y);
                try {
                    assertTrue(inked(draw(chart)), kind.getKey());
                    assertFalse(Plots.altText(chart).isBlank());
                } catch (RuntimeException e) {
                    throw new AssertionError(kind.getKey() + " of x " + Arrays.toString(x) + ", y " + Arrays.toString(y), e);
                }
                drawn++;
            }
        }
        assertEquals(12 * 40, drawn);
    }

    /** Numbers around one of any size, at distances of any size from a few to a billion of its last places. */
    private static double[] numbers(Random random, int size, boolean rising) {
        var middle = switch (random.nextInt(6)) {
            case 0 -> 0.0;
            case 1 -> 1e15;
            case 2 -> (random.nextBoolean() ? 1 : -1) * Double.MAX_VALUE / (1 + random.nextInt(3));
            case 3 -> Double.MIN_VALUE * random.nextInt(1000);
            default -> (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextInt(616) - 308);
        };
        var spread = switch (random.nextInt(4)) {
            case 0 -> 0.0;
            case 1 -> Math.ulp(middle) * Math.pow(10, random.nextInt(10));
            case 2 -> Math.abs(middle);
            default -> Math.pow(10, random.nextInt(616) - 308);
        };
        var values = IntStream.range(0, size).mapToDouble(i -> middle + (rising ? (double) i / size : random.nextDouble()) * spread)
                .map(value -> Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value))).toArray();
        if (size > 3 && random.nextInt(3) == 0) {
            values[1 + random.nextInt(size - 2)] = random.nextBoolean() ? Double.NaN : Double.NEGATIVE_INFINITY;
        }
        return values;
    }

    private static XYChart with(XYChart chart, double[] x, double[] y) {
        chart.addSeries("a", x, y);
        return chart;
    }

    private static XYChart logarithmic(boolean x, boolean y, double[] xs, double[] ys) {
        var chart = with(Plots.lines("logarithmic", "x", "y"), xs, ys);
        chart.getStyler().setXAxisLogarithmic(x).setYAxisLogarithmic(y);
        return chart;
    }

    @Test
    void largeNumbersThatDifferLittleAreToldFromAnOffset() {
        var scale = AxisScale.even(1e15, 1e15 + 2, true, 5);
        assertEquals("time (+ 1e15)", scale.title("time"));
        assertEquals(List.of("0", "1", "2"), labels(scale, 1e15, 1e15 + 1, 1e15 + 2));
        assertEquals("x (− 1.000000000000001e17)", AxisScale.even(-1e17 - 16, -1e17 + 16, true, 5).title("x"));
        assertEquals("loss (× 1e-8 + 0.12345677)", AxisScale.even(0.123456779, 0.123456781, false, 5).title("loss"));
        assertEquals("× 1e308", AxisScale.even(-Double.MAX_VALUE, Double.MAX_VALUE, false, 5).title(""));
        assertEquals("y", AxisScale.even(1999, 2024, true, 5).title("y"));
        assertEquals(List.of("1,990", "2,000"), labels(AxisScale.even(1980, 2024, true, 5), 1990, 2000));
    }

    @Test
    void ticksKeepTheirLeadingZerosAndHaveAsManyDecimals() {
        assertEquals(List.of("0.0", "0.5", "1.0", "-0.5"), labels(AxisScale.even(-0.6, 1.1, false, 4), 0, 0.5, 1, -0.5));
        assertEquals(List.of("0.02", "0.04"), labels(AxisScale.even(0.01, 0.11, false, 5), 0.02, 0.04));
        assertEquals(List.of("0", "1"), labels(AxisScale.even(0, 2, true, 8), 0, 1));
        assertEquals(List.of("0.1", "", "1", "10"), labels(AxisScale.logarithmic(0.1, 20, 5), 0.1, 0.3, 1, 10));
        assertEquals(List.of("10⁻³⁰⁰", "10³⁰⁰"), labels(AxisScale.logarithmic(1e-300, 1e300, 5), 1e-300, 1e300));
        assertEquals(List.of("0.3", "0.5", ""), labels(AxisScale.logarithmic(0.3, 0.9, 5), 0.3, 0.5, 0.7));
    }

    private static List<String> labels(AxisScale scale, double... values) {
        return Arrays.stream(values).mapToObj(value -> scale.label(scale.at(value))).toList();
    }

    @Test
    void whatCannotBeDrawnIsSaid() {
        var chart = Plots.lines("Perplexity", "step", "perplexity");
        chart.addSeries("dev", X, new double[] {Double.POSITIVE_INFINITY, 90, Double.NaN});
        draw(chart);
        assertEquals("Line chart \"Perplexity\", perplexity over step. dev: 3 points, x from 0 to 2, y from 90 to 90, last none."
                + " Not drawn: 1 value of dev, infinite.", Plots.altText(chart));
        var loss = logarithmic(false, true, X, new double[] {1, 0, -1});
        assertTrue(Plots.altText(loss).endsWith(" Not drawn: 2 values of a, not positive (logarithmic axis)."), Plots.altText(loss));
        var bars = Plots.bars("F1", "", "");
        bars.addSeries("GRU", List.of("a", "b"), List.of(1, Double.POSITIVE_INFINITY));
        assertTrue(Plots.altText(bars).endsWith("GRU: a 1, b ∞. Not drawn: 1 value of GRU, infinite."), Plots.altText(bars));
        var counts = Plots.histogram("norms", "norm", new double[] {0, 1, Double.POSITIVE_INFINITY}, 2);
        assertTrue(Plots.altText(counts).endsWith("Not drawn: 1 infinite value."), Plots.altText(counts));
        var map = Plots.heatmap("map", List.of("a"), List.of("b", "c"), new double[][] {{1, Double.NEGATIVE_INFINITY}});
        assertTrue(Plots.altText(map).endsWith("; 1 is infinite."), Plots.altText(map));
        assertTrue(lowerInk(draw(loss)) > lowerInk(draw(logarithmic(false, true, X, new double[] {1, 1, 1}))), "a line below the chart");
    }

    @Test
    void endsThatDifferAreToldApart() {
        var chart = with(Plots.lines("close", "x", "y"), X, new double[] {3.14159, 3.14160, 3.14161});
        assertTrue(Plots.altText(chart).contains("y from 3.14159 to 3.14161,"), Plots.altText(chart));
        assertEquals("3.14 to 3.14", Ticks.range(3.14159, 3.14159));
        assertEquals("1.000000000000000e+15 to 1.000000000000002e+15", Ticks.range(1e15, 1e15 + 2));
        assertEquals("4.9e-324 to 1.0e-323", Ticks.range(Double.MIN_VALUE, 2 * Double.MIN_VALUE));
    }

    @Test
    void manyPointsAreThinnedToThosePixelsThatTheyCover() {
        var x = IntStream.range(0, 200_000).asDoubleStream().toArray();
        var y = Arrays.stream(x).map(Math::sin).toArray();
        y[31_337] = -7;
        y[77_777] = 9;
        Arrays.fill(y, 100_000, 120_000, Double.NaN);
        var points = new Points(x, y, null).thinned(value -> Math.floor(value / 200), value -> 0, true);
        assertTrue(points.x().length <= 4000, points.x().length + " points");
        assertEquals(-7, Arrays.stream(points.y()).filter(Double::isFinite).min().orElseThrow());
        assertEquals(9, Arrays.stream(points.y()).filter(Double::isFinite).max().orElseThrow());
        assertEquals(199_999, points.x()[points.x().length - 1]);
        assertTrue(Arrays.stream(points.y()).anyMatch(Double::isNaN), "the gap is still there");
        var chart = with(Plots.lines("long", "x", "y"), x, y);
        draw(chart);
        assertEquals(200_000, chart.getSeries("a").getXData().length);
        var random = new Random(3);
        var cloud = random.doubles(200_000).toArray();
        var other = random.doubles(200_000).toArray();
        assertTrue(new Points(cloud, other, null).thinned(value -> Math.floor(value * 100), value -> Math.floor(value * 50), false).x().length <= 5000);
        draw(with(Plots.scatter("cloud", "x", "y"), cloud, other));
        var path = with(Plots.lines("path", "x", "y"), cloud, other);
        draw(path);
        assertTrue(Plots.altText(path).contains("Not drawn: 200000 points of a, but for the extremes of each stretch"), Plots.altText(path));
    }

    @Test
    void aGapIsAlwaysAGap() {
        var drawable = new Points(new double[] {Double.NaN, 1, Double.POSITIVE_INFINITY, 3}, new double[] {1, 2, 3, -1}, null).drawable(false, true);
        assertArrayEquals(new double[] {1, 1, 1, 3}, drawable.x());
        assertArrayEquals(new double[] {Double.NaN, 2, Double.NaN, Double.NaN}, drawable.y());
    }

    @Test
    void drawingLeavesSettingsAsTheyWere() {
        var chart = with(Plots.lines("title", "x", "y"), new double[] {1e15, 1e15 + 1}, new double[] {1e-20, 1});
        chart.getStyler().setYAxisLogarithmic(true).setYAxisMax(2.0);
        draw(chart);
        assertEquals(List.of("title", "x", "y"), List.of(chart.getTitle(), chart.getXAxisTitle(), chart.getYAxisTitle()));
        assertTrue(chart.getStyler().isYAxisLogarithmic() && chart.getStyler().isLegendVisible());
        assertEquals(2.0, chart.getStyler().getYAxisMax());
        assertEquals(null, chart.getStyler().getXAxisTickLabelsFormattingFunction());
        assertArrayEquals(new double[] {1e15, 1e15 + 1}, chart.getSeries("a").getXData());
        assertEquals(List.of(640, 360), List.of(chart.getWidth(), chart.getHeight()));
    }

    @Test
    void aSinglePointIsThereAgainInTheNextDrawing() {
        var chart = with(Plots.lines("Loss", "step", "nats"), new double[] {1}, new double[] {1});
        var first = draw(chart);
        var second = draw(chart);
        assertTrue(coloured(first) > 20 && coloured(first) == coloured(second), coloured(first) + " and " + coloured(second) + " pixels");
    }

    private static long coloured(BufferedImage image) {
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == HouseStyle.colours()[0].getRGB()).count();
    }

    @Test
    void theLegendLeavesTheWidthToTheChart() {
        for (var count : new int[] {1, 2, 5}) {
            var chart = Plots.lines("Loss", "step", "nats");
            for (var i = 0; i < count; i++) {
                chart.addSeries("a series with a rather long name " + i, X, new double[] {i, 2, 3});
            }
            draw(chart);
            var plot = chart.getScreenXFromChart(2) - chart.getScreenXFromChart(0);
            assertTrue(plot > 0.8 * chart.getWidth(), count + " series: " + plot + " pixels");
        }
    }

    @Test
    void aLongNameIsCutBetweenLetters() {
        var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        var metrics = image.createGraphics().getFontMetrics();
        var family = "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
        for (var width = 0; width < 200; width++) {
            var text = Ticks.fit("ab" + family.repeat(5), metrics, width);
            var kept = text.substring(0, text.length() - (text.endsWith("…") ? 1 : 0));
            assertTrue(kept.length() <= 2 || (kept.length() - 2) % family.length() == 0, kept.length() + " chars kept");
        }
    }

    @Test
    void valuesOfBothSignsAreShadedAroundZero() {
        var map = Plots.heatmap("states", List.of("a"), List.of("-", "0", "+"), new double[][] {{-0.5, 0, 1}});
        var colours = draw(map);
        assertEquals(Shades.signed(0), new Color(colours.getRGB(280, 50)));
        assertEquals(Shades.single(0), new Color(draw(Plots.heatmap("shares", List.of("a"), List.of("0", "1"),
                new double[][] {{0, 1}})).getRGB(60, 50)));
    }

    private static boolean inked(BufferedImage image) {
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .anyMatch(i -> (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xff) < 128);
    }

    private static long lowerInk(BufferedImage image) {
        return IntStream.range(0, image.getWidth() * 15)
                .filter(i -> (image.getRGB(i % image.getWidth(), image.getHeight() - 18 + i / image.getWidth()) & 0xff) < 160).count();
    }

    private static BufferedImage draw(Chart<?, ?> chart) {
        var image = new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        Plots.draw(chart, pen);
        pen.dispose();
        return image;
    }
}
