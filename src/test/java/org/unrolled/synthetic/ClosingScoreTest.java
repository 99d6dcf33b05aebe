package org.unrolled.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClosingScoreTest {
    private static final NestedLanguage LANGUAGE = NestedLanguage.of(3, 15, 10);

    /** What a model puts out that sees at most so many tokens back: an older opening symbol is forgotten. */
    private static INDArray predictions(int[][] rows, int memory) {
        int steps = rows[0].length - 1;
        INDArray all = Nd4j.zeros(DataType.FLOAT, rows.length, LANGUAGE.vocabulary().size(), steps);
        for (int row = 0; row < rows.length; row++) {
            for (int t = 0; t < steps; t++) {
                double[] next = LANGUAGE.next(Arrays.copyOf(rows[row], t + 1));
                for (int id = 0; id < next.length; id++) {
                    all.putScalar(row, id, t, next[id]);
                }
            }
            for (var closing : LANGUAGE.closings(rows[row])) {
                if (closing.distance() > memory) {
                    all.putScalar(row, closing.id(), closing.position() - 1, 0);
                }
            }
        }
        return all;
    }

    @Test
    void accuracyFallsWhereTheMemoryEnds() {
        int[][] rows = LANGUAGE.rows(1, 12, 80);
        var score = new ClosingScore(LANGUAGE);
        score.add(rows, predictions(rows, 10));
        assertEquals(1, score.accuracy(1, 10));
        assertEquals(0, score.accuracy(11, 1000));
        int all = Arrays.stream(rows).mapToInt(row -> LANGUAGE.closings(row).size()).sum();
        assertEquals(all, score.count(1, 1000));
        assertEquals(score.count(1, 10) / (double) all, score.accuracy(), 1e-12);
        assertTrue(score.count(11, 1000) > 10, "there are long distances");
    }

    @Test
    void whatWasNeverSeenHasNoAccuracy() {
        var score = new ClosingScore(LANGUAGE);
        score.add(200, true);
        score.add(200, false);
        assertEquals(0.5, score.accuracy(200, 200));
        assertTrue(Double.isNaN(score.accuracy(1, 199)));
        assertThrows(IllegalArgumentException.class, () -> score.accuracy(0, 5));
    }

    @Test
    void predictionsOfAnotherShapeAreNamed() {
        int[][] rows = LANGUAGE.rows(1, 2, 20);
        var error = assertThrows(IllegalArgumentException.class,
                () -> new ClosingScore(LANGUAGE).add(rows, Nd4j.zeros(2, 19, 20)));
        assertTrue(error.getMessage().contains("[2, 19, 20]") && error.getMessage().contains("[2, 19, 19]"),
                error.getMessage());
    }
}
