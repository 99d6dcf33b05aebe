package org.unrolled.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFileTest {
    private static final List<Integer> SHAPE = List.of(2, 1, 2);

    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("features");
        try (var features = FeatureFile.open(file, "a network", SHAPE)) {
            features.append("one.jpg", new float[] {1, 2, 3, 4});
            features.append("zwei-ä.jpg", new float[] {5, 6, 7, -8.5f});
            assertThrows(IllegalArgumentException.class, () -> features.append("one.jpg", new float[4]));
            assertThrows(IllegalArgumentException.class, () -> features.append("three.jpg", new float[5]));
        }
    }

    @Test
    void whatWasWrittenIsRead() {
        try (var features = FeatureFile.open(file, "a network", SHAPE)) {
            assertEquals(List.of("one.jpg", "zwei-ä.jpg"), List.copyOf(features.ids()));
            assertArrayEquals(new float[] {5, 6, 7, -8.5f}, features.get("zwei-ä.jpg"));
            assertTrue(assertThrows(PictureException.class, () -> features.get("three.jpg")).getMessage().contains("'three.jpg'"));
        }
    }

    /** Wherever the program stopped. */
    @Test
    void cutFilesGoOnFromTheLastWholeRow() throws IOException {
        var whole = Files.readAllBytes(file);
        for (int left = 0; left < whole.length; left++) {
            Files.write(file, Arrays.copyOf(whole, left));
            try (var features = FeatureFile.open(file, "a network", SHAPE)) {
                if (!features.ids().contains("one.jpg")) {
                    features.append("one.jpg", new float[] {1, 2, 3, 4});
                }
                features.append("zwei-ä.jpg", new float[] {5, 6, 7, -8.5f});
            }
            assertArrayEquals(whole, Files.readAllBytes(file), left + " bytes were left");
        }
    }

    @Test
    void othersFeaturesAreRefused() throws IOException {
        var error = assertThrows(PictureException.class, () -> FeatureFile.open(file, "another network", SHAPE));
        assertTrue(error.getMessage().contains("it holds features of [2, 1, 2] by a network. Expected features of [2, 1, 2] by "
                + "another network"), error.getMessage());
        assertThrows(PictureException.class, () -> FeatureFile.open(file, "a network", List.of(4)));
        Files.writeString(file, "something else altogether, and long enough to be a header");
        assertTrue(assertThrows(PictureException.class, () -> FeatureFile.open(file, "a network", SHAPE)).getMessage()
                .contains("no file of features"));
    }

    @Test
    void damagedFeaturesAreNamed() throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 7] ^= 1;
        Files.write(file, bytes);
        var error = assertThrows(PictureException.class, () -> FeatureFile.open(file, "a network", SHAPE));
        assertTrue(error.getMessage().contains("damaged: features number 2"), error.getMessage());
        assertEquals(Set.of("features"), Set.of(file.getFileName().toString()));
    }
}
