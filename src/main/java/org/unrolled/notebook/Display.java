package org.unrolled.notebook;

/** Where things are shown: a notebook's output area, a console, a list that a test reads, or nowhere. */
public interface Display {
    /** Shows the content below what is there already. */
    void show(MimeBundle content);

    /** Shows the content in a place that {@link #update} with the same id replaces later. */
    void open(String id, MimeBundle content);

    /**
     * Replaces what {@link #open} showed under this id. A display that {@linkplain #updatesInPlace can't} does nothing.
     */
    void update(String id, MimeBundle content);

    /** Whether {@link #update} works; where it doesn't, progress is told line by line. */
    boolean updatesInPlace();

    /** A display that drops everything. */
    static Display none() {
        return new Display() {
            @Override
            public void show(MimeBundle content) {
            }

            @Override
            public void open(String id, MimeBundle content) {
            }

            @Override
            public void update(String id, MimeBundle content) {
            }

            @Override
            public boolean updatesInPlace() {
                return true;
            }
        };
    }

    /** A display for programs outside a notebook: prints the plain text of each thing, one after the other. */
    static Display console(java.io.PrintStream out) {
        return new Display() {
            @Override
            public void show(MimeBundle content) {
                out.println(content.plain());
            }

            @Override
            public void open(String id, MimeBundle content) {
                show(content);
            }

            @Override
            public void update(String id, MimeBundle content) {
            }

            @Override
            public boolean updatesInPlace() {
                return false;
            }
        };
    }
}
