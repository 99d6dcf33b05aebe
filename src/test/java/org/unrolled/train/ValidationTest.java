package org.unrolled.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class ValidationTest {
    @Test
    void lossIsTheMeanNegativeLogProbability() {
        var network = TrainingExamples.exact(new Sgd(1));
        var batch = TrainingExamples.windows(2, 3, 1).get(0);
        var p = network.output(batch.getFeatures());
        double sum = 0;
        for (int b = 0; b < 2; b++) {
            for (int t = 0; t < 3; t++) {
                sum -= Math.log(p.getDouble(b, batch.getLabels().getInt(b, t), t));
            }
        }
        assertEquals(sum / 6, Validation.loss(network, List.of(batch), false), 1e-9);
    }

    @Test
    void carryingMakesWindowsOneText() {
        var network = TrainingExamples.exact(new Sgd(1));
        var whole = TrainingExamples.windows(3, 12, 1);
        var windows = TrainingExamples.windows(3, 4, 3);
        double expected = Validation.loss(network, whole, false);
        assertEquals(expected, Validation.loss(network, windows, true), 1e-9);
        assertEquals(expected, Validation.loss(network, windows, true), 1e-9, "a second time from zeros again");
        assertNotEquals(expected, Validation.loss(network, windows, false), 1e-6);
    }

    @Test
    void nothingToValidateOnIsAnError() {
        var network = TrainingExamples.exact(new Sgd(1));
        assertThrows(IllegalArgumentException.class, () -> Validation.loss(network, List.<DataSet>of(), true));
    }
}
