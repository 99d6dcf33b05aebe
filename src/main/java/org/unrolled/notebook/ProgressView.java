package org.unrolled.notebook;

import java.util.ArrayList;
import java.util.Locale;

/** How a progress bar looks at one moment. Total zero or less: not known. */
record ProgressView(String label, long done, long total, double seconds, String note, State state) {
    enum State {
        RUNNING("#0072b2"), DONE("#009e73"), STOPPED("#d55e00");

        final String colour;

        State(String colour) {
            this.colour = colour;
        }
    }

    double fraction() {
        return state == State.DONE ? 1 : total <= 0 ? 0 : Math.min(1, (double) done / total);
    }

    String html() {
        var known = total > 0 || state == State.DONE;
        var percent = Math.floor(100 * fraction());
        var now = known ? String.format(Locale.ROOT, " aria-valuenow=\"%.0f\" data-fraction=\"%.4f\"", percent, fraction()) : "";
        var bar = known ? String.format(Locale.ROOT, "width:%.2f%%;background:%s", 100 * fraction(), state.colour)
                : "width:100%;background:repeating-linear-gradient(-45deg," + state.colour + " 0 8px,transparent 8px 16px)";
        return "<div class=\"unrolled-progress\" role=\"progressbar\" aria-label=\"" + Html.escape(label)
                + "\" aria-valuemin=\"0\" aria-valuemax=\"100\"" + now + " aria-valuetext=\"" + Html.escape(plain())
                + "\" data-state=\"" + state.name().toLowerCase(Locale.ROOT)
                + "\" style=\"max-width:640px;margin:4px 0;line-height:1.4;font-variant-numeric:tabular-nums\">"
                + "<div style=\"display:flex;justify-content:space-between\"><span style=\"font-weight:600\">" + Html.escape(label)
                + "</span><span>" + Html.escape(headline()) + "</span></div>"
                + "<div style=\"height:8px;border-radius:4px;overflow:hidden;background:rgba(128,128,128,.25)\">"
                + "<div style=\"height:100%;border-radius:4px;" + bar + "\"></div></div>"
                + "<div style=\"display:flex;justify-content:space-between;gap:1em;font-size:90%\"><span>" + Html.escape(detail())
                + "</span><span>" + Html.escape(note) + "</span></div></div>";
    }

    String plain() {
        return label + ": " + headline() + " · " + detail() + (note.isBlank() ? "" : " · " + note);
    }

    private String headline() {
        var percent = total > 0 ? String.format(Locale.ROOT, "%.0f%%", Math.floor(100 * fraction())) : "";
        return switch (state) {
            case RUNNING -> total > 0 ? percent : "running";
            case DONE -> "done";
            case STOPPED -> total > 0 ? "stopped at " + percent : "stopped";
        };
    }

    private String detail() {
        var parts = new ArrayList<String>();
        parts.add(total > 0 ? String.format(Locale.ROOT, "%,d of %,d", done, total) : String.format(Locale.ROOT, "%,d", done));
        if (done > 0 && seconds > 0) {
            parts.add(rate(done / seconds));
        }
        if (state == State.RUNNING) {
            parts.add(Numbers.clock(seconds) + " elapsed");
            if (total > 0 && done > 0 && done < total) {
                parts.add(Numbers.clock(seconds * (total - done) / done) + " left");
            }
        } else {
            parts.add("in " + (seconds < 10 ? String.format(Locale.ROOT, "%.1f s", seconds) : Numbers.clock(seconds)));
        }
        return String.join(" · ", parts);
    }

    private static String rate(double perSecond) {
        return perSecond >= 100 ? String.format(Locale.ROOT, "%,.0f/s", perSecond)
                : perSecond >= 1 ? String.format(Locale.ROOT, "%.1f/s", perSecond)
                : String.format(Locale.ROOT, "%.1f s each", 1 / perSecond);
    }
}
