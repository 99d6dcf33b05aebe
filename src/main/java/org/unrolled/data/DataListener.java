package org.unrolled.data;

import java.io.PrintStream;
import java.util.Locale;

/** Hears how fetching goes on; a notebook can draw it as a progress bar. */
@FunctionalInterface
public interface DataListener {
    /** Something worth a line: a download starts, a mirror is used, a retry follows. */
    void note(String text);

    /**
     * A download goes on.
     *
     * @param what data set and file
     * @param done bytes so far
     * @param total bytes in all, or 0 if unknown
     */
    default void progress(String what, long done, long total) { }

    /** Hears nothing. */
    static DataListener silent() {
        return text -> { };
    }

    /** Prints notes, and for large files a line each tenth. */
    static DataListener printing(PrintStream out) {
        return new DataListener() {
            private static final long LARGE = 4_000_000;
            private String current = "";
            private long tenths;

            @Override
            public synchronized void note(String text) {
                out.println(text);
            }

            @Override
            public synchronized void progress(String what, long done, long total) {
                if (total < LARGE) {
                    return;
                }
                if (!what.equals(current)) {
                    current = what;
                    tenths = 0;
                }
                if (done * 10 / total > tenths) {
                    tenths = done * 10 / total;
                    out.println("  " + what + " " + tenths * 10 + " % of " + size(total));
                }
            }
        };
    }

    /** A number of bytes for people: {@code 1.1 MB}. */
    static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " bytes";
        }
        return bytes < 1_000_000 ? bytes / 1_000 + " kB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
