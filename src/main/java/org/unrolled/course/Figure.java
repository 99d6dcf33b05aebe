package org.unrolled.course;

import org.nd4j.common.base.Preconditions;

/**
 * A number that a notebook asserts.
 *
 * @param low the least accepted value, included
 * @param high the greatest accepted value, included
 */
public record Figure(String name, double value, double low, double high, String unit) {
    public Figure {
        Preconditions.checkArgument(name != null && !name.isBlank(), "a figure without a name: say what was measured");
        Preconditions.checkArgument(Double.isFinite(low) && Double.isFinite(high) && low <= high,
                "figure \"%s\" accepts %s to %s: expected two finite numbers, the lower one first", name, low, high);
        unit = unit == null ? "" : unit;
    }

    /** Whether the value lies in its range; not a number never does. */
    public boolean ok() {
        return value >= low && value <= high;
    }
}
