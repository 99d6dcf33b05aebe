package org.unrolled.plot;

import java.awt.Color;

/**
 * Scales from a number to a colour whose lightness falls in even steps, so that equal differences look equal and a grey
 * print keeps the order. Computed in OKLab (Ottosson, "A perceptual color space for image processing", 2020).
 */
final class Shades {
    private static final double LIGHTEST = 0.985;
    private static final double DARKEST = 0.32;
    private static final double BLUE = Math.toRadians(252);
    private static final double ORANGE = Math.toRadians(50);

    private Shades() {
    }

    /** White to dark blue. @param t 0 to 1, values outside are taken as the nearer end */
    static Color single(double t) {
        return shade(clamp(t), BLUE);
    }

    /** Blue for negative, white for zero, orange for positive. @param t -1 to 1 */
    static Color signed(double t) {
        return t < 0 ? shade(clamp(-t), BLUE) : shade(clamp(t), ORANGE);
    }

    /** Black or white, whichever is read more easily on this ground. */
    static Color inkOn(Color ground) {
        return luminance(ground) > 0.18 ? Color.BLACK : Color.WHITE;
    }

    /** Relative luminance as the WCAG defines it, 0 to 1. */
    static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed()) + 0.7152 * linear(colour.getGreen()) + 0.0722 * linear(colour.getBlue());
    }

    private static Color shade(double t, double hue) {
        var lightness = LIGHTEST + (DARKEST - LIGHTEST) * t;
        // The strongest colour that screens can show at this lightness and hue, up to a quiet maximum.
        var chroma = 0.13 * Math.sin(Math.PI * Math.min(0.75, t * 0.8));
        while (true) {
            var rgb = rgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
            if (chroma < 1e-3 || inRange(rgb)) {
                return new Color(channel(rgb[0]), channel(rgb[1]), channel(rgb[2]));
            }
            chroma *= 0.95;
        }
    }

    private static double[] rgb(double lightness, double a, double b) {
        var l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        var m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        var s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return new double[] {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
    }

    private static boolean inRange(double[] rgb) {
        for (var value : rgb) {
            if (value < 0 || value > 1) {
                return false;
            }
        }
        return true;
    }

    private static int channel(double linear) {
        var v = clamp(linear);
        return (int) Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055));
    }

    private static double linear(int channel) {
        var v = channel / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    private static double cube(double v) {
        return v * v * v;
    }

    private static double clamp(double t) {
        return Double.isNaN(t) ? 0 : Math.max(0, Math.min(1, t));
    }
}
