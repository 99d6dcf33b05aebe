package org.unrolled.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.internal.chartpart.Chart;

class SoundPlotsTest {
    @Test
    void aWaveFormSaysWhereItIsLoudest() {
        var samples = new float[160_000];
        Arrays.fill(samples, 0, 80_000, 0.1f);
        samples[120_000] = -0.75f;
        var chart = SoundPlots.waveform("a click", samples, 16_000);
        assertEquals("Wave form \"a click\", amplitude over seconds. 10 s, from -0.75 to 0.10, loudest at 7.50 s, root mean square 0.071.",
                Plots.altText(chart));
        // One sample among 160,000 is still drawn.
        var image = draw(chart);
        var low = 0;
        for (var y = 0; y < image.getHeight(); y++) {
            for (var x = image.getWidth() / 2; x < image.getWidth(); x++) {
                low = new Color(image.getRGB(x, y)).equals(HouseStyle.colours()[0]) ? Math.max(low, y) : low;
            }
        }
        assertTrue(low > image.getHeight() / 2, "the click ends in line " + low);
        draw(SoundPlots.waveform("one", new float[1], 8000));
        assertThrows(IllegalArgumentException.class, () -> SoundPlots.waveform("none", new float[0], 8000));
    }

    @Test
    void aSpectrogramIsDarkWhereItIsLoud() {
        var features = new float[1000][200];
        for (var t = 0; t < 1000; t++) {
            Arrays.fill(features[t], t < 500 ? 0 : 150, t < 500 ? 50 : 200, 5);
        }
        features[100][10] = 6;
        var chart = SoundPlots.spectrogram("two tones", features, 0.01, band -> 20 * band);
        assertEquals("Heat map \"two tones\": 1000 frames over 10 s, 200 bands from 0 to 3980 Hz; loudest at 1 s near 200 Hz.",
                Plots.altText(chart));
        var image = draw(chart);
        // Low and early, high and late are dark; the others are light.
        assertTrue(luminance(image, 0.3, 0.7) < 0.2);
        assertTrue(luminance(image, 0.7, 0.2) < 0.2);
        assertTrue(luminance(image, 0.3, 0.2) > 0.8);
        assertTrue(luminance(image, 0.7, 0.7) > 0.8);
    }

    @Test
    void whateverIsSoftOrShortCanBeDrawn() {
        draw(SoundPlots.spectrogram("silence", new float[3][5], 0.01, band -> band));
        draw(SoundPlots.spectrogram("one", new float[1][1], 0.01, band -> band));
        draw(SoundPlots.spectrogram("none", new float[][] {{Float.NaN}, {Float.NEGATIVE_INFINITY}}, 0.01, band -> band));
        assertThrows(IllegalArgumentException.class, () -> SoundPlots.spectrogram("none", new float[0][], 0.01, band -> band));
    }

    private static double luminance(BufferedImage image, double x, double y) {
        return Shades.luminance(new Color(image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight()))));
    }

    private static BufferedImage draw(Chart<?, ?> chart) {
        var image = new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        Plots.draw(chart, pen);
        pen.dispose();
        return image;
    }
}
