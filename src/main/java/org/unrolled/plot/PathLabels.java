package org.unrolled.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Annotation;

/** Short texts beside the points of a path, each where it covers none of the others; one that finds no room is left out. */
final class PathLabels extends Annotation {
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color GROUND = new Color(255, 255, 255, 190);
    private static final int GAP = 6;

    private final double[] x;
    private final double[] y;
    private final List<String> labels;

    PathLabels(double[] x, double[] y, List<String> labels) {
        super(false);
        this.x = x.clone();
        this.y = y.clone();
        this.labels = List.copyOf(labels);
    }

    @Override
    public void paint(Graphics2D pen) {
        pen.setFont(FONT);
        var taken = new ArrayList<Rectangle2D>();
        for (var i = 0; i < x.length; i++) {
            taken.add(new Rectangle2D.Double(across(x[i]) - 4, up(y[i]) - 4, 8, 8));
        }
        for (var i = 0; i < x.length; i++) {
            if (!labels.get(i).isEmpty() && Double.isFinite(x[i]) && Double.isFinite(y[i])) {
                write(pen, labels.get(i), across(x[i]), up(y[i]), taken);
            }
        }
        bounds = new Rectangle2D.Double();
    }

    private int across(double value) {
        return getXAxisScreenValue(chart instanceof HouseChart house ? house.frame().atX(value) : value);
    }

    private int up(double value) {
        return getYAxisScreenValue(chart instanceof HouseChart house ? house.frame().atY(value) : value);
    }

    private static void write(Graphics2D pen, String label, int atX, int atY, List<Rectangle2D> taken) {
        var metrics = pen.getFontMetrics();
        var width = metrics.stringWidth(label);
        var height = metrics.getAscent();
        double[][] corners = {{GAP, -GAP - height}, {GAP, GAP}, {-GAP - width, -GAP - height}, {-GAP - width, GAP},
            {-width / 2.0, -GAP - height - 4}, {-width / 2.0, GAP + 4}};
        for (var corner : corners) {
            var box = new Rectangle2D.Double(atX + corner[0], atY + corner[1], width, height);
            if (taken.stream().noneMatch(box::intersects)) {
                taken.add(box);
                pen.setColor(GROUND);
                pen.fill(box);
                pen.setColor(Color.BLACK);
                pen.drawString(label, (float) box.x, (float) (box.y + height - 2));
                return;
            }
        }
    }
}
