package org.unrolled.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** With plain gradient descent at rate 1 the change of the parameters is the gradient that the updater got. */
class ClippingTest {
    private static final DataSet BATCH = TrainingExamples.windows(4, 5, 1).get(0);

    /** The gradient of the mean over the minibatch, from the network's own sum. */
    private static INDArray gradient() {
        var network = TrainingExamples.exact(new Sgd(1));
        network.setInput(BATCH.getFeatures());
        network.setLabels(BATCH.getLabels());
        network.computeGradientAndScore();
        return network.getFlattenedGradients().dup().reshape(-1).divi(4);
    }

    private static INDArray update(double value, double norm) {
        var network = TrainingExamples.exact(new Sgd(1));
        var before = network.params().dup();
        var trainer = Trainer.of(network).steps(1).batches(epoch -> List.of(BATCH));
        if (value > 0) {
            trainer.clipValue(value);
        }
        if (norm > 0) {
            trainer.clipNorm(norm);
        }
        trainer.run();
        return before.subi(network.params()).reshape(-1);
    }

    @Test
    void aLongGradientIsScaledAsAWhole() {
        var gradient = gradient();
        double norm = gradient.norm2Number().doubleValue();
        double limit = norm / 3;
        var update = update(0, limit);
        assertEquals(limit, update.norm2Number().doubleValue(), 1e-9);
        assertTrue(update.equalsWithEps(gradient.div(3), 1e-9), "one factor for all layers");
    }

    @Test
    void aShortGradientStays() {
        var gradient = gradient();
        assertTrue(update(0, gradient.norm2Number().doubleValue() * 1.01).equalsWithEps(gradient, 1e-12));
    }

    @Test
    void valuesAreClippedOneByOne() {
        var gradient = gradient();
        double limit = gradient.amaxNumber().doubleValue() / 2;
        var update = update(limit, 0);
        for (long i = 0; i < gradient.length(); i++) {
            double expected = Math.max(-limit, Math.min(limit, gradient.getDouble(i)));
            assertEquals(expected, update.getDouble(i), 1e-10, "parameter " + i);
        }
    }

    @Test
    void valuesComeBeforeTheNorm() {
        var gradient = gradient();
        double limit = gradient.amaxNumber().doubleValue() / 2;
        assertEquals(0.001, update(limit, 0.001).norm2Number().doubleValue(), 1e-9);
    }

    @Test
    void limitsArePositive() {
        var trainer = Trainer.of(TrainingExamples.exact(new Sgd(1)));
        assertThrows(IllegalArgumentException.class, () -> trainer.clipNorm(0));
        assertThrows(IllegalArgumentException.class, () -> trainer.clipValue(Double.NaN));
    }
}
