package org.unrolled.scenes;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Random;
import org.unrolled.scenes.Scene.Place;
import org.unrolled.scenes.SceneObject.Paint;
import org.unrolled.scenes.SceneObject.Thing;
import org.unrolled.vision.Picture;

/** Draws scenes by Java2D. An object is drawn in a box of 1 x 1, its outline in a shade of its colour. */
final class ScenePainter {
    private static final double HORIZON = 30;
    private static final double NOISE = 5;
    private static final Color SKIN = new Color(0xe8b894);
    private static final Color BARK = new Color(0x7a5230);

    private final Scene scene;
    private final BufferedImage image;
    private final Graphics2D all;
    private final Random random;
    private Graphics2D pen;
    private double wide;
    private double high;

    ScenePainter(Scene scene, int scale) {
        this.scene = scene;
        image = new BufferedImage(Scene.SIDE * scale, Scene.SIDE * scale, BufferedImage.TYPE_INT_RGB);
        all = image.createGraphics();
        all.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        all.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        all.scale(scale, scale);
        random = new Random(scene.seed());
    }

    Picture paint() {
        background();
        // What stands further back is higher up; what sits on something comes after it.
        var order = new ArrayList<>(scene.objects());
        order.sort(Comparator.comparing(SceneObject::flies).thenComparingDouble(SceneObject::foot));
        if (scene.relation().filter(Scene.Relation.ON::equals).isPresent()) {
            order.remove(scene.objects().get(0));
            order.add(scene.objects().get(0));
        }
        order.forEach(this::object);
        all.dispose();
        var rgb = new byte[3 * image.getWidth() * image.getHeight()];
        for (int i = 0, at = 0; i < image.getWidth() * image.getHeight(); i++) {
            int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
            for (int shift = 16; shift >= 0; shift -= 8) {
                int level = (int) Math.round((pixel >> shift & 0xff) + NOISE * random.nextGaussian());
                rgb[at++] = (byte) Math.max(0, Math.min(255, level));
            }
        }
        return new Picture(image.getWidth(), image.getHeight(), rgb);
    }

    private void background() {
        var sky = new Color(scene.place().sky);
        var ground = new Color(scene.place().ground);
        all.setPaint(new GradientPaint(0, 0, sky, 0, (float) HORIZON, mixed(sky, Color.WHITE, scene.place() == Place.NIGHT ? 0.1 : 0.4)));
        all.fill(new Rectangle2D.Double(0, 0, Scene.SIDE, HORIZON));
        all.setPaint(new GradientPaint(0, (float) HORIZON, mixed(ground, sky, 0.2), 0, Scene.SIDE, ground));
        all.fill(new Rectangle2D.Double(0, HORIZON, Scene.SIDE, Scene.SIDE - HORIZON));
        double somewhere = 8 + 48 * random.nextDouble();
        switch (scene.place()) {
            case MEADOW -> cloud(somewhere, 8);
            case BEACH -> {
                all.setColor(new Color(0x3f8fc4));
                all.fill(new Rectangle2D.Double(0, HORIZON - 4, Scene.SIDE, 9));
            }
            case STREET -> {
                all.setColor(new Color(0xf2f2f2));
                for (int x = -4; x < Scene.SIDE; x += 14) {
                    all.fill(new Rectangle2D.Double(x + somewhere % 7, 47, 8, 1.5));
                }
                all.setColor(new Color(0xb3b6ba));
                all.fill(new Rectangle2D.Double(0, HORIZON, Scene.SIDE, 4));
            }
            case SNOW -> {
                all.setColor(new Color(0xffffff));
                for (int i = 0; i < 40; i++) {
                    all.fill(new Ellipse2D.Double(64 * random.nextDouble(), 34 * random.nextDouble(), 1.3, 1.3));
                }
            }
            case NIGHT -> {
                all.setColor(new Color(0xf4efc8));
                all.fill(new Ellipse2D.Double(somewhere, 4, 7, 7));
                all.setColor(sky);
                all.fill(new Ellipse2D.Double(somewhere + 2.5, 3, 6, 6));
                all.setColor(new Color(0xd8dcf0));
                for (int i = 0; i < 12; i++) {
                    all.fill(new Ellipse2D.Double(64 * random.nextDouble(), 26 * random.nextDouble(), 0.9, 0.9));
                }
            }
            default -> {
                all.setColor(new Color(0xffe08a));
                all.fill(new Arc2D.Double(somewhere - 9, HORIZON - 9, 18, 18, 0, 180, Arc2D.CHORD));
            }
        }
        for (int i = 0; i < 70; i++) {
            double y = HORIZON + 5 + random.nextDouble() * (Scene.SIDE - HORIZON - 5);
            double x = Scene.SIDE * random.nextDouble();
            all.setColor(mixed(ground, random.nextBoolean() ? Color.BLACK : Color.WHITE, 0.13));
            all.setStroke(new BasicStroke(0.7f));
            all.draw(new Line2D.Double(x, y, x + (scene.place() == Place.MEADOW ? 0.3 : 2), y - (scene.place() == Place.MEADOW ? 2 : 0)));
        }
    }

    private void cloud(double x, double y) {
        all.setColor(new Color(255, 255, 255, 200));
        for (int i = -1; i <= 1; i++) {
            all.fill(new Ellipse2D.Double(x + 5 * i - 5, y - (i == 0 ? 2 : 0), 10, 6));
        }
    }

    private void object(SceneObject object) {
        wide = object.width();
        high = object.height();
        if (!object.flies()) {
            all.setColor(new Color(0, 0, 0, 60));
            all.fill(new Ellipse2D.Double(object.left(), object.foot() - 1.2, wide, 2.4));
        }
        pen = (Graphics2D) all.create();
        pen.translate(object.left(), object.top());
        // Which way it looks is nobody's business but its own.
        if (random.nextBoolean() && object.thing() != Thing.GIRL) {
            pen.translate(wide, 0);
            pen.scale(-1, 1);
        }
        var paint = object.colour().colour;
        boolean active = object.active();
        switch (object.thing()) {
            case BALL -> {
                double lift = active ? 0.28 : 0;
                double size = active ? 0.7 : 1;
                shape(round(0.5 - size / 2, 1 - size - lift, size, size), paint);
                line(0.5 - 0.3 * size, 1 - 0.75 * size - lift, 0.5 + 0.3 * size, 1 - 0.25 * size - lift, mixed(paint, Color.WHITE, 0.55));
                if (active) {
                    line(0.2, 0.86, 0.35, 1, Color.DARK_GRAY);
                    line(0.8, 0.86, 0.65, 1, Color.DARK_GRAY);
                }
            }
            case CAR -> {
                shape(polygon(0.25, 0.45, 0.38, 0.05, 0.72, 0.05, 0.86, 0.45), mixed(paint, Color.WHITE, 0.25));
                shape(box(0.34, 0.14, 0.4, 0.3), new Color(0xbfe3f2));
                shape(box(0.1, 0.42, 0.9, 0.38), paint);
                shape(round(0.2, 0.62, 0.22, 0.38), new Color(0x222222));
                shape(round(0.7, 0.62, 0.22, 0.38), new Color(0x222222));
                if (active) {
                    for (double y = 0.2; y < 0.8; y += 0.25) {
                        line(-0.12, y, 0.08, y, Color.WHITE);
                    }
                }
            }
            case HOUSE -> {
                shape(box(0.08, 0.42, 0.84, 0.58), paint);
                shape(polygon(0, 0.44, 0.5, 0, 1, 0.44), mixed(paint, new Color(0x5a3a2a), 0.65));
                shape(box(0.4, 0.68, 0.2, 0.32), BARK);
                shape(box(0.16, 0.52, 0.18, 0.16), new Color(0xfdf0b0));
                shape(box(0.66, 0.52, 0.18, 0.16), new Color(0xfdf0b0));
            }
            case TREE -> {
                shape(box(0.42, 0.55, 0.16, 0.45), BARK);
                shape(round(0, 0.2, 0.6, 0.42), paint);
                shape(round(0.4, 0.2, 0.6, 0.42), paint);
                shape(round(0.15, 0, 0.7, 0.5), paint);
            }
            case BIRD -> bird(paint, active);
            case DOG, CAT -> animal(object.thing() == Thing.DOG, paint, active);
            case GIRL -> {
                line(0.4, 0.75, 0.38, 1, SKIN);
                line(0.6, 0.75, 0.62, 1, SKIN);
                line(0.4, 0.45, 0.1, 0.65, SKIN);
                line(0.6, 0.45, active ? 0.95 : 0.9, active ? 0.1 : 0.65, SKIN);
                shape(polygon(0.4, 0.36, 0.6, 0.36, 0.85, 0.8, 0.15, 0.8), paint);
                shape(round(0.28, 0, 0.44, 0.3), new Color(0x5b3a1e));
                shape(round(0.33, 0.08, 0.34, 0.26), SKIN);
            }
            case KITE -> {
                line(0.5, 0.6, 0.35, 0.8, Color.DARK_GRAY);
                line(0.35, 0.8, 0.55, 1, Color.DARK_GRAY);
                shape(polygon(0.5, 0, 1, 0.25, 0.5, 0.65, 0, 0.25), paint);
                line(0.5, 0, 0.5, 0.65, shade(paint));
                line(0, 0.25, 1, 0.25, shade(paint));
            }
            default -> {
                line(0.5, 0.6, 0.45, 1, Color.DARK_GRAY);
                shape(round(0, 0, 1, 0.62), paint);
                shape(round(0.22, 0.1, 0.2, 0.14), mixed(paint, Color.WHITE, 0.6));
            }
        }
        pen.dispose();
    }

    private void bird(Color paint, boolean flies) {
        if (flies) {
            shape(polygon(0.45, 0.55, 0.1, 0, 0.65, 0.5), shade(paint));
            shape(polygon(0.5, 0.55, 0.75, 0, 0.75, 0.55), paint);
        } else {
            line(0.45, 0.8, 0.45, 1, new Color(0xd08020));
            line(0.55, 0.8, 0.55, 1, new Color(0xd08020));
        }
        shape(polygon(0, 0.4, 0.35, 0.55, 0.3, 0.75), paint);
        shape(round(0.2, 0.4, 0.6, 0.45), paint);
        shape(polygon(0.88, 0.35, 1, 0.45, 0.88, 0.52), new Color(0xf0a020));
        shape(round(0.62, 0.22, 0.3, 0.38), paint);
        shape(round(0.76, 0.32, 0.07, 0.09), eye(paint));
    }

    private void animal(boolean dog, Color paint, boolean active) {
        var leg = shade(paint);
        if (dog && !active) {
            shape(polygon(0.2, 1, 0.3, 0.75, 0.55, 0.35, 0.75, 0.4, 0.75, 1), paint);
            line(0.2, 0.95, 0.02, 0.75, leg);
        } else if (active) {
            double stride = dog ? 0.14 : 0.05;
            for (double x : new double[] {0.22, 0.34, 0.62, 0.74}) {
                line(x, 0.65, x + (x == 0.22 || x == 0.62 ? -stride : stride), 1, leg);
            }
            line(0.16, 0.5, 0, dog ? 0.25 : 0.02, leg);
            shape(round(0.12, 0.4, 0.7, 0.35), paint);
        } else {
            shape(round(0, 0.3, 0.85, 0.7), paint);
            line(0.1, 0.9, 0.7, 0.95, leg);
        }
        double down = dog || active ? 0 : 0.35;
        if (dog) {
            shape(round(0.62, 0.08, 0.3, 0.42), paint);
            shape(round(0.8, 0.24, 0.2, 0.22), paint);
            shape(round(0.6, 0.1, 0.12, 0.38), leg);
        } else {
            shape(polygon(0.64, 0.3 + down, 0.66, down, 0.78, 0.16 + down), paint);
            shape(polygon(0.96, 0.3 + down, 0.94, down, 0.82, 0.16 + down), paint);
            shape(round(0.62, 0.12 + down, 0.36, 0.48), paint);
        }
        if (dog || active) {
            shape(round(0.8, 0.22, 0.06, 0.1), eye(paint));
        } else {
            line(0.7, 0.72, 0.76, 0.74, eye(paint));
            line(0.84, 0.74, 0.9, 0.72, eye(paint));
        }
    }

    private static Color eye(Color of) {
        return of.equals(Paint.BLACK.colour) ? Color.WHITE : Color.BLACK;
    }

    private void shape(Shape of, Color paint) {
        var drawn = AffineTransform.getScaleInstance(wide, high).createTransformedShape(of);
        pen.setColor(paint);
        pen.fill(drawn);
        pen.setStroke(new BasicStroke(0.55f));
        pen.setColor(shade(paint));
        pen.draw(drawn);
    }

    private void line(double x, double y, double toX, double toY, Color paint) {
        pen.setStroke(new BasicStroke((float) (0.1 * Math.min(wide, high)), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.setColor(paint);
        pen.draw(new Line2D.Double(x * wide, y * high, toX * wide, toY * high));
    }

    private static Shape round(double x, double y, double w, double h) {
        return new Ellipse2D.Double(x, y, w, h);
    }

    private static Shape box(double x, double y, double w, double h) {
        return new Rectangle2D.Double(x, y, w, h);
    }

    private static Shape polygon(double... points) {
        var path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** Darker, and lighter where it is nearly black: seen on any ground. */
    private static Color shade(Color of) {
        return of.equals(Paint.BLACK.colour) ? new Color(0x77777f) : mixed(of, Color.BLACK, 0.4);
    }

    private static Color mixed(Color one, Color other, double share) {
        return new Color((int) (one.getRed() + share * (other.getRed() - one.getRed())),
                (int) (one.getGreen() + share * (other.getGreen() - one.getGreen())),
                (int) (one.getBlue() + share * (other.getBlue() - one.getBlue())));
    }
}
