package org.unrolled.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.nn.FusedAdam;
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
        assertArrayEquals(new long[] {3, 96, 8, 8}, outputs[0].shape());
        assertArrayEquals(new long[] {3, 96}, outputs[1].shape());
        assertEquals(0, outputs[0].mean(2, 3).sub(outputs[1]).amaxNumber().doubleValue(), 1e-5);
        assertEquals(List.of(96, 8), List.of(encoder.features(), encoder.grid()));
    }

    @Test
    void sidesThatCantBeHalvedAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> PictureEncoder.of(60));
        assertThrows(IllegalArgumentException.class, () -> new PictureEncoder(64, 8, List.of(), 1));
        assertThrows(IllegalArgumentException.class, () -> new PictureEncoder(64, 4, List.of(8, 8, 8), 1));
        assertThrows(IllegalArgumentException.class, () -> new PictureEncoder(64, 64, List.of(8, 8, 8), 1));
    }

    /** The picture has the largest logit of its places, and the features are the same with and without the classifier. */
    @Test
    void wordsAreWhatSomePlaceSays() {
        var encoder = new PictureEncoder(16, 4, List.of(5, 6, 7), 3);
        var graph = encoder.buildForWords(9, new FusedAdam(1e-3));
        var pictures = Nd4j.rand(DataType.FLOAT, 2, 3, 16, 16);
        var all = graph.feedForward(pictures, false);
        assertArrayEquals(new long[] {2, 9, 4, 4}, all.get(PictureEncoder.LOGITS).shape());
        var largest = Transforms.sigmoid(all.get(PictureEncoder.LOGITS).max(2, 3));
        assertEquals(0, largest.sub(all.get(PictureEncoder.WORDS)).amaxNumber().doubleValue(), 1e-6);
        assertEquals(all.get(PictureEncoder.GRID), encoder.withSeed(9).cropped(graph).outputSingle(pictures));
    }
}
