package org.unrolled.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.data.RealData;

class Flickr8kTest {
    @TempDir
    Path folder;

    /** Figures of Hodosh, Young and Hockenmaier (2013): 1,000 images to test with, five captions each. */
    @Test
    void hasFiveCaptionsAndAGridOfEachPhotograph() {
        var dev = Flickr8k.read(RealData.cache(folder), "dev");
        assertEquals(1000, dev.split().images().size());
        assertEquals(5000, dev.split().captions());
        assertTrue(dev.split().images().stream().allMatch(image -> image.captions().size() == 5));
        assertEquals(1000, dev.grids().size());
        var grid = dev.grids().get(999);
        assertEquals(20_480, grid.length);
        assertArrayEquals(grid, dev.grids().get(999));
        // ReLU6 ends at 6; most features of a place are small, none is always.
        double most = 0;
        double sum = 0;
        for (float[] each : dev.grids().subList(0, 50)) {
            for (float value : each) {
                assertTrue(value >= 0 && value <= 6);
                most = Math.max(most, value);
                sum += value;
            }
        }
        assertTrue(most > 4 && sum / (50 * 20_480) < 1, "most " + most + ", mean " + sum / (50 * 20_480));
    }
}
