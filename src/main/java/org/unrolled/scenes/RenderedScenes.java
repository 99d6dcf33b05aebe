package org.unrolled.scenes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.nd4j.common.base.Preconditions;
import org.unrolled.scenes.Scene.Place;
import org.unrolled.scenes.Scene.Relation;
import org.unrolled.scenes.SceneObject.Paint;
import org.unrolled.scenes.SceneObject.Thing;
import org.unrolled.vision.PictureException;
import org.unrolled.vision.PictureFile;

/**
 * Pictures with captions, made from a seed in seconds: one to three objects with colours and sizes that do something somewhere, in
 * relations to each other, some half hidden, with textures and noise. <pre>{@code
 * var scenes = new RenderedScenes(1);
 * Scene first = scenes.train().get(0);      // first.picture(), first.captions(), first.objects().get(0).contains(20, 40)
 * }</pre>
 *
 * <p>In {@link #train}, {@link #validation} and {@link #test} a thing never has one of the eight colours, in
 * {@link #newCombinations} one of each scene's things has: who has learnt what "red" and what "dog" looks like can name a red dog.
 *
 * @param seed one seed, one set of scenes and captions
 */
public record RenderedScenes(long seed) {
    private static final int TRAIN = 3000;
    private static final int OTHERS = 300;
    private static final int CAPTIONS = 5;
    private static final Set<Thing> CARRIED = EnumSet.of(Thing.BIRD, Thing.CAT, Thing.BALL);
    private static final Set<Thing> CARRIERS = EnumSet.of(Thing.HOUSE, Thing.CAR);

    /** 3,000 scenes to train with. */
    public List<Scene> train() {
        return part("train", TRAIN, false);
    }

    /** 300 other scenes. */
    public List<Scene> validation() {
        return part("val", OTHERS, false);
    }

    /** 300 other scenes. */
    public List<Scene> test() {
        return part("test", OTHERS, false);
    }

    /** 300 scenes, in each of which the first thing has a colour that its kind has in none of the others. */
    public List<Scene> newCombinations() {
        return part("new", OTHERS, true);
    }

    /**
     * So many scenes of a part; the first ones are the same however many are asked for.
     *
     * @param name of the part, which all draws depend on
     */
    public List<Scene> part(String name, int count, boolean newCombinations) {
        Preconditions.checkArgument(count >= 1, "%s scenes were asked for, expected at least 1", count);
        var seeds = new Random(31 * seed + name.hashCode());
        var scenes = new ArrayList<Scene>();
        for (int i = 0; i < count; i++) {
            scenes.add(new Draw(new Random(seeds.nextLong())).scene(String.format(Locale.ROOT, "%s-%05d", name, i), newCombinations));
        }
        return scenes;
    }

    /** Writes each scene's picture as a PNG file of its name. @throws PictureException if a file can't be written */
    public static void write(List<Scene> scenes, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new PictureException(folder.toString(), "can't be made: " + e, e);
        }
        scenes.forEach(scene -> PictureFile.write(scene.picture(), folder.resolve(scene.name() + ".png")));
    }

    /** One scene's draws. */
    private record Draw(Random random) {
        Scene scene(String name, boolean newCombination) {
            var place = any(List.of(Place.values()));
            var objects = new ArrayList<SceneObject>();
            Relation relation = null;
            if (random.nextInt(10) < 3) {
                var thing = any(List.of(Thing.values()));
                objects.add(placed(thing, newCombination, random.nextBoolean(), random.nextBoolean(), between(13, 51), Double.NaN));
            } else {
                relation = any(List.of(Relation.values()));
                two(relation, newCombination, objects);
                if (random.nextInt(10) < 4) {
                    third(relation, objects);
                }
            }
            var captions = SceneCaptions.write(objects, relation, place, CAPTIONS, random);
            return new Scene(name, place, objects, Optional.ofNullable(relation), List.copyOf(captions), random.nextLong());
        }

        private void two(Relation relation, boolean newCombination, List<SceneObject> objects) {
            var first = relation == Relation.ON ? any(List.copyOf(CARRIED)) : relation == Relation.ABOVE ? flyer()
                    : any(Thing.values(), thing -> !thing.inTheAir);
            var second = relation == Relation.ON ? any(List.copyOf(CARRIERS)) : relation == Relation.BELOW ? flyer()
                    : any(Thing.values(), thing -> !thing.inTheAir);
            while (second == first) {
                second = relation == Relation.BELOW ? flyer() : any(Thing.values(), thing -> !thing.inTheAir);
            }
            boolean side = relation == Relation.LEFT || relation == Relation.RIGHT;
            double middle = random.nextBoolean() ? between(17, 23) : between(41, 47);
            double x = relation == Relation.LEFT ? between(12, 18) : relation == Relation.RIGHT ? between(46, 52) : middle;
            boolean small = relation == Relation.ON || relation == Relation.FRONT;
            boolean firstActs = first == Thing.BIRD ? relation == Relation.ABOVE : relation != Relation.ON && random.nextBoolean();
            boolean secondActs = second == Thing.BIRD ? relation == Relation.BELOW : relation != Relation.ON && random.nextBoolean();
            double otherX = side ? Scene.SIDE - x + between(-3, 3) : relation == Relation.FRONT || relation == Relation.BEHIND
                    ? middle + (random.nextBoolean() ? 1 : -1) * between(4, 7) : middle + between(-2, 2);
            var other = placed(second, false, relation == Relation.ON || relation == Relation.FRONT
                    || relation != Relation.BEHIND && random.nextBoolean(), secondActs, otherX,
                    relation == Relation.FRONT ? between(44, 49) : relation == Relation.BEHIND ? between(56, 60) : Double.NaN);
            double foot = switch (relation) {
                case ON -> other.top() + (second == Thing.HOUSE ? 1.5 : 1);
                case FRONT -> between(56, 60);
                case BEHIND -> between(44, 49);
                default -> side ? other.foot() + between(-2, 2) : Double.NaN;
            };
            objects.add(placed(first, newCombination, !small && (relation == Relation.BEHIND || random.nextBoolean()), firstActs, x, foot));
            objects.add(other);
        }

        /** Where the first two leave room. */
        private void third(Relation relation, List<SceneObject> objects) {
            boolean side = relation == Relation.LEFT || relation == Relation.RIGHT;
            var thing = side ? flyer() : any(Thing.values(), any -> objects.stream().noneMatch(object -> object.thing() == any));
            if (objects.stream().noneMatch(object -> object.thing() == thing)) {
                double x = side ? between(28, 36) : objects.get(0).centre() < Scene.SIDE / 2.0 ? between(50, 54) : between(10, 14);
                objects.add(placed(thing, false, false, thing == Thing.BIRD && side, x, Double.NaN));
            }
        }

        /** @param foot row on which it stands, no number for any that fits */
        private SceneObject placed(Thing thing, boolean newCombination, boolean large, boolean active, double x, double foot) {
            var colour = any(Paint.values(), paint -> SceneObject.isHeldOut(thing, paint) == newCombination);
            double unit = large ? 17 : 11;
            double width = unit * thing.wide;
            double height = unit * thing.high;
            boolean flies = thing.inTheAir || thing == Thing.BIRD && active;
            double bottom = !Double.isNaN(foot) ? foot : flies ? 3 + height + between(0, Math.max(1, 24 - height)) : between(48, 59);
            double left = Math.max(1, Math.min(Scene.SIDE - 1 - width, x - width / 2));
            return new SceneObject(thing, colour, large, active, left, Math.max(0, bottom - height), width, height);
        }

        private Thing flyer() {
            return any(List.of(Thing.BIRD, Thing.KITE, Thing.BALLOON));
        }

        private <T> T any(T[] of, Predicate<T> fits) {
            return any(List.of(of).stream().filter(fits).toList());
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private double between(double low, double high) {
            return low + random.nextDouble() * (high - low);
        }
    }
}
