package org.unrolled.arrays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FeatureScalingTest {
    private static float[][] rows(Random random, int rows) {
        var made = new float[rows][5];
        for (var row : made) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (10 * i + (i + 1) * random.nextGaussian());
            }
        }
        return made;
    }

    @Test
    void eachFeatureHasMeanZeroAndVarianceOneOverAllRows() {
        var random = new Random(1);
        var first = rows(random, 30);
        var second = rows(random, 50);
        var scaling = FeatureScaling.of(List.of(first, second));
        var all = Stream.concat(Arrays.stream(scaling.apply(first)), Arrays.stream(scaling.apply(second))).toArray(float[][]::new);
        for (int i = 0; i < 5; i++) {
            int at = i;
            assertEquals(0, Arrays.stream(all).mapToDouble(row -> row[at]).average().orElseThrow(), 1e-5);
            assertEquals(1, Arrays.stream(all).mapToDouble(row -> row[at] * row[at]).average().orElseThrow(), 1e-4);
        }
        // All rows' scaling is not that of the first.
        assertTrue(Math.abs(FeatureScaling.of(first).mean()[0] - scaling.mean()[0]) > 1e-3);
        assertEquals(scaling, FeatureScaling.of(List.of(first, second)));
        assertNotEquals(scaling, FeatureScaling.of(first));
    }

    @Test
    void whatNeverMovesBecomesZero() {
        assertArrayEquals(new float[] {0}, FeatureScaling.of(new float[][] {{3}, {3}}).apply(new float[][] {{3}})[0]);
    }

    @Test
    void mistakesAreNamed() {
        var none = assertThrows(IllegalArgumentException.class, () -> FeatureScaling.of(List.of()));
        assertTrue(none.getMessage().contains("without a row"), none.getMessage());
        var scaling = FeatureScaling.of(rows(new Random(2), 3));
        var other = assertThrows(IllegalArgumentException.class, () -> scaling.apply(new float[1][4]));
        assertTrue(other.getMessage().contains("a row of 4 features among rows of 5"), other.getMessage());
    }
}
