package org.unrolled.notebook;

import org.apache.commons.lang3.StringUtils;

/** Pieces of HTML that look right in JupyterLab's light and dark theme and in a static copy of the notebook. */
public final class Html {
    /** Lines and shades in a half-transparent grey stand out on white and on black. */
    static final String RULE = "1px solid rgba(128,128,128,.35)";

    private Html() {
    }

    /** Text as it must stand in HTML, in an attribute too. */
    public static String escape(String text) {
        return StringUtils.replaceEach(text, new String[] {"&", "<", ">", "\"", "'"},
                new String[] {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"});
    }

    /** The words of a piece of HTML, tags taken out: the plain text for readers that can't show HTML. */
    static String plain(String html) {
        return html.replaceAll("(?s)<(style|script)\\b.*?</\\1>", "").replaceAll("(?i)<br\\s*/?>|</(p|div|tr|h\\d|li)>", "\n")
                .replaceAll("<[^>]*>", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&#39;", "'").replace("&nbsp;", " ").replace("&amp;", "&")
                .replaceAll("[ \\t]+", " ").replaceAll(" ?\n ?", "\n").strip();
    }
}
