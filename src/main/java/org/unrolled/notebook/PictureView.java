package org.unrolled.notebook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nd4j.common.base.Preconditions;
import org.unrolled.vision.Picture;
import org.unrolled.vision.PictureFile;

/** Pictures with what is said of them, the pixels themselves in the page, so that a saved notebook is complete. */
final class PictureView {
    /** In an address the browser takes line breaks out; editors and differences choke on a line of megabytes. */
    private static final int LINE = 1000;
    /** Pixels of the page that a picture with words over it is wide. */
    private static final int LARGE = 256;
    /** How dark a place gets that is not looked at. */
    private static final double DARKEST = 0.85;

    private PictureView() {
    }

    /** @param texts of each picture, with line breaks */
    static MimeBundle sheet(int columns, List<Picture> pictures, List<String> texts) {
        Preconditions.checkArgument(columns >= 1 && !pictures.isEmpty() && pictures.size() == texts.size(), "%s pictures, %s texts, %s in a row: "
                + "expected a text for each of at least one picture, and at least one in a row", pictures.size(), texts.size(), columns);
        var html = new StringBuilder("<div class=\"unrolled-pictures\" style=\"display:grid;gap:10px;grid-template-columns:repeat(" + columns
                + ",minmax(0,1fr))\">");
        for (int i = 0; i < pictures.size(); i++) {
            html.append("<figure style=\"margin:0\">").append(img(pictures.get(i), texts.get(i), "max-width:100%"))
                .append("<figcaption style=\"font-size:90%;line-height:1.3\">").append(Html.escape(texts.get(i)).replace("\n", "<br>"))
                .append("</figcaption></figure>");
        }
        return MimeBundle.html(html + "</div>", String.join("\n\n", texts));
    }

    /** @param weights [words][rows x columns of the grid], row after row */
    static MimeBundle looks(Picture picture, List<String> words, double[][] weights, int rows) {
        int places = weights.length == 0 ? rows : weights[0].length;
        Preconditions.checkArgument(words.size() == weights.length && rows >= 1 && places % rows == 0, "%s words, weights of %s words over "
                + "%s places: expected weights for each word, and whole rows", words.size(), weights.length, places);
        var html = new StringBuilder("<div class=\"unrolled-looks\"><div style=\"position:relative;width:" + LARGE + "px\">")
            .append(img(picture, String.join(" ", words), "display:block;width:100%"))
            .append("<div style=\"position:absolute;inset:0;display:grid;grid-template-columns:repeat(" + places / rows + ",1fr)\">")
            .append("<div style=\"background:#000;opacity:0\"></div>".repeat(places)).append("</div></div><div style=\"font-size:120%\">");
        for (int i = 0; i < words.size(); i++) {
            double most = Arrays.stream(weights[i]).max().orElse(1);
            var dark = Arrays.stream(weights[i]).mapToObj(weight -> String.format(Locale.ROOT, "%.2f", DARKEST * (1 - weight / most)))
                .collect(Collectors.joining(","));
            var show = "var d=[" + dark + "];this.parentNode.previousSibling.lastChild.childNodes.forEach(function(p,i){p.style.opacity=d[i];});";
            html.append("<span tabindex=\"0\" style=\"cursor:pointer;padding:2px 4px\" onmouseover=\"").append(show).append("\" onfocus=\"")
                .append(show).append("\">").append(Html.escape(words.get(i))).append("</span> ");
        }
        return MimeBundle.html(html + "</div></div>", String.join(" ", words) + ", and where each word looked, in a grid of " + rows + " x "
            + places / rows);
    }

    private static String img(Picture picture, String alt, String style) {
        var data = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(PictureFile.png(picture));
        // Few pixels are shown as squares, and not as a blur.
        var sharp = picture.width() < LARGE / 2 ? ";image-rendering:pixelated" : "";
        return "<img style=\"" + style + sharp + "\" alt=\"" + Html.escape(alt.isBlank() ? "a picture" : alt.replace("\n", "; "))
            + "\" src=\"data:image/png;base64,\n" + new String(data, StandardCharsets.US_ASCII) + "\">";
    }
}
