package org.unrolled.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.audio.Sound;
import org.unrolled.audio.WavFile;
import org.unrolled.plot.Plots;
import org.unrolled.vision.Picture;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ShowTest {
    @Test
    void htmlHasAPlainTextBesideIt() {
        try (var screen = RecordingDisplay.install()) {
            Show.html("<p>Loss <b>1.2</b> &lt; 2</p>");
            assertEquals("<p>Loss <b>1.2</b> &lt; 2</p>", screen.last().html());
            assertEquals("Loss 1.2 < 2", screen.last().plain());
        }
    }

    @Test
    void aPictureCarriesItsPixelsAndItsWords() throws IOException {
        try (var screen = RecordingDisplay.install()) {
            Show.png(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB), "a black <box>");
            assertTrue(screen.last().html().contains("alt=\"a black &lt;box&gt;\""), screen.last().html());
            assertEquals(20, decode(screen.last().html()).getWidth());
            assertEquals("a black <box>", screen.last().plain());
        }
    }

    @Test
    void aSheetHasEachPictureAboveItsText() throws IOException {
        var pictures = List.of(new Picture(2, 1, new byte[] {-1, 0, 0, 0, -1, 0}), new Picture(1, 1, new byte[3]));
        try (var screen = RecordingDisplay.install()) {
            Show.pictures(2, pictures, List.of("a <dog>\n0.5", "nothing"));
            var html = screen.last().html();
            assertTrue(html.contains("repeat(2,") && html.contains("a &lt;dog&gt;<br>0.5</figcaption>"), html);
            assertTrue(html.indexOf("a &lt;dog&gt;<br>") < html.lastIndexOf("<img"), html);
            assertEquals(0xffff0000, decode(html.substring(0, html.lastIndexOf("<img")).replace(",\n", ",")).getRGB(0, 0));
            assertEquals("a <dog>\n0.5\n\nnothing", screen.last().plain());
        }
        assertThrows(IllegalArgumentException.class, () -> Show.pictures(2, pictures, List.of("one text")));
        assertThrows(IllegalArgumentException.class, () -> Show.pictures(0, pictures, List.of("a", "b")));
    }

    @Test
    void aWordDarkensWhereItDidNotLook() {
        var picture = new Picture(2, 2, new byte[12]);
        try (var screen = RecordingDisplay.install()) {
            Show.looks(picture, List.of("a", "<cat>"), new double[][] {{0.25, 0.25, 0.25, 0.25}, {0, 0.8, 0.2, 0}}, 2);
            var html = screen.last().html();
            assertTrue(html.contains("[0.00,0.00,0.00,0.00]") && html.contains("[0.85,0.00,0.64,0.85]"), html);
            assertTrue(html.contains(">&lt;cat&gt;</span>") && html.contains("repeat(2,1fr)"), html);
            assertEquals("a <cat>, and where each word looked, in a grid of 2 x 2", screen.last().plain());
        }
        assertThrows(IllegalArgumentException.class, () -> Show.looks(picture, List.of("a"), new double[2][4], 2));
        assertThrows(IllegalArgumentException.class, () -> Show.looks(picture, List.of("a"), new double[1][4], 3));
    }

    @Test
    void aSoundCarriesItsSamplesAndItsWords() {
        try (var screen = RecordingDisplay.install()) {
            Show.sound(new Sound(new float[16_000], 8000), "silence <b>");
            var html = screen.last().html();
            assertTrue(html.contains("<figcaption>silence &lt;b&gt;</figcaption><audio controls "), html.substring(0, 200));
            assertEquals("silence <b>: 2.00 s of sound at 8000 Hz", screen.last().plain());
            assertTrue(html.lines().allMatch(line -> line.length() <= 1000), "a line of more than 1,000 characters");
            // A browser takes the line breaks out of an address.
            var data = html.substring(html.indexOf("base64,") + 7, html.indexOf("\">", html.indexOf("base64,"))).replace("\n", "");
            assertEquals(new Sound(new float[16_000], 8000).seconds(), WavFile.read("page", Base64.getDecoder().decode(data)).seconds());
            Show.sound(new Sound(new float[0], 8000));
            assertEquals("0.00 s of sound at 8000 Hz", screen.last().plain());
            assertEquals("", screen.last().html());
        }
        assertEquals("0.00 s of sound at 8000 Hz, not played: sample 0 is NaN: only finite numbers are written",
                SoundView.ofCell(new Sound(new float[] {Float.NaN}, 8000)).plain());
        var hour = new Sound(new float[15_000_000], 8000);
        assertEquals("1875.00 s of sound at 8000 Hz would make the notebook 40 MB larger: cut a piece of it, or resample it",
                assertThrows(IllegalArgumentException.class, () -> Show.sound(hour)).getMessage());
    }

    @Test
    void aPictureWithoutWordsIsRefused() {
        var image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        assertThrows(IllegalArgumentException.class, () -> Show.png(image, " "));
        assertThrows(IllegalArgumentException.class, () -> Show.svg("<svg/>", null));
    }

    @Test
    void aDrawingIsShownAsAnImageSoThatItCannotTouchThePage() {
        try (var screen = RecordingDisplay.install()) {
            Show.svg("<?xml version=\"1.0\"?><svg width=\"9\"><script>alert(1)</script></svg>", "nothing");
            assertFalse(screen.last().html().contains("<script"), screen.last().html());
            assertTrue(screen.last().html().contains("src=\"data:image/svg+xml;base64,"), screen.last().html());
        }
        assertThrows(IllegalArgumentException.class, () -> Show.svg("<p>", "no drawing"));
    }

    @Test
    void aChartIsDrawnAtTwiceItsSize() throws IOException {
        try (var screen = RecordingDisplay.install()) {
            var chart = Plots.lines("Loss", "step", "nats");
            chart.addSeries("training", new double[] {0, 1}, new double[] {2, 1});
            Show.chart(chart);
            assertEquals(2 * chart.getWidth(), decode(screen.last().html()).getWidth());
            assertTrue(screen.last().html().contains("width=\"" + chart.getWidth() + "\""));
            Show.chart(chart, "words of my own");
            assertEquals("words of my own", screen.last().plain());
            Show.charts(2, chart, chart, chart);
            assertEquals(3, screen.last().html().split("<img ").length - 1);
            assertThrows(IllegalArgumentException.class, () -> Show.charts(0, chart));
        }
    }

    @Test
    void aSliderShowsTheFirstChartUntilItIsMoved() {
        try (var screen = RecordingDisplay.install()) {
            var charts = IntStream.of(1, 2, 3).mapToObj(n -> Plots.lines("chart " + n, "x", "y")).toList();
            charts.forEach(chart -> chart.addSeries("line", new double[] {0, 1}, new double[] {0, 1}));
            Show.slider("rate <η>", List.of("0.1", "0.2", "0.3"), charts);
            var html = screen.last().html();
            assertEquals(3, html.split("<img ").length - 1);
            assertEquals(2, html.split("display:none\">").length - 1, "all but the first are hidden");
            assertTrue(html.contains("rate &lt;η&gt; <input") && html.contains("max=\"2\""), html);
            assertTrue(html.contains("<output>0.1</output>"), html);
            assertTrue(screen.last().plain().startsWith("rate <η> 0.1: Line chart \"chart 1\""), screen.last().plain());
            assertThrows(IllegalArgumentException.class, () -> Show.slider("rate", List.of("0.1"), charts));
            assertThrows(IllegalArgumentException.class, () -> Show.slider("rate", List.of(), List.of()));
        }
    }

    @Test
    void aTableAlignsNumbersEscapesWordsAndSaysWhatIsLeftOut() {
        try (var screen = RecordingDisplay.install()) {
            var table = Table.create("words & counts", StringColumn.create("word", "<unk>", "the"),
                    DoubleColumn.create("share", 0.123456789, Double.NaN), IntColumn.create("count", 12345, 2));
            Show.table(table, 1);
            var html = screen.last().html();
            assertTrue(html.contains("words &amp; counts"), html);
            assertTrue(html.contains("&lt;unk&gt;"), html);
            assertTrue(html.contains("text-align:right;font-variant-numeric:tabular-nums\">0.12346<"), html);
            assertTrue(html.contains("first 1 of 2 rows, 3 columns"), html);
            Show.table(table);
            assertTrue(screen.last().html().contains(">–</td>"), screen.last().html());
            assertFalse(screen.last().html().contains("first "), screen.last().html());
        }
    }

    @Test
    void theDecimalsOfAColumnStandOneBelowTheOther() {
        try (var screen = RecordingDisplay.install()) {
            Show.table(Table.create("losses", StringColumn.create("model", "RNN", "LSTM, two layers", "none"),
                    DoubleColumn.create("loss", 2.5, 12.345678, Double.NaN), IntColumn.create("words", 12345, 2, 0)));
            assertEquals("losses\nmodel               loss  words\nRNN                2.500  12345\nLSTM, two layers  12.346      2"
                    + "\nnone                   –      0", screen.last().plain());
            assertTrue(screen.last().html().contains(">2.500</td>"), screen.last().html());
        }
        assertEquals(List.of("0.50", "98.77", "0.00", "∞"), columns(0.5, 98.77, 0, Double.POSITIVE_INFINITY));
        assertEquals(List.of("1", "20", "1,000"), columns(1, 20, 1000));
        assertEquals(List.of("0.500", "0.003"), columns(0.5, 0.003));
        assertEquals(List.of("12,345.678", "0.123"), columns(12345.678, 0.12345678));
        assertEquals(List.of("0.1", "1.000e-05"), columns(0.1, 1e-5));
    }

    private static List<String> columns(double... values) {
        return DoubleStream.of(values).mapToObj(Numbers.aligned(values)).toList();
    }

    @Test
    void aLongCellIsCutBetweenLetters() {
        try (var screen = RecordingDisplay.install()) {
            var family = "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
            Show.table(Table.create("", StringColumn.create("text", family.repeat(201), family.repeat(200))));
            assertTrue(screen.last().html().contains(">" + family.repeat(199) + "…</td>"));
            assertTrue(screen.last().html().contains(">" + family.repeat(200) + "</td>"));
        }
    }

    @Test
    void anArrayShowsTypeShapeOrderAndValues() {
        try (var screen = RecordingDisplay.install()) {
            Show.array("W", Nd4j.createFromArray(new float[][] {{0.5f, -1}, {2, 3.25f}}));
            assertEquals("W: float [2, 2], order c\n[[ 0.5000, -1.0000],\n [ 2.0000,  3.2500]]", screen.last().plain());
            Show.array("n", Nd4j.scalar(7));
            assertEquals("n: int scalar\n7", screen.last().plain());
            Show.array("tall", Nd4j.createFromArray(1L, 2, 3));
            assertEquals("tall: long [3]\n[1, 2, 3]", screen.last().plain());
            Show.array("gone", Nd4j.createFromArray(Float.NaN, Float.POSITIVE_INFINITY, 1e-12f));
            assertEquals("gone: float [3]\n[      NaN,         ∞, 1.000e-12]", screen.last().plain());
            Show.array("mask", Nd4j.createFromArray(true, false));
            assertEquals("mask: bool [2]\n[ true, false]", screen.last().plain());
            Show.array("text", Nd4j.create("a", "b<"));
            assertEquals("text: utf8 [2]\n[ \"a\", \"b<\"]", screen.last().plain());
            assertTrue(screen.last().html().contains("b&lt;"), screen.last().html());
        }
    }

    @Test
    void viewsAndHigherRanksPrintTheirOwnValues() {
        var cube = Nd4j.createFromArray(IntStream.range(0, 12).toArray()).reshape(2, 2, 3);
        assertEquals("[[[ 0,  1,  2],\n  [ 3,  4,  5]],\n\n [[ 6,  7,  8],\n  [ 9, 10, 11]]]", ArrayText.of(cube, 100));
        assertEquals("[[0, 6],\n [3, 9]]", ArrayText.of(cube.slice(0, 2).transpose(), 100));
    }

    @Test
    void ofALargeArrayTheEdgesStandForTheWhole() {
        var text = ArrayText.of(Nd4j.arange(10_000).reshape(100, 100), 400);
        assertEquals(7, text.lines().count(), text);
        assertTrue(text.lines().findFirst().orElseThrow().matches("\\[\\[ +0, +1, +2, …, +97, +98, +99],"), text);
        assertTrue(text.endsWith("9999]]"), text);
    }

    @Test
    void outsideANotebookNothingNeedsAKernel() {
        assertEquals("none", Kernel.name());
        Kernel.start();
    }

    @Test
    void aBundleNeedsPlainText() {
        assertThrows(IllegalArgumentException.class, () -> new MimeBundle(Map.of("text/html", "<b>x</b>")));
    }

    @Test
    void numbersReadWell() {
        assertEquals(Arrays.asList("0", "1,234", "0.5", "12.346", "1.235e+09", "2.000e-05", "NaN"),
                DoubleStream.of(0, 1234, 0.5, 12.3456, 1.2349e9, 2e-5, Double.NaN).mapToObj(Numbers::format).toList());
        assertEquals("1:02:03", Numbers.clock(3723));
    }

    private static BufferedImage decode(String html) throws IOException {
        var data = html.replaceAll("(?s).*base64,([^\"]*)\".*", "$1");
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
    }

    @Test
    void javaArraysShowTypeLengthsAndValues() {
        assertEquals("double[2][3]\n[[ 1.0000,  2.5000,  3.0000],\n [-1.0000,  0.0000,  1.0000]]",
                ArrayView.bundle(new double[][] {{1, 2.5, 3}, {-1, 0, 1}}).plain());
        assertEquals("int[2][]\n[[1, 2],\n [3]]", ArrayView.bundle(new int[][] {{1, 2}, {3}}).plain());
        assertEquals("String[2]\n[ \"a\", null]", ArrayView.bundle(new String[] {"a", null}).plain());
        assertEquals("float[2][]\n[[1],\n []]", ArrayView.bundle(new float[][] {{1}, null}).plain());
        assertEquals("int[1000]\n[  0,   1,   2, …, 997, 998, 999]", ArrayView.bundle(IntStream.range(0, 1000).toArray()).plain());
    }

    @Test
    void longTextBreaksBetweenWords() {
        try (var screen = RecordingDisplay.install()) {
            Show.text("a < b\n  c");
            assertEquals("a < b\n  c", screen.last().plain());
            assertTrue(screen.last().html().contains("white-space:pre-wrap;word-break:normal"), screen.last().html());
            assertTrue(screen.last().html().contains(">a &lt; b\n  c</pre>"), screen.last().html());
        }
    }
}
