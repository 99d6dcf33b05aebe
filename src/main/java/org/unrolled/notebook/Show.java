package org.unrolled.notebook;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.audio.Sound;
import org.unrolled.plot.Plots;
import org.unrolled.vision.Picture;
import tech.tablesaw.api.Table;

/** Shows things in the notebook, in the middle of a cell as at its end. Outside a notebook their text is printed. */
public final class Show {
    private Show() {
    }

    /** Shows HTML as it is. Text that comes from data must be escaped by the caller. */
    public static void html(String html) {
        display().show(MimeBundle.html(html, Html.plain(html)));
    }

    /** Shows a drawing given as SVG source; {@code alt} says in words what it shows. */
    public static void svg(String svg, String alt) {
        display().show(ImageView.svg(svg, alt));
    }

    /** Shows a picture, one pixel of it on one pixel of the page; {@code alt} says in words what it shows. */
    public static void png(BufferedImage image, String alt) {
        display().show(ImageView.bundle(image, 1, "unrolled-image", alt));
    }

    /** Shows a chart, described by {@link Plots#altText}. */
    public static void chart(Chart<?, ?> chart) {
        display().show(ChartView.bundle(chart));
    }

    /** Shows a chart with a description of the caller's. */
    public static void chart(Chart<?, ?> chart, String alt) {
        display().show(ChartView.bundle(chart, alt));
    }

    /** Shows charts side by side, this many in a row. */
    public static void charts(int columns, Chart<?, ?>... charts) {
        display().show(ChartView.grid(columns, Arrays.asList(charts)));
    }

    /**
     * Shows one of several charts and a slider that goes from one to the next; the first where scripts don't run.
     *
     * @param label  before the slider: what changes from chart to chart
     * @param values what it is in each chart
     */
    public static void slider(String label, List<String> values, List<? extends Chart<?, ?>> charts) {
        display().show(ChartView.slider(label, values, charts));
    }

    /** Shows a player for a sound, which goes into the notebook itself. */
    public static void sound(Sound sound) {
        sound(sound, "");
    }

    /** Shows a player for a sound below its title. @throws IllegalArgumentException beyond ten minutes at 16 kHz, or as much otherwise */
    public static void sound(Sound sound, String title) {
        display().show(SoundView.bundle(sound, title));
    }

    /** Shows pictures, this many in a row, and below each what is said of it; a line break begins a new line. */
    public static void pictures(int columns, List<Picture> pictures, List<String> texts) {
        display().show(PictureView.sheet(columns, pictures, texts));
    }

    /**
     * Shows a picture with its caption below: whoever points at a word sees the picture as dark as the word didn't look there.
     *
     * @param weights of each word over the places of a grid, row after row
     * @param rows    of the grid
     */
    public static void looks(Picture picture, List<String> words, double[][] weights, int rows) {
        display().show(PictureView.looks(picture, words, weights, rows));
    }

    /** Shows a table, at most its first 20 rows. */
    public static void table(Table table) {
        table(table, TableView.ROWS);
    }

    /** Shows a table, at most its first rows. */
    public static void table(Table table, int rows) {
        display().show(TableView.bundle(table, rows));
    }

    /** Shows an array with its name, type, shape, order and values; of a large one, the corners. */
    public static void array(String name, INDArray array) {
        display().show(ArrayView.bundle(name, array));
    }

    /** Shows text as it is, line breaks and spaces kept; lines that are too long break between words. */
    public static void text(String text) {
        // JupyterLab breaks plain text within words.
        display().show(MimeBundle.html("<pre style=\"margin:0;padding:0;white-space:pre-wrap;word-break:normal;"
                + "overflow-wrap:anywhere;background:transparent;color:inherit\">" + Html.escape(text) + "</pre>", text));
    }

    private static Display display() {
        return Kernel.display();
    }
}
