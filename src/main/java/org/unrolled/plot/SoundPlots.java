package org.unrolled.plot;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nd4j.common.base.Preconditions;

/** Pictures of sounds in the house style: over time, and over time and frequency. Show them with {@code Show.chart}. */
public final class SoundPlots {
    /** More than the pixels of a chart are not seen. */
    private static final int COLUMNS = 400;
    private static final int ROWS = 128;
    private static final int HEIGHT = 380;
    private static final int TICKS = 7;
    /** The part of the values, the softest, that is drawn alike, so that one silent frame doesn't take all shades. */
    private static final double SOFTEST = 0.05;

    private SoundPlots() {
    }

    /**
     * Amplitude over time; of a long sound the least and the greatest of each short stretch.
     *
     * @param samples    at least one; full scale is -1 to 1
     * @param sampleRate samples a second (Hz)
     */
    public static XYChart waveform(String title, float[] samples, int sampleRate) {
        Preconditions.checkArgument(samples.length > 0 && sampleRate > 0, "a wave form of %s samples at %s Hz: expected at least 1 of each",
                samples.length, sampleRate);
        int stretches = Math.min(samples.length, 2 * COLUMNS);
        var x = new double[2 * stretches];
        var y = new double[2 * stretches];
        var squares = 0.0;
        var loudest = 0;
        for (var stretch = 0; stretch < stretches; stretch++) {
            int from = (int) ((long) samples.length * stretch / stretches);
            int to = (int) ((long) samples.length * (stretch + 1) / stretches);
            x[2 * stretch] = x[2 * stretch + 1] = from / (double) sampleRate;
            y[2 * stretch] = y[2 * stretch + 1] = samples[from];
            for (var i = from; i < to; i++) {
                y[2 * stretch] = Math.min(y[2 * stretch], samples[i]);
                y[2 * stretch + 1] = Math.max(y[2 * stretch + 1], samples[i]);
                squares += (double) samples[i] * samples[i];
                loudest = Math.abs(samples[i]) > Math.abs(samples[loudest]) ? i : loudest;
            }
        }
        var chart = new HouseChart("Wave form", Plots.WIDTH, 240, title, "seconds", "amplitude");
        chart.getStyler().setLegendVisible(false);
        chart.addSeries("amplitude", x, y).setMarker(SeriesMarkers.NONE).setLineWidth(1);
        chart.describe(Ticks.number(samples.length / (double) sampleRate) + " s, from " + Ticks.range(Arrays.stream(y).min().orElseThrow(),
                Arrays.stream(y).max().orElseThrow()) + ", loudest at " + Ticks.number(loudest / (double) sampleRate)
                + " s, root mean square " + Ticks.number(Math.sqrt(squares / samples.length)));
        return chart;
    }

    /**
     * Features over time and frequency, such as log-mel features or a power spectrum's logarithm: dark is loud. Neighbours are drawn as
     * their mean where there are more than pixels.
     *
     * @param features        shape [frames][bands]
     * @param secondsPerFrame from a frame to the next
     * @param hertz           the frequency in the middle of each band
     */
    public static HeatMapChart spectrogram(String title, float[][] features, double secondsPerFrame, IntToDoubleFunction hertz) {
        Preconditions.checkArgument(features.length > 0 && features[0].length > 0,
                "a spectrogram of %s frames: expected at least 1 with a band", features.length);
        int bands = features[0].length;
        int rows = Math.min(ROWS, bands);
        int columns = Math.min(COLUMNS, features.length);
        var values = new double[rows][columns];
        for (var row = 0; row < rows; row++) {
            for (var column = 0; column < columns; column++) {
                int from = first(features.length, columns, column);
                int to = first(features.length, columns, column + 1);
                values[rows - 1 - row][column] = mean(features, from, to, first(bands, rows, row), first(bands, rows, row + 1));
            }
        }
        var times = labels(columns, column -> Ticks.number(
            first(features.length, columns, column) * secondsPerFrame, features.length * secondsPerFrame));
        var frequencies = labels(rows, row -> Ticks.number(Math.round(hertz.applyAsDouble(first(bands, rows, row)))));
        Collections.reverse(frequencies);
        var sorted = Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).sorted().toArray();
        var map = LabelledHeatMap.of(title, frequencies, times, values, false).axes("Hz", "seconds").sparse(HEIGHT);
        if (sorted.length > 0) {
            map.range(sorted[(int) (SOFTEST * sorted.length)], sorted[sorted.length - 1]);
        }
        return map.describe(describe(features, secondsPerFrame, hertz));
    }

    private static String describe(float[][] features, double secondsPerFrame, IntToDoubleFunction hertz) {
        var frame = 0;
        var band = 0;
        for (var t = 0; t < features.length; t++) {
            for (var k = 0; k < features[t].length; k++) {
                if (features[t][k] > features[frame][band]) {
                    frame = t;
                    band = k;
                }
            }
        }
        var ends = Ticks.range(Math.round(hertz.applyAsDouble(0)), Math.round(hertz.applyAsDouble(features[0].length - 1)));
        return features.length + " frames over " + Ticks.number(features.length * secondsPerFrame) + " s, " + features[0].length
                + " bands from " + ends + " Hz; loudest at " + Ticks.number(frame * secondsPerFrame) + " s near "
                + Ticks.number(Math.round(hertz.applyAsDouble(band))) + " Hz";
    }

    private static int first(int all, int parts, int part) {
        return (int) ((long) all * part / parts);
    }

    private static double mean(float[][] features, int from, int to, int low, int high) {
        var sum = 0.0;
        for (var t = from; t < to; t++) {
            for (var k = low; k < high; k++) {
                sum += features[t][k];
            }
        }
        return sum / ((to - from) * (high - low));
    }

    /** Words at some places, evenly apart; nothing at the others. */
    private static List<String> labels(int count, IntFunction<String> words) {
        var labels = new String[count];
        Arrays.fill(labels, "");
        int ticks = Math.min(TICKS, count);
        for (var tick = 0; tick < ticks; tick++) {
            int at = ticks == 1 ? 0 : (int) Math.round(tick * (count - 1.0) / (ticks - 1));
            labels[at] = words.apply(at);
        }
        return Arrays.asList(labels);
    }
}
