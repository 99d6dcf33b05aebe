package org.unrolled.course;

import java.util.Locale;

/** How large a notebook's experiments are. */
enum Mode {
    QUICK, FULL;

    static Mode of(String setting) {
        if (setting == null || setting.isBlank()) {
            return QUICK;
        }
        return switch (setting.strip().toLowerCase(Locale.ROOT)) {
            case "quick" -> QUICK;
            case "full" -> FULL;
            default -> throw new IllegalArgumentException(
                    "UNROLLED_MODE is \"" + setting + "\": expected quick or full");
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
