package org.unrolled.notebook;

import java.io.PrintStream;

/** Where things are shown: a notebook's output area, a console, or a list that a test reads. */
public interface Display {
    /** Shows the content below what is there already. */
    void show(MimeBundle content);

    /** Shows the content in a place that {@link #update} with the same id replaces later. */
    default void open(String id, MimeBundle content) {
        show(content);
    }

    /**
     * Replaces what {@link #open} showed under this id. A display that {@linkplain #updatesInPlace can't} does nothing.
     */
    default void update(String id, MimeBundle content) {
    }

    /** Whether {@link #update} works; where it doesn't, progress is told line by line. */
    default boolean updatesInPlace() {
        return false;
    }

    /** A display for programs outside a notebook: prints the plain text of each thing, one after the other. */
    static Display console(PrintStream out) {
        return content -> out.println(content.plain());
    }
}
