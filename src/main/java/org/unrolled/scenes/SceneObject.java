package org.unrolled.scenes;

import java.awt.Color;
import java.util.List;

/**
 * Something in a rendered scene.
 *
 * @param thing  what it is
 * @param colour of all that isn't the same for each of its kind
 * @param large  or small
 * @param active whether it does the second of what its kind can do
 * @param left   first column of its box, in pixels of a picture of {@link Scene#SIDE}; may be hidden in part by what stands in front
 * @param top    first row of its box
 * @param width  of the box
 * @param height of the box
 */
public record SceneObject(Thing thing, Paint colour, boolean large, boolean active, double left, double top, double width, double height) {
    /** What there is. */
    public enum Thing {
        BALL(1, 1, false, List.of("ball"), List.of("lying", "lies"), List.of("bouncing", "bounces")),
        CAR(1.7, 0.85, false, List.of("car"), List.of("parked", "is parked"), List.of("driving", "drives")),
        HOUSE(1.5, 1.6, false, List.of("house"), List.of(), List.of()),
        TREE(1.1, 1.8, false, List.of("tree"), List.of(), List.of()),
        BIRD(1.2, 0.9, false, List.of("bird"), List.of("standing", "stands"), List.of("flying", "flies")),
        DOG(1.4, 1.1, false, List.of("dog", "puppy"), List.of("sitting", "sits"), List.of("running", "runs")),
        CAT(1.4, 0.8, false, List.of("cat"), List.of("sleeping", "sleeps"), List.of("walking", "walks")),
        GIRL(0.9, 1.7, false, List.of("girl", "child"), List.of("standing", "stands"), List.of("waving", "waves")),
        KITE(1, 1.5, true, List.of("kite"), List.of("flying", "flies"), List.of("flying", "flies")),
        BALLOON(0.9, 1.5, true, List.of("balloon"), List.of("floating", "floats"), List.of("floating", "floats"));

        final double wide;
        final double high;
        final boolean inTheAir;
        final List<String> nouns;
        final List<String> rests;
        final List<String> acts;

        Thing(double wide, double high, boolean inTheAir, List<String> nouns, List<String> rests, List<String> acts) {
            this.wide = wide;
            this.high = high;
            this.inTheAir = inTheAir;
            this.nouns = nouns;
            this.rests = rests;
            this.acts = acts;
        }
    }

    /** Which colours there are. */
    public enum Paint {
        RED(0xd62f2f), ORANGE(0xf08a1d), YELLOW(0xf5d327), GREEN(0x2f9e44), BLUE(0x2b62d9), PURPLE(0x8e3cb8), WHITE(0xf6f6f2),
        BLACK(0x2b2b30);

        final Color colour;

        Paint(int rgb) {
            colour = new Color(rgb);
        }
    }

    /** Whether thing and colour are one of the ten pairs that no scene for training has: of each thing it lacks one colour. */
    public boolean isHeldOut() {
        return isHeldOut(thing, colour);
    }

    static boolean isHeldOut(Thing thing, Paint colour) {
        return colour.ordinal() == (3 * thing.ordinal() + 1) % Paint.values().length;
    }

    /** Whether captions call it so: its kind, in one of the grammar's words. */
    public boolean isCalled(String word) {
        return thing.nouns.contains(word);
    }

    double centre() {
        return left + width / 2;
    }

    double foot() {
        return top + height;
    }

    /** Whether it is above the ground. */
    boolean flies() {
        return thing.inTheAir || thing == Thing.BIRD && active;
    }

    /** Whether a point, in pixels, is in its box: for where attention points. */
    public boolean contains(double x, double y) {
        return x >= left && x < left + width && y >= top && y < top + height;
    }
}
