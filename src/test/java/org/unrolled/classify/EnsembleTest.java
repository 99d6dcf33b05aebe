package org.unrolled.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    /** Says the same of every sentence. */
    private record Fixed(List<String> classes, double[] probabilities) implements TextClassifier {
        Fixed(double... probabilities) {
            this(List.of("a", "b", "c"), probabilities);
        }

        @Override
        public double[] probabilities(List<String> tokens) {
            return probabilities;
        }
    }

    @Test
    void probabilitiesAreAGeometricMean() {
        var both = Ensemble.of(List.of(new Fixed(0.5, 0.4, 0.1), new Fixed(0.125, 0.4, 0.475)));
        double[] means = {0.25, 0.4, Math.sqrt(0.0475)};
        double sum = means[0] + means[1] + means[2];
        assertArrayEquals(new double[] {means[0] / sum, means[1] / sum, means[2] / sum}, both.probabilities(List.of("x")), 1e-12);
        assertEquals(List.of("b", "b"), both.labels(List.of(List.of("x"), List.of())));
    }

    @Test
    void aProbabilityOfZeroIsNoError() {
        var both = Ensemble.of(List.of(new Fixed(0, 0, 1), new Fixed(1, 0, 0)));
        assertArrayEquals(new double[] {0.5, 5e-7, 0.5}, both.probabilities(List.of("x")), 1e-6);
    }

    @Test
    void membersHaveToKnowTheSameClasses() {
        var e = assertThrows(IllegalArgumentException.class, () -> Ensemble.of(List.of(new Fixed(1, 0, 0),
                new Fixed(List.of("a", "c", "b"), new double[] {1, 0, 0}))));
        assertTrue(e.getMessage().contains("[a, b, c], of another [a, c, b]"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Ensemble.of(List.of()));
    }
}
