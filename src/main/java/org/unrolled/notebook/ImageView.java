package org.unrolled.notebook;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Pictures as HTML that carries its own pixels, so that a saved notebook is complete and has alternative text. */
final class ImageView {
    private ImageView() {
    }

    /** @param scale how many pixels of the image stand for one pixel of the page, so that it is sharp on any screen */
    static MimeBundle bundle(BufferedImage image, int scale, String cssClass, String alt) {
        return MimeBundle.html(img(image, scale, cssClass, alt), alt);
    }

    static String img(BufferedImage image, int scale, String cssClass, String alt) {
        requireAlt(alt);
        var width = image.getWidth() / scale;
        return "<img class=\"" + cssClass + "\" width=\"" + width + "\" height=\"" + image.getHeight() / scale
                + "\" style=\"max-width:100%;height:auto;background:#fff\" alt=\"" + Html.escape(alt)
                + "\" src=\"data:image/png;base64," + base64(image) + "\">";
    }

    static MimeBundle svg(String svg, String alt) {
        requireAlt(alt);
        var start = svg.indexOf("<svg");
        if (start < 0) {
            throw new IllegalArgumentException("not a drawing: expected SVG source with an <svg> element, given \""
                    + svg.substring(0, Math.min(40, svg.length())) + "\"");
        }
        // As an image the drawing can't run scripts, and its ids and styles can't touch the page or another drawing.
        var source = svg.substring(start).contains("xmlns=") ? svg.substring(start)
                : "<svg xmlns=\"http://www.w3.org/2000/svg\"" + svg.substring(start + 4);
        var data = Base64.getEncoder().encodeToString(source.getBytes(StandardCharsets.UTF_8));
        return MimeBundle.html("<img class=\"unrolled-image\" style=\"max-width:100%;background:#fff\" alt=\""
                + Html.escape(alt) + "\" src=\"data:image/svg+xml;base64," + data + "\">", alt);
    }

    private static String base64(BufferedImage image) {
        var out = new ByteArrayOutputStream(1 << 16);
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture of " + image.getWidth() + " x " + image.getHeight()
                    + " pixels can't be written as PNG: " + e.getMessage(), e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static void requireAlt(String alt) {
        if (alt == null || alt.isBlank()) {
            throw new IllegalArgumentException(
                    "a picture without alternative text: say in a sentence what a reader would see");
        }
    }
}
