package org.unrolled.scenes;

import java.util.List;
import java.util.Optional;
import org.unrolled.vision.Picture;

/**
 * A rendered scene: what is in it, and what five people might say of it.
 *
 * @param name     its own in all parts of a data set, also its file's without {@code .png}
 * @param place    where it is
 * @param objects  one to three; the first two are what captions are about
 * @param relation how the first stands to the second, where there are two
 * @param captions five different ones, words in small letters with spaces between
 * @param seed     of textures and noise
 */
public record Scene(String name, Place place, List<SceneObject> objects, Optional<Relation> relation, List<String> captions, long seed) {
    /** Pixels of a side. */
    public static final int SIDE = 64;

    /** Where a scene is. */
    public enum Place {
        MEADOW(0x9fd0f2, 0x7fb95a, "in a meadow", "on the grass"), BEACH(0x8fd3ea, 0xe8d5a0, "on the beach", "by the sea"),
        STREET(0xc9d3dc, 0x8b8d92, "on the street", "on the road"), SNOW(0xc3d0e0, 0xe6edf4, "in the snow", "on a winter day"),
        NIGHT(0x1b2447, 0x2c4a3a, "at night", "in the dark"), SUNSET(0xf6a766, 0x9a7b52, "at sunset", "in the evening");

        final int sky;
        final int ground;
        final List<String> words;

        Place(int sky, int ground, String... words) {
            this.sky = sky;
            this.ground = ground;
            this.words = List.of(words);
        }
    }

    /** How one object stands to another. */
    public enum Relation {
        LEFT("to the left of", "left of"), RIGHT("to the right of", "right of"), ABOVE("above", "over"), BELOW("below", "under"),
        FRONT("in front of"), BEHIND("behind"), ON("on top of", "on");

        final List<String> words;

        Relation(String... words) {
            this.words = List.of(words);
        }

        /** How the other stands to the one. */
        Relation inverse() {
            return switch (this) {
                case LEFT -> RIGHT;
                case RIGHT -> LEFT;
                case ABOVE, ON -> BELOW;
                case BELOW -> ABOVE;
                case FRONT -> BEHIND;
                case BEHIND -> FRONT;
            };
        }
    }

    public Scene {
        objects = List.copyOf(objects);
        captions = List.copyOf(captions);
    }

    /** The picture, {@link #SIDE} pixels a side. */
    public Picture picture() {
        return picture(1);
    }

    /** The same scene so many times as large, to look at. */
    public Picture picture(int scale) {
        return new ScenePainter(this, scale).paint();
    }

    /** Whether an object has a colour that its kind never has in training. */
    public boolean isNewCombination() {
        return objects.stream().anyMatch(SceneObject::isHeldOut);
    }
}
