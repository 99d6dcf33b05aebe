package org.unrolled.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unrolled.scenes.RenderedScenes;
import org.unrolled.scenes.Scene;
import org.unrolled.vision.PixelScaling;

class PictureEncoderTest {
    @Test
    void picturesBecomeAGridAndItsMean() {
        var encoder = PictureEncoder.of(Scene.SIDE);
        var pictures = PixelScaling.SIGNED.array(new RenderedScenes(1).part("some", 3, false).stream().map(Scene::picture).toList());
        assertArrayEquals(new long[] {3, 3, 64, 64}, pictures.shape());
        var outputs = encoder.build().output(pictures);
        assertArrayEquals(new long[] {3, 96, 4, 4}, outputs[0].shape());
        assertArrayEquals(new long[] {3, 96}, outputs[1].shape());
        assertEquals(0, outputs[0].mean(2, 3).sub(outputs[1]).amaxNumber().doubleValue(), 1e-5);
        assertEquals(List.of(96, 4), List.of(encoder.features(), encoder.grid()));
    }

    @Test
    void sidesThatCantBeHalvedAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> PictureEncoder.of(60));
        assertThrows(IllegalArgumentException.class, () -> new PictureEncoder(64, List.of(), 1));
    }
}
