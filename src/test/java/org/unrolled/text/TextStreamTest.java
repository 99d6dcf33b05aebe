package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class TextStreamTest {
    private static int[] upTo(int n) {
        return IntStream.range(0, n).toArray();
    }

    @Test
    void theExampleOfTheDocumentation() {
        var stream = TextStream.of(upTo(13), 2, 3);
        assertEquals(2, stream.windows());
        assertWindow(stream.window(0), new int[][] {{0, 1, 2}, {6, 7, 8}}, new int[][] {{1, 2, 3}, {7, 8, 9}});
        assertWindow(stream.window(1), new int[][] {{3, 4, 5}, {9, 10, 11}}, new int[][] {{4, 5, 6}, {10, 11, 12}});
        assertEquals(12, stream.predictions());
    }

    @Test
    void eachRowGoesOnWhereTheWindowBeforeEnded() {
        int rows = 5;
        var stream = TextStream.of(upTo(1000), rows, 7);
        var read = new ArrayList<ArrayList<Integer>>();
        for (int row = 0; row < rows; row++) {
            read.add(new ArrayList<>());
        }
        INDArray before = null;
        for (DataSet window : stream) {
            assertNull(window.getFeaturesMaskArray());
            assertArrayEquals(new long[] {rows, 7}, window.getFeatures().shape());
            for (int row = 0; row < rows; row++) {
                if (before != null) {
                    assertEquals(before.getInt(row, 6), window.getFeatures().getInt(row, 0), "last label, next input");
                }
                for (int t = 0; t < 7; t++) {
                    read.get(row).add(window.getFeatures().getInt(row, t));
                    assertEquals(window.getFeatures().getInt(row, t) + 1, window.getLabels().getInt(row, t));
                }
            }
            before = window.getLabels();
        }
        for (int row = 0; row < rows; row++) {
            int first = row * (999 / rows);
            assertEquals(IntStream.range(first, first + stream.windows() * 7).boxed().toList(), read.get(row));
        }
    }

    @Test
    void theTailHoldsWhatIsLeft() {
        var stream = TextStream.of(upTo(18), 2, 3);
        assertEquals(2, stream.windows());
        assertEquals(3, stream.withTail().windows());
        assertWindow(stream.withTail().window(2), new int[][] {{6, 7}, {14, 15}}, new int[][] {{7, 8}, {15, 16}});
        assertEquals(16, stream.withTail().predictions());
        assertEquals(12, stream.predictions());
        var even = TextStream.of(upTo(13), 2, 3);
        assertEquals(even.windows(), even.withTail().windows(), "nothing left, no empty window");
        var one = TextStream.of(upTo(18), 1, 17).withTail();
        assertEquals(1, one.windows());
    }

    @Test
    void aStreamCanBeReadAgain() {
        var stream = TextStream.of(upTo(50), 2, 5);
        var once = StreamSupport.stream(stream.spliterator(), false).map(DataSet::getFeatures).toList();
        assertEquals(stream.windows(), once.size());
        assertEquals(once, StreamSupport.stream(stream.spliterator(), false).map(DataSet::getFeatures).toList());
    }

    @Test
    void badInputIsNamed() {
        assertSays("the text has no symbols", () -> TextStream.of(new int[0], 1, 1));
        assertSays("the text has one symbol", () -> TextStream.of(new int[1], 1, 1));
        assertSays("rows is 0", () -> TextStream.of(upTo(9), 0, 1));
        assertSays("window 0", () -> TextStream.of(upTo(9), 1, 0));
        assertSays("id -7 at place 1", () -> TextStream.of(new int[] {1, -7, 2}, 1, 1));
        assertSays("a text of 12 symbols in 2 rows has 5 steps a row, the window needs 6: give a text of at least 13 symbols",
                () -> TextStream.of(upTo(12), 2, 6));
        assertEquals(1, TextStream.of(upTo(13), 2, 6).windows(), "as promised");
        assertSays("window 2 was asked for, expected 0 to 1", () -> TextStream.of(upTo(13), 2, 3).window(2));
        assertSays("at least " + (1L + 2_000_000_000L * 3), () -> TextStream.of(upTo(9), 2_000_000_000, 3));
    }

    private static void assertWindow(DataSet window, int[][] features, int[][] labels) {
        assertArrayEquals(features, window.getFeatures().toIntMatrix());
        assertArrayEquals(labels, window.getLabels().toIntMatrix());
    }

    private static void assertSays(String expected, Executable action) {
        var error = assertThrows(IllegalArgumentException.class, action);
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }
}
