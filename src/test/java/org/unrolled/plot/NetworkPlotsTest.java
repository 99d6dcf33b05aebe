package org.unrolled.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NetworkPlotsTest {
    private static final List<String> TOKENS = List.of("the", "old", "cat", "(", "asleep", ")", "purrs");

    @Test
    void lossesShowTrainingSmoothedAndValidationAsItIs() {
        var random = new Random(1);
        var steps = IntStream.range(0, 200).asDoubleStream().toArray();
        var training = IntStream.range(0, 200).mapToDouble(i -> 1.5 + 2.5 * Math.exp(-i / 40.0) + 0.2 * random.nextGaussian()).toArray();
        var chart = NetworkPlots.losses("Character model", "nats a character", steps, training,
                new double[] {50, 100, 150, 199}, new double[] {2.3, 1.9, 1.7, 1.66});
        draw("losses", chart);
        assertArrayEquals(new double[] {2.3, 1.9, 1.7, 1.66}, chart.getSeries("validation").getYData());
        var words = Plots.altText(chart);
        assertTrue(words.startsWith("Line chart \"Character model\", nats a character over step. training: 200 points"), words);
        assertTrue(words.endsWith("validation: 4 points, x from 50 to 199, y from 1.66 to 2.30, last 1.66."), words);
        assertEquals("RNN has 200 steps and 1 losses: expected as many of both", assertThrows(IllegalArgumentException.class,
                () -> NetworkPlots.losses("", "", steps, Map.of("RNN", new double[1]))).getMessage());
    }

    @Test
    void gradientsByLagAreDrawnOnALogarithmicScaleUntilTheyVanish() {
        var norms = new LinkedHashMap<String, double[]>();
        norms.put("RNN", IntStream.range(0, 100).mapToDouble(lag -> lag > 70 ? 0 : Math.pow(0.3, lag)).toArray());
        norms.put("GRU", IntStream.range(0, 100).mapToDouble(lag -> Math.pow(0.93, lag)).toArray());
        norms.put("LSTM", IntStream.range(0, 100).mapToDouble(lag -> 1.2 * Math.pow(0.97, lag)).toArray());
        var chart = NetworkPlots.gradientByLag("How far back the gradient reaches", norms);
        draw("gradient-by-lag", chart);
        assertTrue(chart.getStyler().isYAxisLogarithmic());
        assertTrue(Double.isNaN(chart.getSeries("RNN").getYData()[71]));
        var words = Plots.altText(chart);
        assertTrue(words.contains("RNN: 1 at the last step, 2.5e-37 70 steps back, then 0. GRU: 1 at the last step, 7.6e-04 99 steps back."),
                words);
        assertThrows(IllegalArgumentException.class, () -> NetworkPlots.gradientByLag("", Map.of("RNN", new double[3])));
        assertThrows(IllegalArgumentException.class, () -> NetworkPlots.gradientByLag("", Map.of("RNN", new double[] {-1})));
    }

    @Test
    void drawingManyPowersOfTenLeavesTheChartAsItWas() {
        var chart = Plots.lines("Fading", "steps back", "share");
        chart.addSeries("0.3", new double[] {0, 1, 2}, new double[] {1, 1e-20, 1e-40});
        chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(1e-30).setYAxisMax(1.0);
        draw("many-decades", chart);
        assertTrue(chart.getStyler().isYAxisLogarithmic());
        assertArrayEquals(new double[] {1, 1e-20, 1e-40}, chart.getSeries("0.3").getYData());
        assertEquals(List.of(1e-30, 1.0), List.of(chart.getStyler().getYAxisMin(), chart.getStyler().getYAxisMax()));
        assertEquals(List.of("10⁰", "10⁻³⁷", "10¹²", ""), Stream.of(0.0, -37.0, 12.0, -2.5).map(AxisScale::power).toList());
    }

    @Test
    void eachOfManyPowersHasItsLabel() {
        // A label is dark in the strip left of the axis; without any, the strip would be white but for the axis' own title.
        for (int decades : new int[] {12, 17, 37, 80, 300}) {
            var y = IntStream.rangeClosed(0, 10).mapToDouble(i -> 0.7 * Math.pow(10, -decades * i / 10.0)).toArray();
            var chart = NetworkPlots.gradientByLag("fading", Map.of("RNN", y));
            var image = draw("decades-" + decades, chart);
            int labels = 0;
            boolean inside = false;
            for (int row = 30; row < 310; row++) {
                int line = row;
                boolean ink = IntStream.range(28, 56).anyMatch(x -> Shades.luminance(new Color(image.getRGB(x, line))) < 0.3);
                labels += ink && !inside ? 1 : 0;
                inside = ink;
            }
            assertTrue(labels >= 4 && labels <= 20, decades + " powers of ten: " + labels + " labels");
        }
    }

    @Test
    void aFewPowersOfTenKeepTheirNumbers() {
        var chart = NetworkPlots.gradientByLag("LSTM alone", Map.of("LSTM", new double[] {1, 0.3, 0.1, 0.02, 0}));
        draw("few-decades", chart);
        assertTrue(Double.isNaN(chart.getSeries("LSTM").getYData()[4]));
    }

    @Test
    void aGradientThatIsTheSameAtAllLagsCanBeDrawn() {
        draw("gradient-flat", NetworkPlots.gradientByLag("flat", Map.of("identity", new double[] {1, 1, 1})));
    }

    @Test
    void theNormByLagCountsBackFromTheLastStep() {
        // Two examples, two units, two steps: norms 5 and 1 at the first step, 0 and 2 at the last.
        var gradients = Nd4j.createFromArray(new double[][][] {{{3, 0}, {4, 0}}, {{1, 2}, {0, 0}}});
        assertArrayEquals(new double[] {1, 3}, NetworkPlots.normByLag(gradients), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> NetworkPlots.normByLag(Nd4j.zeros(2, 2)));
    }

    @Test
    void aGateIsShadedFromZeroToOneWhateverItsValues() {
        var half = Nd4j.valueArrayOf(new long[] {1, 2, 7}, 0.5);
        var image = draw("gate", NetworkPlots.gate("Forget gate", TOKENS, half));
        assertEquals(Shades.single(0.5), new Color(image.getRGB(100, 50)));
        var traced = wave(8, 7, 3).mul(0.5).add(0.5);
        var chart = NetworkPlots.gate("Forget gate of three units", TOKENS, traced, 0, 3, 5);
        draw("gate-units", chart);
        assertTrue(Plots.altText(chart).startsWith(
                "Heat map \"Forget gate of three units\": 3 rows (unit: 0, 3, 5), 7 columns (token: the, old, cat, (, asleep, ), purrs)"),
                Plots.altText(chart));
        assertEquals("unit 8, expected 0 to 7",
                assertThrows(IllegalArgumentException.class, () -> NetworkPlots.gate("", TOKENS, traced, 8)).getMessage());
    }

    @Test
    void aLongTextsCharactersCanAllBeRead() {
        var characters = "The \u201cking (who had no crown) slept\u201d.\nNext morning he".codePoints().mapToObj(Character::toString).toList();
        var chart = NetworkPlots.gate("Forget gate, character by character", characters,
                wave(16, characters.size(), 3).mul(0.5).add(0.5));
        draw("gate-characters", chart);
        assertTrue(chart.getWidth() > 16 * characters.size(), "width " + chart.getWidth());
        var spaces = NetworkPlots.gate("two", List.of("a", " ", "\n"), wave(2, 3, 1).mul(0.5).add(0.5));
        assertTrue(Plots.altText(spaces).contains("(token: a, ␣, ↵)"), Plots.altText(spaces));
    }

    @Test
    void gatesAreAveragedOverTheUnitsAndTheCandidateIsLeftOut() {
        var gates = new LinkedHashMap<String, INDArray>();
        gates.put("candidate", wave(4, 7, 1));
        gates.put("forget", Nd4j.createFromArray(new double[][] {{0, 0, 0, 0, 0, 0, 0}, {1, 1, 1, 1, 1, 1, 0.5}}));
        gates.put("input", wave(4, 7, 2).mul(0.5).add(0.5));
        var chart = NetworkPlots.gates("Gates while reading", TOKENS, gates);
        draw("gates", chart);
        assertTrue(Plots.altText(chart).contains("2 rows (mean of units: forget, input)"), Plots.altText(chart));
        assertTrue(Plots.altText(chart).contains("(token: the, old, cat, (, asleep, ), purrs)"), Plots.altText(chart));
        var none = assertThrows(IllegalArgumentException.class,
                () -> NetworkPlots.gates("Gates", TOKENS, Map.of("candidate", wave(4, 7, 1))));
        assertEquals("no gate among [candidate]: expected activations from 0 to 1", none.getMessage());
    }

    @Test
    void theLiveliestUnitsCanBePicked() {
        var states = Nd4j.createFromArray(new float[][] {{0, 0, 0}, {-1, 1, -1}, {0.5f, 0.6f, 0.5f}, {0, 1, 0}});
        assertArrayEquals(new int[] {1, 3}, NetworkPlots.liveliest(states, 2));
        assertArrayEquals(new int[] {0, 1, 2, 3}, NetworkPlots.liveliest(states, 9));
        var sentence = wave(24, 7, 4);
        draw("liveliest", NetworkPlots.gate("Liveliest units", TOKENS, sentence.mul(0.5).add(0.5), NetworkPlots.liveliest(sentence, 12)));
        assertEquals("values of shape [24, 7], expected [hidden, time] for 2 tokens: take one example of a batch with get(point(i))",
                assertThrows(IllegalArgumentException.class, () -> NetworkPlots.gate("", List.of("a", "b"), sentence)).getMessage());
    }

    @Test
    void trajectoriesRunInThePlaneOfMostVariance() {
        // Points on a plane in three dimensions, spread 10 times as much along (0, 0.6, 0.8) as along (1, 0, 0).
        var states = Nd4j.zeros(DataType.DOUBLE, 3, 40);
        for (int t = 0; t < 40; t++) {
            double wide = 10 * Math.cos(t / 5.0), narrow = Math.sin(t / 5.0);
            states.putColumn(t, Nd4j.createFromArray(narrow, 0.6 * wide + 7, 0.8 * wide));
        }
        var chart = NetworkPlots.trajectories("Two sentences", Map.of("one", states));
        draw("trajectories", chart);
        var x = chart.getSeries("one").getXData();
        var y = chart.getSeries("one").getYData();
        assertEquals(20, Math.abs(x[0] - x[16]), 0.1);
        assertEquals(2, Arrays.stream(y).max().getAsDouble() - Arrays.stream(y).min().getAsDouble(), 0.1);
        assertTrue(chart.getXAxisTitle().startsWith("component 1 (99 %"), chart.getXAxisTitle());
    }

    @Test
    void twoUnitsArePlottedAsTheyAre() {
        var chart = NetworkPlots.trajectories("Two units", Map.of("one", Nd4j.createFromArray(new double[][] {{1, 2, 3}, {5, 5, 4}})));
        assertArrayEquals(new double[] {1, 2, 3}, chart.getSeries("one").getXData());
        assertEquals("unit 1", chart.getYAxisTitle());
        assertThrows(IllegalArgumentException.class,
                () -> NetworkPlots.trajectories("", Map.of("one", Nd4j.createFromArray(new double[][] {{1, 2, 3}}))));
    }

    @Test
    void aSentencesTokensStandBesideItsPath() {
        var chart = NetworkPlots.trajectory("One sentence", TOKENS, wave(6, 7, 5));
        draw("trajectory-labels", chart);
        assertEquals(7, chart.getSeries("states").getXData().length);
        assertThrows(IllegalArgumentException.class,
                () -> Plots.trajectory(chart, "b", new double[] {1}, new double[] {1}, List.of()));
    }

    @Test
    void confusionsAreShadedByRowAndToldInWords() {
        var chart = NetworkPlots.confusion("Word classes", List.of("noun", "verb", "adjective", "other"),
                new long[][] {{930, 41, 12, 0}, {35, 402, 3, 1}, {18, 2, 96, 0}, {0, 0, 0, 0}});
        var image = draw("confusion", chart);
        assertEquals("Heat map \"Word classes\": 4 classes, 1428 of 1540 right; most often wrong: noun taken for verb 41 times,"
                + " verb taken for noun 35 times, adjective taken for noun 18 times.", Plots.altText(chart));
        assertTrue(Shades.luminance(new Color(image.getRGB(120, 50))) < 0.2);
        draw("confusion-one", NetworkPlots.confusion("All right", List.of("a"), new long[][] {{3}}));
    }

    @Test
    void aConfusionMatrixOfManyClassesCanBeDrawn() {
        var labels = IntStream.range(0, 30).mapToObj(i -> "class " + i).toList();
        var counts = new long[30][30];
        IntStream.range(0, 900).forEach(i -> counts[i / 30][i % 30] = i / 30 == i % 30 ? 1000 : i % 7);
        draw("confusion-many", NetworkPlots.confusion("Many classes", labels, counts));
    }

    @Test
    void anAlignmentShowsWhereATranslationLooksAndWhereItShould() {
        var source = List.of("ein", "hund", "ist", "gerannt", ".");
        var target = List.of("a", "dog", "ran", ".");
        double[][] weights = {{0.9, 0.06, 0.02, 0.01, 0.01}, {0.1, 0.8, 0.05, 0.04, 0.01}, {0, 0.02, 0.5, 0.46, 0.02},
            {0, 0, 0.01, 0.04, 0.95}};
        var chart = NetworkPlots.alignment("Attention", source, target, weights, new int[][] {{0, 0}, {1, 1}, {3, 2}, {4, 3}});
        var image = draw("alignment", chart);
        assertEquals("Heat map \"Attention\": 4 target by 5 source tokens; look most: a at ein 0.90, dog at hund 0.80, ran at ist"
            + " 0.50, . at . 0.95; 3 of 4 with a known alignment look most where it is.", Plots.altText(chart));
        var plain = NetworkPlots.alignment("Attention", source, target, weights, null);
        var without = draw("alignment-plain", plain);
        assertTrue(count(image, new Color(0xd55e00)) > 200, "frames around the known links");
        assertEquals(0, count(without, new Color(0xd55e00)));
        assertTrue(Plots.altText(plain).endsWith("ran at ist 0.50, . at . 0.95."), Plots.altText(plain));
    }

    @Test
    void alignmentsOfLongSentencesCanBeDrawnAndMistakesAreNamed() {
        var words = IntStream.range(0, 40).mapToObj(i -> "Donaudampfschifffahrt" + i).toList();
        var weights = new double[40][40];
        IntStream.range(0, 40).forEach(i -> weights[i][39 - i] = 1);
        var chart = NetworkPlots.alignment("Forty words", words, words, weights, new int[][] {{39, 0}});
        draw("alignment-long", chart);
        assertTrue(Plots.altText(chart).endsWith(" and so on; 1 of 1 with a known alignment look most where it is."), Plots.altText(chart));
        var e = assertThrows(IllegalArgumentException.class,
                () -> NetworkPlots.alignment("", words, words, weights, new int[][] {{40, 0}}));
        assertEquals("link [40, 0] between 40 source and 40 target tokens: expected {source position, target position}, counted"
                + " from 0", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> NetworkPlots.alignment("", words, List.of("a"), weights, null));
    }

    private static long count(BufferedImage image, Color colour) {
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == colour.getRGB()).count();
    }

    /** Smooth values from -1 to 1, shape [hidden, time]. */
    private static INDArray wave(int hidden, int time, int seed) {
        var values = new double[hidden][time];
        for (int u = 0; u < hidden; u++) {
            for (int t = 0; t < time; t++) {
                values[u][t] = Math.sin(seed + 1.3 * u + (0.4 + 0.1 * (u % 5)) * t);
            }
        }
        return Nd4j.createFromArray(values);
    }

    /** Draws; with -Dplots=FOLDER the picture is kept there to be looked at. */
    private static BufferedImage draw(String name, Chart<?, ?> chart) {
        var image = new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        chart.paint(pen, chart.getWidth(), chart.getHeight());
        pen.dispose();
        var folder = System.getProperty("plots");
        if (folder != null) {
            try {
                ImageIO.write(image, "png", new File(folder, name + ".png"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return image;
    }
}
