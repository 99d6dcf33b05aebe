package org.unrolled.scenes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.unrolled.scenes.Scene.Place;
import org.unrolled.scenes.Scene.Relation;
import org.unrolled.scenes.SceneObject.Thing;

/** Writes captions of scenes: several orders of words, several words for a thing, and now and then something is left out. */
final class SceneCaptions {
    private final List<SceneObject> objects;
    private final Relation relation;
    private final Place place;
    private final Random random;

    private SceneCaptions(List<SceneObject> objects, Relation relation, Place place, Random random) {
        this.objects = objects;
        this.relation = relation;
        this.place = place;
        this.random = random;
    }

    /** @param relation of the first object to the second, null where there is one only */
    static Set<String> write(List<SceneObject> objects, Relation relation, Place place, int count, Random random) {
        var grammar = new SceneCaptions(objects, relation, place, random);
        var captions = new LinkedHashSet<String>();
        while (captions.size() < count) {
            captions.add((relation == null ? grammar.one() : grammar.two()).strip().replaceAll(" +", " "));
        }
        return captions;
    }

    private String one() {
        var object = objects.get(0);
        double x = object.centre() / Scene.SIDE;
        var side = x < 0.4 ? "on the left" : x > 0.6 ? "on the right" : "in the middle";
        return switch (random.nextInt(5)) {
            case 0 -> name(object) + " " + doing(object) + " " + where(0.8);
            case 1 -> "there is " + name(object) + " " + perhaps(0.5, side) + " " + where(0.6);
            case 2 -> where(1) + " " + name(object) + " " + does(object) + " " + perhaps(0.3, side);
            case 3 -> name(object) + " " + side + " " + where(0.7);
            default -> "a picture of " + name(object) + " " + doing(object) + " " + where(0.6);
        };
    }

    private String two() {
        boolean turned = random.nextInt(3) == 0;
        var first = objects.get(turned ? 1 : 0);
        var second = objects.get(turned ? 0 : 1);
        var how = (turned ? relation.inverse() : relation);
        var stands = any(how.words);
        var others = objects.size() > 2 && random.nextInt(5) < 2 ? any(List.of("with", "and")) + " " + name(objects.get(2)) : "";
        return switch (random.nextInt(7)) {
            case 0 -> name(first) + " " + doing(first) + " " + stands + " " + name(second) + " " + where(0.5) + " " + others;
            case 1 -> name(first) + " is " + stands + " " + name(second) + " " + where(0.4);
            case 2 -> "there is " + name(first) + " " + stands + " " + name(second) + " " + others + " " + where(0.4);
            case 3 -> where(1) + " " + name(first) + " " + does(first) + " " + stands + " " + name(second);
            case 4 -> name(second) + " with " + name(first) + " " + doing(first) + " " + pronoun(how) + " " + where(0.4);
            case 5 -> name(first) + " and " + name(second) + " " + others + " " + where(0.8);
            default -> name(first) + " " + stands + " " + name(second) + " " + others;
        };
    }

    /** What is said of the first once the second has been named. */
    private String pronoun(Relation how) {
        return switch (how) {
            case LEFT -> "on its left";
            case RIGHT -> "on its right";
            default -> any(how.words) + " it";
        };
    }

    private String name(SceneObject object) {
        var size = perhaps(0.5, object.large() ? any(List.of("big", "large")) : any(List.of("small", "little")));
        var colour = object.colour().name().toLowerCase(Locale.ROOT);
        boolean coloured = random.nextInt(8) > 0;
        var noun = any(object.thing().nouns);
        var words = object.thing() == Thing.GIRL ? size + " " + noun + (coloured ? any(List.of(" in ", " wearing ")) + colour : "")
                : size + " " + (coloured ? colour : "") + " " + noun;
        words = words.strip().replaceAll(" +", " ");
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }

    private String doing(SceneObject object) {
        var verbs = object.active() ? object.thing().acts : object.thing().rests;
        return verbs.isEmpty() ? "" : perhaps(0.75, verbs.get(0));
    }

    private String does(SceneObject object) {
        var verbs = object.active() ? object.thing().acts : object.thing().rests;
        return verbs.isEmpty() ? "stands" : verbs.get(1);
    }

    private String where(double probability) {
        return perhaps(probability, any(place.words));
    }

    private String perhaps(double probability, String words) {
        return random.nextDouble() < probability ? words : "";
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
