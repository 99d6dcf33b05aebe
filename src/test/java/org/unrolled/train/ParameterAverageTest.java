package org.unrolled.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ParameterAverageTest {
    @Test
    void meanOfTheLastValidations() {
        var network = TrainingExamples.model();
        var average = ParameterAverage.of(network, 2);
        List<INDArray> seen = new ArrayList<>();
        var windows = TrainingExamples.windows(4, 6, 3);
        Trainer.of(network).epochs(3).batches(epoch -> windows).validate(() -> seen.size()).observe(average)
            .observe(new TrainingObserver() {
                @Override
                public void onValidation(int step, double value) {
                    seen.add(network.params().dup());
                }
            }).run();
        assertEquals(3, seen.size());
        assertEquals(2, average.count());
        var expected = seen.get(1).add(seen.get(2)).div(2);
        assertTrue(expected.equalsWithEps(average.mean(), 1e-6));
        assertTrue(expected.distance2(seen.get(2)) > 1e-3, "the parameters did change");
        average.apply();
        assertTrue(expected.equalsWithEps(network.params(), 1e-6));
    }

    @Test
    void withoutAValidationThereIsNone() {
        var average = ParameterAverage.of(TrainingExamples.model(), 3);
        assertThrows(IllegalStateException.class, average::apply);
        assertThrows(IllegalArgumentException.class, () -> ParameterAverage.of(TrainingExamples.model(), 0));
    }
}
