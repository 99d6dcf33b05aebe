package org.unrolled.plot;

import java.awt.Graphics2D;
import org.knowm.xchart.style.markers.Marker;

/** A marker that keeps its distance from the one before, so that a line of a thousand points is still a line. */
final class SparseMarker extends Marker {
    private static final double DISTANCE = 48;

    private final Marker shape;
    private final boolean alongX;
    private double lastX = Double.NaN;
    private double lastY = Double.NaN;

    /** @param alongX whether the distance counts along the x axis only, as on a curve, or in the plane */
    SparseMarker(Marker shape, boolean alongX) {
        this.shape = shape;
        this.alongX = alongX;
    }

    /** The shape that is painted. */
    Marker shape() {
        return shape;
    }

    /** Begins a new drawing, whose first marker has none before it. */
    void restart() {
        lastX = Double.NaN;
        lastY = Double.NaN;
    }

    @Override
    public void paint(Graphics2D pen, double x, double y, int size) {
        if (!(Math.hypot(x - lastX, alongX ? 0 : y - lastY) < DISTANCE)) {
            lastX = x;
            lastY = y;
            shape.paint(pen, x, y, size);
        }
    }
}
