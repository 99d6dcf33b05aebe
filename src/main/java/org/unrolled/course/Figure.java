package org.unrolled.course;

/**
 * A number that a notebook asserts.
 *
 * @param low the least accepted value, included
 * @param high the greatest accepted value, included
 */
public record Figure(String name, double value, double low, double high, String unit) {
    public Figure {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a figure without a name: say what was measured");
        }
        if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
            throw new IllegalArgumentException("figure \"" + name + "\" accepts " + low + " to " + high
                    + ": expected two finite numbers, the lower one first");
        }
        unit = unit == null ? "" : unit;
    }

    /** Whether the value lies in its range; not a number never does. */
    public boolean ok() {
        return value >= low && value <= high;
    }
}
