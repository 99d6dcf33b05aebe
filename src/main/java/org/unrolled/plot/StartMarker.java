package org.unrolled.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import org.knowm.xchart.style.markers.Marker;

/** A large dot with a white rim: here a path begins. */
final class StartMarker extends Marker {
    @Override
    public void paint(Graphics2D pen, double x, double y, int size) {
        var colour = pen.getColor();
        pen.setColor(Color.WHITE);
        disc(pen, x, y, size);
        pen.setColor(colour);
        disc(pen, x, y, size - 2);
    }

    private static void disc(Graphics2D pen, double x, double y, double radius) {
        pen.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }
}
