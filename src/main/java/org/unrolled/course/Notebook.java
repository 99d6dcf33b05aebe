package org.unrolled.course;

import java.util.Locale;
import org.nd4j.common.base.Preconditions;

/** The two words that every notebook says; a kernel that the course has started knows them without an import. */
public final class Notebook {
    private Notebook() {
    }

    /** Stops the cell unless the claim holds: Java's own {@code assert} is switched off in notebooks. */
    public static void require(boolean holds, String claim) {
        Preconditions.checkState(holds, "this should hold, and does not: %s", claim);
    }

    /** Prints one line in the manner of {@link String#format}, with a point in its decimals in every country. */
    public static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
