package org.unrolled.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridEncoderTest {
    @TempDir
    Path folder;
    private final List<Path> files = new ArrayList<>();
    private final List<Integer> done = new ArrayList<>();
    private final List<String> bad = new ArrayList<>();

    /** Of a picture it says the level of red in its first pixel, in two channels and at two places. */
    private static final class FirstPixel implements GridEncoder {
        private int seen;

        @Override
        public float[][] encode(List<Picture> pictures) {
            seen += pictures.size();
            return pictures.stream().map(picture -> {
                float red = picture.level(0, 0, 0);
                return new float[] {red, red + 2, -red, -red};
            }).toArray(float[][]::new);
        }

        @Override
        public List<Integer> shape() {
            return List.of(2, 1, 2);
        }

        @Override
        public String identity() {
            return "first pixel";
        }
    }

    @BeforeEach
    void write() throws IOException {
        for (int i = 0; i < 7; i++) {
            var file = folder.resolve(i + ".png");
            PictureFile.write(new Picture(1, 1, new byte[] {(byte) i, 0, 0}), file);
            files.add(file);
        }
        Files.write(files.get(1), Arrays.copyOf(Files.readAllBytes(files.get(1)), 40));
        Files.delete(files.get(4));
        Files.writeString(files.get(5), "no picture");
    }

    @Test
    void picturesThatCantBeReadAreNamedAndLeftOut() {
        try (var encoder = new FirstPixel(); var features = encoder.featureFile(folder.resolve("features"))) {
            encoder.encode(files, features, 2, done::add, each -> bad.add(each.getMessage()));
            assertEquals(Set.of("0.png", "2.png", "3.png", "6.png"), features.ids());
            assertArrayEquals(new float[] {6, 8, -6, -6}, features.get("6.png"));
            assertArrayEquals(new float[] {3, 5, -3, -3}, features.get("3.png"));
        }
        assertEquals(List.of(2, 4, 6, 7), done);
        assertEquals(3, bad.size());
        for (int i = 0; i < 3; i++) {
            assertTrue(bad.get(i).startsWith(files.get(List.of(1, 4, 5).get(i)).toString()), bad.get(i));
        }
    }

    @Test
    void whatWasBadIsTriedAgain() {
        var encoder = new FirstPixel();
        try (var features = encoder.featureFile(folder.resolve("features"))) {
            encoder.encode(files.subList(0, 5), features, 3, done::add, each -> bad.add(each.getMessage()));
        }
        PictureFile.write(new Picture(1, 1, new byte[] {40, 0, 0}), files.get(4));
        try (var features = encoder.featureFile(folder.resolve("features"))) {
            encoder.encode(files, features, 3, done::add, each -> bad.add(each.getMessage()));
            assertEquals(List.of("0.png", "2.png", "3.png", "4.png", "6.png"), List.copyOf(features.ids()));
            assertEquals(40, features.get("4.png")[0]);
        }
        assertEquals(List.of(3, 5, 6, 7), done);
        assertEquals(List.of(5, 4), List.of(encoder.seen, bad.size()));
    }

    @Test
    void theMeanOverThePlacesIsANumberAChannel() {
        var encoder = new FirstPixel();
        assertArrayEquals(new float[] {8, -7}, encoder.global(new float[] {7, 9, -7, -7}));
        assertThrows(IllegalArgumentException.class, () -> encoder.global(new float[5]));
    }
}
