package org.unrolled.scenes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.vision.Picture;
import org.unrolled.vision.PictureFile;

class RenderedScenesTest {
    private static final RenderedScenes SCENES = new RenderedScenes(1);

    @TempDir
    Path folder;

    @Test
    void aSeedGivesOneSetOfScenes() {
        assertEquals(SCENES.part("train", 50, false), new RenderedScenes(1).train().subList(0, 50));
        assertFalse(SCENES.train().get(0).equals(new RenderedScenes(2).train().get(0)));
        assertArrayEquals(SCENES.train().get(7).picture().rgb(), new RenderedScenes(1).train().get(7).picture().rgb());
    }

    @Test
    void partsHaveTheirSizesAndFiveCaptionsAScene() {
        assertEquals(List.of(3000, 300, 300, 300), List.of(SCENES.train().size(), SCENES.validation().size(), SCENES.test().size(),
                SCENES.newCombinations().size()));
        for (var scene : SCENES.test()) {
            assertEquals(5, new HashSet<>(scene.captions()).size());
            assertTrue(scene.captions().stream().allMatch(caption -> caption.matches("[a-z]+( [a-z]+){2,30}")),
                    scene.captions().toString());
        }
        var words = SCENES.train().stream().flatMap(scene -> scene.captions().stream())
                .flatMap(caption -> List.of(caption.split(" ")).stream()).collect(Collectors.toSet());
        var captions = SCENES.train().stream().flatMap(scene -> scene.captions().stream()).collect(Collectors.toSet());
        assertTrue(words.size() > 70 && captions.size() > 11_000, words.size() + " words, " + captions.size() + " different captions");
    }

    @Test
    void heldOutPairsAreInNoOtherPart() {
        assertTrue(SCENES.train().stream().noneMatch(Scene::isNewCombination));
        assertTrue(SCENES.test().stream().noneMatch(Scene::isNewCombination));
        assertTrue(SCENES.newCombinations().stream().allMatch(scene -> scene.objects().get(0).isHeldOut()));
        var seen = SCENES.train().stream().flatMap(scene -> scene.objects().stream())
                .map(object -> object.thing() + " " + object.colour()).collect(Collectors.toSet());
        assertEquals(70, seen.size());
    }

    @Test
    void objectsStandAsTheirRelationSays() {
        int seen = 0;
        for (var scene : SCENES.train()) {
            if (scene.relation().isPresent()) {
                seen++;
                var first = scene.objects().get(0);
                var second = scene.objects().get(1);
                assertTrue(switch (scene.relation().get()) {
                    case LEFT -> first.centre() < second.centre();
                    case RIGHT -> first.centre() > second.centre();
                    case ABOVE -> first.foot() < second.foot();
                    case BELOW -> first.foot() > second.foot();
                    case FRONT -> first.foot() > second.foot();
                    case BEHIND -> first.foot() < second.foot();
                    case ON -> first.foot() <= second.top() + 2 && Math.abs(first.centre() - second.centre()) < 5;
                }, scene.toString());
            }
            assertTrue(scene.objects().stream().allMatch(object -> object.left() >= 0 && object.left() + object.width() <= Scene.SIDE
                    && object.top() >= 0 && object.foot() <= Scene.SIDE + 1), scene.toString());
        }
        assertTrue(seen > 1500);
    }

    @Test
    void picturesAreWrittenByTheirNames() {
        var some = SCENES.part("val", 3, false);
        RenderedScenes.write(some, folder.resolve("pictures"));
        assertArrayEquals(some.get(2).picture().rgb(), PictureFile.read(folder.resolve("pictures/val-00002.png")).rgb());
    }

    /** Written where a property says, to look at. */
    @Test
    void aSheetOfScenes() {
        var place = System.getProperty("unrolled.sheet");
        if (place != null) {
            int columns = 8;
            int side = 2 * Scene.SIDE;
            var rgb = new byte[3 * columns * side * columns * side];
            var scenes = SCENES.part("train", columns * columns, false);
            for (int i = 0; i < scenes.size(); i++) {
                var one = scenes.get(i).picture(2);
                for (int y = 0; y < side; y++) {
                    int row = i / columns * side + y;
                    System.arraycopy(one.rgb(), 3 * y * side, rgb, 3 * (row * columns * side + i % columns * side), 3 * side);
                }
                System.out.println(i + " " + scenes.get(i).captions());
            }
            PictureFile.write(new Picture(columns * side, columns * side, rgb), Path.of(place));
        }
    }
}
